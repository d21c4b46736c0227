#!/bin/bash
# Takes the elastic IP over when the other web server fails three checks in a row. The timer runs
# it every five seconds. It never gives the address back: that is for a person, in a quiet hour.
# Two watchdogs that watched each other would pull at the address when only their line is cut.
#
# Reads ADDRESS, WATCHED, WATCHED_ADDRESS, OWN_NAME and the API key from its unit.
set -euo pipefail

fall=3
strikes_file=$RUNTIME_DIRECTORY/strikes
taken_file=$STATE_DIRECTORY/taken

answers() {
    curl --silent --fail --max-time 2 --output /dev/null "http://$1/healthz"
}

# After a takeover there is nothing left to do until a person removes this file.
if [[ -e $taken_file ]]; then
    exit 0
fi

if answers "$WATCHED_ADDRESS"; then
    echo 0 >"$strikes_file"
    exit 0
fi

strikes=$(($(cat "$strikes_file" 2>/dev/null || echo 0) + 1))
echo "$strikes" >"$strikes_file"
echo "$WATCHED failed $strikes checks"
if ((strikes < fall)); then
    exit 0
fi

if ! answers 127.0.0.1; then
    echo "this server does not answer either: the address stays where it is"
    exit 0
fi

# A dead server that is still attached would keep a share of the traffic. It may be detached
# already, from a run before this one that did not get further.
timeout 30 exo --quiet compute instance elastic-ip detach "$WATCHED" "$ADDRESS" ||
    echo "$WATCHED was not detached"
timeout 30 exo --quiet compute instance elastic-ip attach "$OWN_NAME" "$ADDRESS"
touch "$taken_file"
echo "$ADDRESS is now at $OWN_NAME"
