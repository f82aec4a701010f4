#!/usr/bin/env bash
# What Debian's wine has not and Windows has: stand-ins for one prefix, made from what our own libraries ask for. Never part of the product.
# usage: shims.sh PROGRAM_FOLDER SYSTEM32_FOLDER
set -eu
program=$1 system=$2
made=$(mktemp -d)
trap 'rm -rf "$made"' EXIT

# The names that any of our libraries takes from a system library.
asked() {
    find "$program" \( -name '*.dll' -o -name '*.pyd' \) -exec grep -qai "$1" {} \; -print | while read -r file; do
        x86_64-w64-mingw32-objdump -p "$file" | awk -v wanted="$1" '
            /^$/ { inside = 0 }
            /DLL Name:/ { inside = tolower($3) == wanted; next }
            inside && NF >= 3 && $1 ~ /^[0-9a-f]+$/ { print $NF }'
    done | sort -u
}
stand_in() {
    { echo "LIBRARY $1"; echo EXPORTS; asked "$1.dll"; } >"$made/$1.def"
    [ "$(wc -l <"$made/$1.def")" -gt 2 ] || return 0
    {
        asked "$1.dll" | while read -r name; do
            case "$name" in
                ProcessPrng) echo "__declspec(dllimport) int __stdcall RtlGenRandom_(void *, unsigned long) __asm__(\"SystemFunction036\");"
                    echo "int ProcessPrng(void *at, unsigned long long size) { return RtlGenRandom_(at, (unsigned long)size); }" ;;
                *) echo "void *$name(void) { return 0; }" ;;
            esac
        done
    } >"$made/$1.c"
    x86_64-w64-mingw32-gcc -w -shared -o "$system/$1.dll" "$made/$1.c" "$made/$1.def" -ladvapi32
}
for library in icuuc mscms bcryptprimitives; do stand_in "$library"; done
