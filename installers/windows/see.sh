#!/usr/bin/env bash
# Inside a private X session: opens the desk installed in wine, waits until it holds rows from its hub, takes its picture.
# usage: see.sh FOLDER DATA_DIR THE_SAME_HERE PICTURE.png
set -eu
from=$(date +%s%N)
since() { echo "$1 after $((($(date +%s%N) - from) / 1000000)) ms"; }
log=$(mktemp)
script -qec "wine '$1\\OrderTower.exe' desk --data-dir '$2'" "$log" >/dev/null &
colours=0
for _ in $(seq 150); do
    import -window root "$4"
    colours=$(identify -format '%k' "$4")
    [ "$colours" -gt 300 ] && break
    sleep 0.2
done
[ "$colours" -gt 300 ] || { cat "$log" >&2; echo "no window within 30 s" >&2; exit 1; }
since "window"
# the pool's rows have many colours: overdue chips, clocks, platforms
for _ in $(seq 120); do
    [ -s "$3/cache.db" ] && import -window root "$4" && [ "$(identify -format '%k' "$4")" -gt $((colours + 500)) ] && break
    sleep 0.5
done
colours=$(($(identify -format '%k' "$4")))
since "rows"
sleep 2
import -window root "$4"
echo "$colours colours: $4"
[ -s "$3/cache.db" ] && [ -s "$3/outbox.db" ] || { cat "$log" >&2; echo "the desk keeps no memory" >&2; exit 1; }
