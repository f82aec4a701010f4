# To be sourced, with $top set: the Debian packages and the Python tools that both build and lock need. Gives $work, $python, $uv, $series.
# shellcheck shell=bash disable=SC2034
series=3.13
work="$top/build/windows"
export ORDERTOWER_VENV="$work/venv"
"$top/scripts/environment.sh" windows
python="$ORDERTOWER_VENV/bin/python"
uv="$ORDERTOWER_VENV/bin/uv"
# shellcheck source=scripts/mirror.sh
. "$top/scripts/mirror.sh"
