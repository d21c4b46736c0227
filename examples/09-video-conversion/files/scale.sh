#!/bin/bash
# Makes the pool as large as the queue is long: one worker for every four jobs, at least one, at most
# eight (an anti-affinity group holds no more).
set -euo pipefail

waiting=$(curl --fail --silent --max-time 5 'http://127.0.0.1:8222/jsz?streams=1' |
    jq '[.account_details[]?.stream_detail[]? | select(.name == "jobs") | .state.messages] | add // 0')
wanted=$(((waiting + 3) / 4))
wanted=$((wanted < 1 ? 1 : wanted > 8 ? 8 : wanted))

now=$(exo compute instance-pool show video-convert --zone "$ZONE" --output-format json | jq .size)
if [[ $wanted -ne $now ]]; then
    echo "$waiting jobs: $now workers become $wanted"
    exo compute instance-pool scale video-convert "$wanted" --zone "$ZONE" --force
fi
