#!/usr/bin/env bash
# Runs `ordertower` from a checkout: the first start sets everything up.
set -eu
top=$(cd "$(dirname "$0")" && pwd)
"$top/scripts/environment.sh" run
exec "${ORDERTOWER_VENV:-$top/.venv}/bin/ordertower" "$@"
