#!/usr/bin/env bash
# Builds the page and lays it, with compressed forms beside each file, where the server's build picks it up.
# build-web.sh WEB_DIRECTORY OUTPUT_DIRECTORY. One at a time per checkout; npm ci only when the lock file changed.
set -euo pipefail
here=$(dirname "$(realpath "${BASH_SOURCE[0]}")")
web=$(realpath "$1") && mkdir -p "$2" && out=$(realpath "$2")
exec 9>"$out/lock" && flock 9

newer() { [ ! -e "$2" ] || [ -n "$(find "$1" -newer "$2" -not -path '*/node_modules/*' -not -path '*/dist/*' -print -quit)" ]; }
newer "$web" "$out/stamp" || { touch "$out/stamp"; exit 0; }

cd "$web"
if [ ! -d node_modules ] || ! cmp -s package-lock.json "$out/package-lock.json"; then
  npm ci --no-audit --no-fund --prefer-offline --loglevel=error
  cp package-lock.json "$out/package-lock.json"
fi
npm run build --silent
node "$here/compress.mjs" dist "$out/wwwroot"
touch "$out/stamp"
