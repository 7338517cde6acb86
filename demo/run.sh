#!/usr/bin/env bash
# make run: audit against the demo account (docs/demo.md), or with these arguments:
#
#   make run ARGS="scan --all"                            the demo account, other arguments
#   make run ARGS="scan --all --profile mine"             a target of one's own: no demo
#   make run TARGET=aws ARGS="scan --bucket mine"         what the environment's credentials reach: no demo
#
# Everything said here goes to standard error: standard output has the report only.
set -euo pipefail
cd "$(dirname "$0")/.."

say() { printf '%s\n' "$*" >&2; }
target=${TARGET:-demo}
for argument in "$@"; do
  case $argument in
    --profile | --profile=* | --endpoint-url | --endpoint-url=*) target=own ;;
  esac
done

if [ "$target" = demo ]; then
  say 'This is the demo account, on this machine; for an account of yours: make run ARGS="scan --all --profile NAME"'
else
  say "This is a real account: the one that $([ "$target" = own ] && echo "the arguments name" || echo "the environment's credentials reach")."
fi

.ci/packages
say 'Building audit (release); the first time takes a few minutes'
swift build --configuration release --static-swift-stdlib --product audit >&2
audit=$(swift build --configuration release --static-swift-stdlib --show-bin-path)/audit
[ "$target" = demo ] || exec "$audit" "$@"

demo/venv
out=demo/out
mkdir -p "$out"
ready=$(mktemp -d)
server=
finish() {
  [ -z "$server" ] || { kill "$server" 2>/dev/null || true; wait "$server" 2>/dev/null || true; }
  rm -rf "$ready"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

.venv/bin/python demo/server.py --port 0 --ready-file "$ready/url" --parent $$ >"$ready/log" 2>&1 &
server=$!
for _ in $(seq 1200); do
  [ ! -f "$ready/url" ] || break
  kill -0 "$server" 2>/dev/null || { say 'error: the demo server did not start'; cat "$ready/log" >&2; exit 4; }
  sleep 0.1
done
[ -f "$ready/url" ] || { say 'error: the demo server was not ready after two minutes'; cat "$ready/log" >&2; exit 4; }

# Nothing of the user's own: no profile, no token, no endpoint, and a database in the folder.
for name in $(compgen -e | grep '^AWS_' || true); do unset "$name"; done
AWS_ENDPOINT_URL=$(cat "$ready/url")
export AWS_ENDPOINT_URL AWS_ACCESS_KEY_ID=AKIADEMOAUDITOR00001 AWS_REGION=us-east-1
export AWS_SECRET_ACCESS_KEY=demo-secret-key-of-the-auditor-0000000000
# The demo imitates AWS, so it has AWS's prices, although its endpoint is none of AWS's.
export AUDIT_PROVIDER=aws
export AWS_CONFIG_FILE=/dev/null AWS_SHARED_CREDENTIALS_FILE=/dev/null AWS_EC2_METADATA_DISABLED=true
export NO_PROXY=127.0.0.1 no_proxy=127.0.0.1
# Where audit keeps its snapshots by default: $XDG_DATA_HOME/audit/audit.db.
export XDG_DATA_HOME=$PWD/$out

status=0
if [ $# -eq 0 ]; then
  "$audit" scan --bucket raydenrules-data --config demo/audit.yaml --fail-on never --format markdown \
    --format markdown="$out/raydenrules-data.md" --format json="$out/raydenrules-data.json" || status=$?
  [ $status -ne 0 ] || say "The same report is in $out: raydenrules-data.md, raydenrules-data.json; the snapshot in audit/audit.db"
else
  "$audit" "$@" || status=$?
fi
exit $status
