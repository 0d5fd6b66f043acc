#!/usr/bin/env bash
# The demonstration shop: in the window; without a display the same road in the terminal, and a screenshot drawn off-screen.
set -eu
python=$1
profile=$2
shots=$(dirname "$profile")/screenshots
rm -rf "$profile"
mkdir -p "$(dirname "$profile")"
"$python" main.py demo "$profile"
if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then exec "$python" main.py --profile "$profile"; fi
run() { echo; echo "\$ python main.py $*"; "$python" main.py "$@" --profile "$profile"; }
run queue --limit 12
first=$("$python" main.py search 'from:willemijn@kuiperhoeve.example' --limit 1 --json --profile "$profile" | "$python" -c '
import json, sys
print(json.load(sys.stdin)["items"][0]["conversation"])')
run show "$first"
run draft "$first"
run doctor
echo
QT_QPA_PLATFORM=offscreen "$python" main.py --profile "$profile" --screenshots "$shots"
