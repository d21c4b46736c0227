#!/bin/bash
# Looks whether there is something new, tests it, builds images of it, and delivers them: the API first,
# by colours, then the site, one after the other. Whatever fails goes back to what ran before.
set -euo pipefail
cd /var/lib/runner

git init --quiet --bare sources
git -C sources fetch --quiet "$FORGE" main
new=$(git -C sources rev-parse FETCH_HEAD)
old=$(cat delivered 2>/dev/null || true)
if [[ $new == "$old" || $new == "$(cat refused 2>/dev/null)" ]]; then
    exit 0
fi

refuse() {
    echo "$new" >refused
    echo "$new: refused at line $1" >&2
}
trap 'refuse $LINENO' ERR

rm -rf tree
mkdir tree
git -C sources archive "$new" | tar --extract --directory tree
for image in api site; do
    # The tests are a stage of the build: an image whose tests fail does not come to be.
    buildah --storage-driver vfs build --quiet --tag "$REGISTRY/$image:$new" "tree/$image"
    buildah --storage-driver vfs push --quiet "$REGISTRY/$image:$new"
done

/usr/local/sbin/ship-blue-green "$new"
if ! /usr/local/sbin/ship-rolling "$new"; then
    if [[ -n $old ]]; then
        /usr/local/sbin/ship-rolling "$old"
        /usr/local/sbin/ship-blue-green back
    fi
    false
fi
echo "$new" >delivered
