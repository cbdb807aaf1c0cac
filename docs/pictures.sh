#!/usr/bin/env bash
# The two pictures of the README, from what `make edition` built. Needs Chromium and poppler.
set -euo pipefail
cd "$(dirname "$0")/.."
text=build/mikoyan-1949-ii
profile=$(mktemp -d)
trap 'rm -rf "$profile"' EXIT
chromium --headless --no-sandbox --disable-gpu --no-first-run --disable-background-networking --hide-scrollbars --force-device-scale-factor=0.8 \
  --force-prefers-reduced-motion --user-data-dir="$profile" --window-size=1440,900 --screenshot=docs/images/web.png "file://$PWD/$text/index.html" 2>/dev/null
pdftoppm -r 84 -f 9 -l 9 -singlefile -png "$text/mikoyan-1949-ii.pdf" docs/images/print
