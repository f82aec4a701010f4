# To be sourced, with $venv or $ORDERTOWER_VENV set: uv does not read what pip is told, so a mirror or a certificate that this machine
# uses for pip is told to uv, too.
# shellcheck shell=sh
told() { "${venv:-$ORDERTOWER_VENV}/bin/python" -m pip config get "$1" 2>/dev/null || true; }
mirror=${PIP_INDEX_URL:-$(told global.index-url)}
trusted=${PIP_CERT:-$(told global.cert)}
[ -z "$mirror" ] || export UV_DEFAULT_INDEX="${UV_DEFAULT_INDEX:-$mirror}"
[ -z "$trusted" ] || export SSL_CERT_FILE="${SSL_CERT_FILE:-$trusted}"
