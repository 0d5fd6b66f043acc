#!/usr/bin/env bash
# Solve the dependencies of pyproject.toml into pinned files with hashes (no index address is written).
set -eu
uv=$1
locks=installer/locks
lock() { "$uv" pip compile -q --universal --generate-hashes --no-emit-index-url --no-header --no-annotate --python-version 3.11 "$@"; }
lock pyproject.toml -o "$locks/runtime.txt"
lock pyproject.toml --extra llama -c "$locks/runtime.txt" -o "$locks/llama.txt"
lock pyproject.toml --extra dev --extra llama -c "$locks/runtime.txt" -o "$locks/dev.txt"
