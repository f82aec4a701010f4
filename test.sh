#!/usr/bin/env bash
# Sets up what the tests need and runs them all; more words go to pytest instead (./test.sh tests/domain -k fold).
set -eu
top=$(cd "$(dirname "$0")" && pwd)
"$top/scripts/environment.sh" test
cd "$top"
export PATH="${ORDERTOWER_VENV:-$top/.venv}/bin:$PATH"
command -v dpkg-query >/dev/null && export ORDERTOWER_TESTS_MUST_HAVE=postgresql  # installed above: its tests must not be skipped
if [ "$#" -gt 0 ]; then exec python -m pytest "$@"; fi
exec nox --no-venv --error-on-missing-interpreters -s check
