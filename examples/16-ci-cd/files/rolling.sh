#!/bin/bash
# Replaces the members of the pool one after the other: each new one must answer before the next old one
# goes. Gives up at the first that does not.
set -euo pipefail

tag=$1
pool=ship-site

members() {
    exo compute instance-pool show "$pool" --zone "$ZONE" --output-format json | jq --raw-output '.instances[]'
}

answers() {
    local address
    address=$(exo compute instance show "$1" --zone "$ZONE" --output-format json | jq --raw-output .ip_address)
    curl --fail --silent --max-time 3 --output /dev/null "http://$address/healthz"
}

# The pool makes new members from what is set here, also the day after tomorrow.
sed "s/:TAG/:$tag/g" /etc/ship/pool.yaml >/var/lib/runner/pool.yaml
exo compute instance-pool update "$pool" --zone "$ZONE" --cloud-init /var/lib/runner/pool.yaml

mapfile -t before < <(members)
for member in "${before[@]}"; do
    exo compute instance-pool evict "$pool" "$member" --zone "$ZONE" --force
    exo compute instance-pool scale "$pool" "${#before[@]}" --zone "$ZONE" --force
    deadline=$((SECONDS + 600))
    for new in $(members); do
        until answers "$new"; do
            if ((SECONDS > deadline)); then
                echo "$new does not answer" >&2
                exit 1
            fi
            sleep 5
        done
    done
done
