#!/usr/bin/env bash
# The frozen program must stand on its own: the demonstration shop, a draft, doctor, and a picture of the window drawn off-screen.
set -eu
program=$(realpath "${1:?the frozen program}")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export HOME="$work/home" TOONBANK_PASSPHRASE=kiln
mkdir -p "$HOME"
cd "$work"
unset PYTHONPATH VIRTUAL_ENV
"$program" demo "$work/shop" --json
"$program" queue --profile "$work/shop" --limit 3 --json > queue.json
"$program" draft --text - --profile "$work/shop" --json <<< "Wat kost de verzending naar België?" | tee draft.json
grep -q '"outcome": "answer"' draft.json
"$program" reindex --profile "$work/shop" --json
"$program" doctor --profile "$work/shop"
QT_QPA_PLATFORM=offscreen "$program" --profile "$work/shop" --screenshots "$work/shots"
test -s "$work/shots/counter-light.png"
echo "The frozen program works: $(du -sh "$(dirname "$program")" | cut -f1)."
