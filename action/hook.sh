#!/bin/sh
# The hook of pre-commit: builds outlast in this clone, once, and checks with it.
#
# pre-commit cannot build it itself: it takes a package at the root, and this is a workspace.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
# A target directory of the project that is checked must not be used, nor its configuration.
target="$here/target"
(cd "$here" && cargo build --quiet --locked --release --package outlast --target-dir "$target") >&2
exec "$target/release/outlast" check "$@"
