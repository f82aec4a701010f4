#!/usr/bin/env bash
# Builds the package, checks its papers, installs it, does the main job, opens the desk on a private screen, removes it: nothing but the user's data may stay.
# usage: check.sh [PACKAGE.deb]   (root; another root's package is used as it is)
set -euo pipefail
top=$(cd "$(dirname "$0")/../.." && pwd)
here="$top/installers/debian"
if [ "$(id -u)" != 0 ]; then
    echo "安装与卸载软件包要管理员权限，请用 root 运行" >&2
    exit 1
fi
export DEBIAN_FRONTEND=noninteractive
"$top/scripts/debian-deps.sh" package
package=$(realpath "${1:-$(bash "$here/build.sh" | tail -1)}")
data=$(mktemp -d)
trap 'rm -rf "$data"' EXIT

echo "== papers"
desktop-file-validate "$top/resources/desktop/ordertower.desktop"
appstreamcli validate --no-net "$top"/resources/desktop/*.metainfo.xml
dpkg-deb --info "$package" | sed -n '/^ Package/,$p'

echo "== install"
apt-get install -o DPkg::Lock::Timeout=600 -y -qq --no-install-recommends --reinstall "$package" >/dev/null
dpkg-query -L ordertower | while read -r path; do [ -d "$path" ] || echo "$path"; done >"$data/files"
dpkg --verify ordertower

echo "== the main job, far from the checkout and without its environment"
run() { (cd / && env -i HOME="$data/home" PATH=/usr/bin:/bin LANG=C.UTF-8 ORDERTOWER__HUB__IDLE=5s "$@"); }
mkdir "$data/home"
run ordertower --version
cp "$top"/examples/*.csv "$top"/examples/*.xlsx "$data/"
run ordertower import --data-dir "$data/d" "$data"/*.csv "$data"/*.xlsx >"$data/imported"
tail -3 "$data/imported"
run ordertower pool --data-dir "$data/d" --limit 3 | tee "$data/pool"
grep -qE '共 [1-9][0-9,]* 单' "$data/pool"

echo "== the desk"
run env DISPLAY="" xvfb-run -a -s "-screen 0 1440x900x24" bash "$here/see.sh" "$data/d" "$top/dist/desk.png"

echo "== back-test in many processes"
zcat "$top/examples/events.ndjson.gz" >"$data/events.ndjson"
run ordertower backtest "$data/events.ndjson" --rules "$top/examples/rules.toml" --out "$data/ticks.csv" >/dev/null
[ "$(wc -l <"$data/ticks.csv")" -gt 10 ]

echo "== its hub ends by itself"
for _ in $(seq 60); do pgrep -f "^/usr/lib/ordertower/ordertower hub --beside $data/d" >/dev/null || break; sleep 1; done
! pgrep -f "^/usr/lib/ordertower/ordertower hub --beside $data/d"

echo "== remove"
apt-get purge -o DPkg::Lock::Timeout=600 -y -qq ordertower >/dev/null
left=$(while read -r path; do [ ! -e "$path" ] && [ ! -L "$path" ] || echo "$path"; done <"$data/files")
[ -z "$left" ] && [ ! -e /usr/lib/ordertower ] || { echo "left behind: $left" >&2; exit 1; }
[ -s "$data/d/hub.db" ] || { echo "the user's data must stay" >&2; exit 1; }
echo "package: all as it should be"
