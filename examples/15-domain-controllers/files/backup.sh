#!/bin/bash
# The directory by Samba's own tool, which makes a copy of one moment; the files as they are.
set -euo pipefail

directory=$(mktemp --directory)
trap 'rm -rf "$directory"' EXIT
samba-tool domain backup offline --targetdir="$directory"

restic cat config >/dev/null 2>&1 || restic init
restic backup --tag directory "$directory"
if [[ -d /srv/files ]]; then
    restic backup --tag files /srv/files
fi
restic forget --prune --group-by host,tags --keep-daily 30 --keep-monthly 12
