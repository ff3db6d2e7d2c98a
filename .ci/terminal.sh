# Sourced by the scripts of this folder: the project's root as working directory, and what they say to the user.
# shellcheck shell=bash

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

readonly PYTHON=.venv/bin/python

say() { printf '%s\n' "$*"; }

fail() {
  printf '\nErreur : %s\n' "$1" >&2
  shift
  if [ $# -gt 0 ]; then printf '%s\n' "$@" >&2; fi
  exit 1
}

# attended COMMAND...: runs the command, and tells it (once) to end when this script is told so; bash alone would wait.
attended() {
  local status=0 child
  "$@" <&0 &
  child=$!
  # shellcheck disable=SC2064  # the child of now is meant
  trap "trap '' INT TERM HUP; kill -TERM $child 2>/dev/null || true" INT TERM HUP
  wait "$child" || status=$?
  # A signal interrupts the waiting: the command may still be tidying up.
  while kill -0 "$child" 2>/dev/null; do wait "$child" || status=$?; done
  trap - INT TERM HUP
  return "$status"
}

# with_progress MESSAGE COMMAND...: runs the command, a dot every second; its output is shown only if it fails.
with_progress() {
  local message=$1 log ticker status=0 start=$SECONDS
  shift
  log=$(mktemp)
  printf '%s ' "$message"
  (while sleep 1; do printf '.'; done) 9>&- &
  ticker=$!
  # shellcheck disable=SC2064  # the values of now are meant
  trap "kill $ticker 2>/dev/null || true; rm -f '$log'" EXIT
  "$@" >"$log" 2>&1 </dev/null || status=$?
  kill "$ticker" 2>/dev/null || true
  wait "$ticker" 2>/dev/null || true
  trap - EXIT
  if [ "$status" = 0 ]; then
    printf ' fait (%d s).\n' $((SECONDS - start))
  else
    printf ' échec.\n'
    grep -v 'WARNING: Retrying' "$log" | tail -n 8 | cut -c -200 | sed 's/^/    /' >&2 || true
  fi
  rm -f "$log"
  return "$status"
}
