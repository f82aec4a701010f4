#!/usr/bin/env bash
# Compiles the two launchers: OrderTower.exe for the window, bin/ordertower.exe for commands.
# usage: compile.sh python313 RESOURCES.o FOLDER
set -eu
here=$(cd "$(dirname "$0")" && pwd)
flags=(-Os -s -static -Wall -Wextra -Werror -municode "-DPYTHON=L\"$1.dll\"")
mkdir -p "$3/bin"
x86_64-w64-mingw32-gcc "${flags[@]}" -mwindows "$here/launcher.c" "$2" -o "$3/OrderTower.exe"
x86_64-w64-mingw32-gcc "${flags[@]}" -DCONSOLE "$here/launcher.c" "$2" -o "$3/bin/ordertower.exe"
