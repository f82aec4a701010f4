#!/usr/bin/env bash
# Makes .venv hold the program (run), the program and its tests (test), or the program and what its packages are made with (package, windows); quick when nothing has changed.
set -eu
top=$(cd "$(dirname "$0")/.." && pwd)
what=${1:-run}
venv=${ORDERTOWER_VENV:-$top/.venv}
stamp="$venv/.stamp-$what"
print=$(cat "$top/pyproject.toml" "$top/scripts/debian-deps.sh" "$top/scripts/mirror.sh" "$0" | cksum | cut -d' ' -f1)
[ -f "$stamp" ] && [ "$(cat "$stamp")" = "$print" ] && exit 0
"$top/scripts/debian-deps.sh" "$what"

python=""
for candidate in python3.13 python3.12 python3.11 python3; do
    if command -v "$candidate" >/dev/null && "$candidate" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        python=$candidate
        break
    fi
done
if [ -z "$python" ]; then
    echo "需要 Python 3.11 或更新，并带 venv 模块（Debian：apt-get install python3 python3-venv）" >&2
    exit 1
fi

echo "正在准备运行环境（只在第一次和升级后需要）……" >&2
[ -x "$venv/bin/python" ] || "$python" -m venv "$venv"
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check "uv>=0.5"
# shellcheck source=scripts/mirror.sh
. "$top/scripts/mirror.sh"
case "$what" in
    test) groups="--group test --group tryton --group check" ;;
    package) groups="--group package" ;;
    *) groups="" ;;
esac
# shellcheck disable=SC2086
(cd "$top" && VIRTUAL_ENV="$venv" "$venv/bin/uv" pip install --quiet --editable . $groups)
echo "$print" >"$stamp"
[ "$what" = run ] || echo "$print" >"$venv/.stamp-run"
