#!/usr/bin/env bash
# The system libraries that a pip package cannot bring: Qt's for a window, Dovecot for the tests, a compiler for llama.cpp.
# Installs what is missing when run as root on Debian or Ubuntu, else prints the one command that does.
set -eu
qt="libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-render-util0 libxcb-xkb1 libxcb-shape0 libxkbcommon-x11-0 libxkbcommon0 libegl1 libgl1 libdbus-1-3 libfontconfig1 fonts-dejavu-core fonts-noto-color-emoji"
compiler="gcc g++ make cmake python3-dev"
case "${1:?demo, test or compiler}" in
    demo) wanted="$qt" ;;
    test) wanted="$qt dovecot-imapd binutils" ;;
    compiler) wanted="$compiler" ;;
    *) echo "system_packages.sh: demo, test or compiler" >&2; exit 2 ;;
esac
command -v dpkg-query >/dev/null 2>&1 || { echo "Not Debian or Ubuntu: make sure these are there: $wanted"; exit 0; }
if [ "$1" = compiler ] && command -v cc >/dev/null 2>&1 && command -v c++ >/dev/null 2>&1; then exit 0; fi
missing=""
for package in $wanted; do
    # a name with t64 behind it provides the same library on newer releases
    if ! dpkg-query -W -f '${Status}\n' "$package" "${package}t64" 2>/dev/null | grep -q 'ok installed'; then missing="$missing $package"; fi
done
[ -z "$missing" ] && exit 0
if [ "$(id -u)" != 0 ]; then
    echo "Toonbank needs a few system libraries. Install them with this one command, then try again:"
    echo "  sudo apt-get update && sudo apt-get install -y --no-install-recommends$missing"
    exit 1
fi
echo "Installing system libraries:$missing"
export DEBIAN_FRONTEND=noninteractive
# A server that is installed for the tests must not be started by its package.
policy=/usr/sbin/policy-rc.d
made=""
if [ ! -e "$policy" ]; then printf '#!/bin/sh\nexit 101\n' > "$policy"; chmod +x "$policy"; made=1; fi
trap '[ -z "$made" ] || rm -f "$policy"' EXIT
apt-get update -qq
# shellcheck disable=SC2086
apt-get install -y -qq --no-install-recommends $missing >/dev/null
