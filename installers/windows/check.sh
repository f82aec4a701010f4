#!/usr/bin/env bash
# Installs the Windows program silently under wine, does the main job with it, opens the desk on a private screen, installs it once more over
# itself and once halfway, uninstalls it: nothing but the user's data may stay. Then the MSI beside it. Real Windows this is not: docs/install.md lists what is left to see.
# usage: check.sh [SETUP.exe]   (without one it is built first)
set -euo pipefail
top=$(cd "$(dirname "$0")/../.." && pwd)
here="$top/installers/windows"
"$top/scripts/debian-deps.sh" wine
setup=$(realpath "${1:-$(bash "$here/build.sh" | head -1)}")
. "$here/tools.sh"
prefix=$(mktemp -d)
export WINEPREFIX="$prefix" WINEARCH=win64 WINEDEBUG=-all WINEDLLOVERRIDES="winedbg.exe=d;winemenubuilder.exe=d;mscoree=d;mshtml=d" LANG=C.UTF-8
trap 'wineserver -k || true; wineserver -w || true; rm -rf "$prefix"' EXIT
mine="$prefix/drive_c/users/$(id -un)/AppData"
place="$mine/Local/Programs/OrderTower"
inside="C:\\users\\$(id -un)\\AppData\\Local\\Programs\\OrderTower"
part() { echo "== $1 (${SECONDS} s)"; }
# Python under wine wants a terminal; what wine paints on it is not part of the answer.
win() { xvfb-run -a -s "-screen 0 1440x900x24" script -qec "wine $(printf '%q ' "$@")" /dev/null | sed -e 's/\x1b\[[0-9;?]*[a-zA-Z]//g' -e 's/\x1b\][^\a]*\a//g'; }
settle() { wineserver -k || true; wineserver -w; }  # the registry is written when the last program has ended
timed() { local from; from=$(date +%s%N); "$@"; echo "   $((($(date +%s%N) - from) / 1000000)) ms"; }
die() { echo "$1" >&2; exit 1; }

part "a Windows of its own"
xvfb-run -a wineboot -i >/dev/null 2>&1
wineserver -w

part "silent install"
timed win "$setup" /S /CurrentUser
settle
for file in OrderTower.exe bin/ordertower.exe uninstall.exe app/python313.dll licences/copyright; do [ -s "$place/$file" ] || die "missing: $file"; done
[ "$(cat "$place/app/installed")" = user ]
find "$mine" -name '订单控制塔.lnk' | grep -q . || die "no link in the start menu"
grep -q 'OrderTower.exe\\" desk \\"%1\\"' "$prefix/user.reg" || die "no one opens ordertower:// links"
du -sm "$place" | sed 's/\t.*/ MB installed/'

part "what wine has not"
bash "$here/shims.sh" "$place/app" "$prefix/drive_c/windows/system32"
mv "$place/app/_wmi.pyd" "$prefix/"                # platform asks it, and wine's answer is not there
rm -rf "$place"/app/Lib/site-packages/numpy*       # newer ones need a run time that wine has not
"$uv" pip install --quiet --no-deps --python-platform x86_64-pc-windows-msvc --python-version "$series" --only-binary :all: \
    --target "$place/app/Lib/site-packages" numpy==2.1.3

part "the main job"
cp "$top"/examples/*.csv "$prefix/drive_c/"
win "$inside\\bin\\ordertower.exe" --version
timed win "$inside\\bin\\ordertower.exe" import --data-dir 'C:\d' 'C:\taobao_gbk.csv' | tee "$prefix/imported"
grep -q '导入 1[0-9]* 行' "$prefix/imported" || die "nothing was imported"
timed win "$inside\\bin\\ordertower.exe" pool --data-dir 'C:\d' --limit 3 | tee "$prefix/pool"
grep -qE '共 [1-9][0-9,]* 单' "$prefix/pool" || die "the pool is empty"

part "the desk"
mkdir -p "$top/dist"
xvfb-run -a -s "-screen 0 1440x900x24" bash "$here/see.sh" "$inside" 'C:\d' "$prefix/drive_c/d" "$top/dist/desk-windows.png"

part "over itself, and halfway"
settle
printf old >"$place/app/mark"
timeout 4 xvfb-run -a wine "$setup" /S /CurrentUser >/dev/null 2>&1 || true
settle
[ -d "$place/app.new" ] && [ "$(cat "$place/app/mark")" = old ] || die "an interrupted update must leave the old program in its place"
win "$inside\\bin\\ordertower.exe" --version
mv "$place/app" "$place/app.old"                   # interrupted between the last two steps
win "$inside\\bin\\ordertower.exe" --version | grep -q '[0-9]\.[0-9]' || die "the old program must start"
win "$setup" /S /CurrentUser
[ ! -e "$place/app/mark" ] && [ ! -e "$place/app.new" ] && [ ! -e "$place/app.old" ] || die "the new program is not in its place"

part "uninstall"
mkdir -p "$mine/Local/OrderTower" && touch "$mine/Local/OrderTower/kept"
# it goes on from a copy of itself, so that it can remove itself: the screen must stay until that has ended
timed xvfb-run -a script -qec "wine '$inside\\uninstall.exe' /S; wineserver -w" /dev/null
settle
[ ! -e "$place" ] || die "left behind: $(find "$place" | head)"
[ -e "$mine/Local/OrderTower/kept" ] || die "the user's data must stay"
find "$mine" -name '订单控制塔*.lnk' | grep . && die "a link was left behind"
grep -i ordertower "$prefix/user.reg" "$prefix/system.reg" | grep -v MuiCache && die "the registry remembers"

msi="${setup%-setup.exe}.msi"
if [ -f "$msi" ]; then
    part "for group policy: silent, per machine, with an option; and away again"
    machine="$prefix/drive_c/Program Files/OrderTower"
    policy() { timed xvfb-run -a script -qec "wine msiexec $1 'Z:${msi//\//\\}' /qn $2; wineserver -w" /dev/null; settle; }
    policy /i ADDLOCAL=program,autostart
    [ "$(cat "$machine/app/installed")" = msi ] || die "not installed for the machine"
    grep -q 'desk --minimized' "$prefix/system.reg" || die "the option to start at login did nothing"
    win 'C:\Program Files\OrderTower\bin\ordertower.exe' --version
    settle
    policy /x ""
    [ -z "$(find "$machine" -type f 2>/dev/null)" ] || die "left behind: $(find "$machine" -type f | head)"
    ! grep -q 'desk --minimized' "$prefix/system.reg" || die "the registry remembers"
fi
part "all as it should be"
