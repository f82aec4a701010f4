#!/usr/bin/env bash
# Installs the Debian packages that the program needs (run), that its tests need as well (test), or that its packages are made with (package, windows; wine to try the last one).
# Does nothing where all are there.
set -eu
run="python3 python3-venv libgl1 libegl1 libxkbcommon0 libfontconfig1 libdbus-1-3 libglib2.0-0 libxcb-cursor0 libxkbcommon-x11-0 libxcb-icccm4
 libxcb-keysyms1 libxcb-shape0 libxcb-randr0 libxcb-render-util0 libxcb-image0 fonts-noto-cjk"
test="$run git xvfb xauth dbus dbus-x11 xfce4-notifyd xdotool imagemagick desktop-file-utils procps postgresql"
package="$test binutils libpython3-dev appstream"
windows="$run osslsigncode gcc-mingw-w64-x86-64 nsis wixl msitools icoutils binutils"
wine="$windows wine wine64 xvfb xauth xdotool imagemagick procps"
case "${1:-run}" in
    run) want=$run ;;
    test) want=$test ;;
    package) want=$package ;;
    windows) want=$windows ;;
    wine) want=$wine ;;
    *) echo "usage: $0 [run|test|package|windows|wine]" >&2; exit 2 ;;
esac
command -v dpkg-query >/dev/null || exit 0

missing=""
for package in $want; do
    # Debian 13 renamed some libraries (libglib2.0-0t64); the new ones provide the old names.
    dpkg-query -W -f '${Status}\n' "$package" "${package}t64" 2>/dev/null | grep -q 'ok installed' || missing="$missing $package"
done
[ -n "$missing" ] || exit 0
if [ "$(id -u)" != 0 ]; then
    echo "缺少系统软件包，请管理员运行一次：sudo apt-get install$missing" >&2
    exit 1
fi
export DEBIAN_FRONTEND=noninteractive
echo "第一次运行，正在安装系统软件包……" >&2
apt-get update -qq
# shellcheck disable=SC2086
apt-get install -o DPkg::Lock::Timeout=600 -y -qq --no-install-recommends $missing >/dev/null
