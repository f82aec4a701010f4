#!/usr/bin/env bash
# Writes wheels.txt anew: every part that goes along, its version and its sums, for Windows and the Python that we take.
set -eu
top=$(cd "$(dirname "$0")/../.." && pwd)
. "$top/installers/windows/tools.sh"
cd "$top"
"$uv" pip compile --quiet --upgrade pyproject.toml --python-platform x86_64-pc-windows-msvc --python-version "$series" --only-binary :all: \
    --generate-hashes --no-annotate --no-header --no-emit-index-url --no-emit-find-links --output-file installers/windows/wheels.txt >/dev/null
