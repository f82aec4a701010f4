#!/usr/bin/env bash
# Builds dist/ordertower_VERSION_ARCH.deb from this checkout and prints its path.
set -eu
top=$(cd "$(dirname "$0")/../.." && pwd)
here="$top/installers/debian"
work="$top/build/debian"
export ORDERTOWER_VENV="$work/venv"
"$top/scripts/environment.sh" package
python="$ORDERTOWER_VENV/bin/python"

version=$("$python" -c 'import sys, tomllib; print(tomllib.load(open(sys.argv[1], "rb"))["project"]["version"])' "$top/pyproject.toml")
arch=$(dpkg --print-architecture)
root="$work/root"
rm -rf "$root" "$work/dist"
mkdir -p "$root/usr/bin" "$root/usr/lib" "$root/usr/share/applications" "$root/usr/share/metainfo" "$root/DEBIAN" "$top/dist"

(cd "$top" && QT_QPA_PLATFORM=offscreen "$python" -m PyInstaller --noconfirm --log-level WARN \
    --workpath "$work/freeze" --distpath "$work/dist" "$here/ordertower.spec") >&2
mv "$work/dist/ordertower" "$root/usr/lib/ordertower"
ln -s ../lib/ordertower/ordertower "$root/usr/bin/ordertower"

cp "$top/resources/desktop/ordertower.desktop" "$root/usr/share/applications/"
cp "$top/resources/desktop/org.ordertower.Desktop.metainfo.xml" "$root/usr/share/metainfo/"
"$python" "$top/installers/icons.py" "$top/resources/logo.svg" "$root/usr/share/icons/hicolor"
"$python" "$top/installers/licences.py" "$root/usr/share/doc/ordertower" --libraries "$work/freeze/ordertower/sources.txt"
gzip -9nc "$top/CHANGELOG.md" >"$root/usr/share/doc/ordertower/changelog.gz"

# The newest symbol that any of our binaries asks of the C library decides how old a system may be.
glibc=$(find "$root/usr/lib/ordertower" -type f \( -name '*.so*' -o -name ordertower \) -exec objdump -T {} + 2>/dev/null |
    grep -oE 'GLIBC_[0-9.]+' | sed 's/GLIBC_//' | sort -Vu | tail -1)
size=$(du -sk "$root" | cut -f1)
sed -e "s/@VERSION@/$version/" -e "s/@ARCH@/$arch/" -e "s/@SIZE@/$size/" -e "s/@GLIBC@/$glibc/" "$here/control.in" >"$root/DEBIAN/control"
find "$root" -type d -exec chmod 755 {} +
find "$root/usr" -type f ! -perm /111 -exec chmod 644 {} +
(cd "$root" && find usr -type f -print0 | sort -z | xargs -0 md5sum) >"$root/DEBIAN/md5sums"

package="$top/dist/ordertower_${version}_${arch}.deb"
dpkg-deb --root-owner-group -Zxz --build "$root" "$package" >&2
echo "$package"
