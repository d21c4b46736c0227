#!/bin/bash
# Starts the new one beside the old one on every machine, and turns over when all of them answer. The
# old one stays, so that the way back takes a second.
set -euo pipefail

on() {
    # The list of machines is a list of words.
    # shellcheck disable=SC2086
    for member in $API_MEMBERS; do
        ssh -o StrictHostKeyChecking=accept-new -o ConnectTimeout=5 "ship@$member" sudo ship-colour "$@"
    done
}

if [[ $1 != back ]]; then
    on prepare "$1"
fi
on turn
