#!/bin/bash
# Points the name at the load balancer of the other zone when the one that it points at fails three
# checks in a row. The timer runs it every five seconds; what it must remember stands in two files.
#
# Reads DOMAIN, RECORD, NAME, SERVERS (addresses, preferred first) and the API key from its unit.
set -euo pipefail

fall=3
strikes_file=$RUNTIME_DIRECTORY/strikes
active_file=$STATE_DIRECTORY/active

answers() {
    curl --silent --fail --max-time 2 --output /dev/null "http://$1/healthz"
}

# A watchdog that was made anew asks the name servers' owner where the name points.
if [[ ! -s $active_file ]]; then
    timeout 30 exo dns show "$DOMAIN" A --name "$NAME" --output-format json |
        jq --raw-output '.[0].content' >"$active_file"
fi
active=$(<"$active_file")

if answers "$active"; then
    echo 0 >"$strikes_file"
    exit 0
fi

strikes=$(($(cat "$strikes_file" 2>/dev/null || echo 0) + 1))
echo "$strikes" >"$strikes_file"
echo "$active failed $strikes checks"
if ((strikes < fall)); then
    exit 0
fi

for balancer in $SERVERS; do
    if [[ $balancer != "$active" ]] && answers "$balancer"; then
        timeout 30 exo --quiet dns update A "$DOMAIN" "$RECORD" --content "$balancer"
        echo "$balancer" >"$active_file"
        echo 0 >"$strikes_file"
        echo "$NAME.$DOMAIN now points at $balancer"
        exit 0
    fi
done
echo "the other zone does not answer either: the name stays where it is"
