#!/usr/bin/env bash
# UNPROVEN: written from the documentation, never run, since it needs a Mac. Builds dist/OrderTower-VERSION.dmg on macOS 14 or newer.
# usage: build.sh        with SIGN="Developer ID Application: …" it signs, with NOTARY=PROFILE (xcrun notarytool store-credentials) it notarises
set -eu
[ "$(uname)" = Darwin ] || { echo "只能在 macOS 上运行" >&2; exit 1; }
top=$(cd "$(dirname "$0")/../.." && pwd)
work="$top/build/macos"
app="$work/dist/OrderTower.app"
export ORDERTOWER_VENV="$work/venv"
"$top/scripts/environment.sh" package
python="$ORDERTOWER_VENV/bin/python"
version=$("$python" -c 'import sys, tomllib; print(tomllib.load(open(sys.argv[1], "rb"))["project"]["version"])' "$top/pyproject.toml")
mkdir -p "$work/icon.iconset" "$top/dist"

"$python" "$top/installers/icons.py" "$top/resources/logo.svg" "$work/icons"
for size in 16 32 128 256 512; do
    cp "$work/icons/${size}x${size}/apps/ordertower.png" "$work/icon.iconset/icon_${size}x${size}.png"
done
iconutil --convert icns --output "$work/ordertower.icns" "$work/icon.iconset"

# the start of the Debian package serves here, too: one folder, libraries that stay replaceable
(cd "$top" && "$python" -m PyInstaller --noconfirm --log-level WARN --windowed --name OrderTower --icon "$work/ordertower.icns" \
    --osx-bundle-identifier org.ordertower.Desktop --workpath "$work/freeze" --distpath "$work/dist" --specpath "$work" \
    --add-data "$top/resources:ordertower_desktop/_resources" --add-data "$top/docs/handbook:ordertower_desktop/_resources/handbook" \
    --add-data "$top/ordertower_desktop/hub/store/migrations:ordertower_desktop/hub/store/migrations" \
    --copy-metadata ordertower-desktop --copy-metadata keyring --collect-submodules ordertower_desktop --collect-submodules keyring.backends \
    --collect-submodules uvicorn --collect-submodules sqlalchemy.dialects.sqlite --hidden-import holidays.countries.china \
    "$top/installers/debian/start.py")

info="$app/Contents/Info.plist"
/usr/libexec/PlistBuddy -c "Set :CFBundleShortVersionString $version" -c "Add :CFBundleDisplayName string 订单控制塔" \
    -c "Add :CFBundleURLTypes array" -c "Add :CFBundleURLTypes:0 dict" -c "Add :CFBundleURLTypes:0:CFBundleURLName string OrderTower" \
    -c "Add :CFBundleURLTypes:0:CFBundleURLSchemes array" -c "Add :CFBundleURLTypes:0:CFBundleURLSchemes:0 string ordertower" "$info"
"$python" "$top/installers/licences.py" "$app/Contents/Resources/licences"

if [ -n "${SIGN:-}" ]; then
    codesign --force --deep --options runtime --timestamp --sign "$SIGN" "$app"
    codesign --verify --strict "$app"
fi
image="$top/dist/OrderTower-$version.dmg"
hdiutil create -quiet -ov -volname OrderTower -srcfolder "$app" "$image"
if [ -n "${SIGN:-}" ] && [ -n "${NOTARY:-}" ]; then
    xcrun notarytool submit "$image" --keychain-profile "$NOTARY" --wait
    xcrun stapler staple "$image"
fi
echo "$image"
