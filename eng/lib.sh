# Shared by the scripts in eng/; sourced, never run.
# shellcheck shell=bash

set -euo pipefail

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
CONFIGURATION=${CONFIGURATION:-Release}
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1
# A build node that stays behind would keep files of this clone open after the script has ended.
export MSBUILDDISABLENODEREUSE=1
export NPM_CONFIG_FUND=false NPM_CONFIG_AUDIT=false NPM_CONFIG_UPDATE_NOTIFIER=false

say() { printf '%s\n' "== $*" >&2; }
die() { printf '%s\n' "$(basename "$0"): $*" >&2; exit 2; }

is_root() { [ "$(id -u)" = 0 ]; }

# need_tools: what the machine must bring itself, since no Debian package gives it in the wanted version.
need_tools() {
  command -v dotnet >/dev/null || die "the .NET 10 SDK is missing (https://dotnet.microsoft.com/download)"
  (cd "$ROOT" && dotnet --version >/dev/null 2>&1) || die "the .NET SDK here is not version 10 (see global.json)"
  command -v node >/dev/null || die "Node.js is missing (20 or newer)"
  command -v npm >/dev/null || die "npm is missing; it comes with Node.js"
  [ "$(node -p 'process.versions.node.split(".")[0]')" -ge 20 ] || die "Node.js $(node -v) is too old: 20 or newer"
}

# need_debian PACKAGE…: installs those that are not there; only then root is needed.
need_debian() {
  local package missing=()
  for package in "$@"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  command -v apt-get >/dev/null || die "these Debian packages are missing: ${missing[*]} (and apt-get is not here to install them)"
  is_root || die "these Debian packages are missing: ${missing[*]}; run as root, or first: sudo apt-get install ${missing[*]}"
  say "installing ${missing[*]}"
  export DEBIAN_FRONTEND=noninteractive
  apt-get install -y -q --no-install-recommends "${missing[@]}" >/dev/null 2>&1 && return 0
  # The lists may be absent or old on a fresh machine: fetch them and say what goes wrong, if anything does.
  apt-get update -q >/dev/null || die "apt-get update failed"
  apt-get install -y -q --no-install-recommends "${missing[@]}" >/dev/null || die "apt-get could not install ${missing[*]}"
}

# need_web: the page's packages exactly as locked, fetched again only when the lock file has changed.
need_web() {
  local web="$ROOT/src/Telemed.Web" stamp="$ROOT/src/Telemed.Web/node_modules/.installed-lock"
  [ -f "$web/package-lock.json" ] || return 0
  cmp -s "$web/package-lock.json" "$stamp" && return 0
  say "npm ci in src/Telemed.Web"
  (cd "$web" && npm ci --silent --no-progress) || die "npm ci failed in src/Telemed.Web"
  cp "$web/package-lock.json" "$stamp"
}

# server_dll and cli_dll: where the build leaves the two programs; of a Release build, as they are delivered.
program() { printf '%s' "$ROOT/src/$1/bin/$CONFIGURATION/net10.0/$([ "$CONFIGURATION" != Release ] || echo publish/)$2"; }
server_dll() { program Telemed.Server Telemed.Server.dll; }
cli_dll() { program Telemed.Cli telemed.dll; }

# wait_ready URL PID SECONDS: until the server says it is ready; fails when it ends or the time is up.
wait_ready() {
  local url=$1 pid=$2 until=$((SECONDS + $3))
  while [ "$SECONDS" -lt "$until" ]; do
    kill -0 "$pid" 2>/dev/null || return 1
    node -e 'fetch(process.argv[1] + "/readyz").then(r => process.exit(r.ok ? 0 : 1), () => process.exit(1))' "$url" && return 0
    sleep 0.3
  done
  return 1
}
