#!/usr/bin/env bash
# Inside a private X session: opens the installed desk on a data folder, waits for its window, takes its picture, quits it, and waits for its hub to end.
# usage: see.sh DATA_DIR PICTURE.png
set -eu
ordertower desk --data-dir "$1" &
desk=$!
trap 'kill "$desk" 2>/dev/null || true' EXIT

window=""
for _ in $(seq 150); do
    window=$(xdotool search --onlyvisible --pid "$desk" 2>/dev/null | tail -1) && [ -n "$window" ] && break
    kill -0 "$desk" 2>/dev/null || { echo "the desk ended before it showed a window" >&2; exit 1; }
    sleep 0.2
done
[ -n "$window" ] || { echo "no window within 30 s" >&2; exit 1; }
xdotool getwindowname "$window"

colours=0
for _ in $(seq 60); do
    import -window root "$2"
    colours=$(identify -format '%k' "$2")
    [ "$colours" -gt 200 ] && break
    sleep 0.5
done
echo "$colours colours"
[ "$colours" -gt 200 ] || { echo "the window stayed empty" >&2; exit 1; }

kill -TERM "$desk"
wait "$desk"
trap - EXIT
