#!/bin/bash
# Fetches what has changed on the old server. The first time takes days, every later one minutes; the last
# one runs while the old server takes no writes. Nothing is changed there: that is the way back.
set -euo pipefail

rsync --archive --hard-links --acls --xattrs --numeric-ids --delete-delay --partial \
    --timeout 120 --rsh 'ssh -i /etc/move/key -o StrictHostKeyChecking=accept-new' \
    move@192.168.10.9:/ /srv/archive/
date --utc +%Y-%m-%dT%H:%M:%SZ >/srv/.copied
