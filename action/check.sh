#!/bin/sh
# Runs `outlast check` with what the inputs of the action say, and ends as it ends.
#
# The report stands in the log, the annotations beside the changed lines, the matrix in the summary
# of the job; the SARIF file is for github/codeql-action/upload-sarif.
set -eu

: "${GITHUB_OUTPUT:?}" "${GITHUB_STEP_SUMMARY:?}" "${RUNNER_TEMP:?}" "${OUTLAST_SARIF:?}"
outlast="${OUTLAST:-outlast}"
annotations="$RUNNER_TEMP/outlast.annotations"
summary="$RUNNER_TEMP/outlast.md"
rm -f "$annotations" "$summary"

set -- check "--fail-on=${OUTLAST_FAIL_ON:-undecided}" \
  "--output=sarif=$OUTLAST_SARIF" "--output=github=$annotations" "--output=markdown=$summary"
[ -z "${OUTLAST_JUNIT:-}" ] || set -- "$@" "--output=junit=$OUTLAST_JUNIT"
[ -z "${OUTLAST_BASELINE:-}" ] || set -- "$@" "--baseline=$OUTLAST_BASELINE"
# Nothing below is a pattern of file names.
set -f
newline='
'
IFS="$newline"
for argument in ${OUTLAST_ARGUMENTS:-}; do
  set -- "$@" "$argument"
done
set -- "$@" --
for line in ${OUTLAST_PATHS:-.}; do
  if [ -e "$line" ]; then
    set -- "$@" "$line"
  else
    IFS=' '
    for path in $line; do set -- "$@" "$path"; done
    IFS="$newline"
  fi
done

code=0
# What outlast prints for people must not be taken for commands of the runner.
token="outlast-$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')"
echo "::stop-commands::$token"
"$outlast" "$@" || code=$?
echo "::$token::"
[ ! -f "$annotations" ] || cat "$annotations"
[ ! -f "$summary" ] || cat "$summary" >> "$GITHUB_STEP_SUMMARY"
# A value of an output is one line.
{
  echo "exit-code=$code"
  printf 'sarif=%s\n' "$OUTLAST_SARIF" | head -n 1
} >> "$GITHUB_OUTPUT"
exit "$code"
