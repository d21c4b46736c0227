#!/bin/sh
# Builds the outlast of this action and puts it where the next steps find it.
set -eu

: "${ACTION_PATH:?}" "${RUNNER_TEMP:?}" "${GITHUB_PATH:?}"
root="$RUNNER_TEMP/outlast"
cargo install --locked --quiet --path "$ACTION_PATH/crates/outlast" --root "$root"
echo "$root/bin" >> "$GITHUB_PATH"
