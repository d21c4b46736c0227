# The volume is empty when it is new, and only then.
until [[ -b /dev/vdb ]]; do
    sleep 2
done
blkid /dev/vdb >/dev/null || mkfs.ext4 -q /dev/vdb
mountpoint --quiet /srv/notes || mount /dev/vdb /srv/notes
