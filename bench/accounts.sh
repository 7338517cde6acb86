#!/bin/sh
# Measures a configuration scan of 500 buckets at 30 ms latency, beside the floor (bare transport and signer sending the
# same requests) in the same run; then on moto, beside Prowler where that is installed.
#
#     bench/accounts.sh [ROUNDS]
set -eu
cd "$(dirname "$0")/.."
rounds=${1:-5}
make --silent -C bench/s3sim s3sim
for product in accounts-bench audit; do
  swift build --configuration release --static-swift-stdlib --product "$product"
done
bin=$(swift build --configuration release --static-swift-stdlib --show-bin-path)

out=$(mktemp -d)
servers=
trap 'kill $servers 2>/dev/null || true; rm -rf "$out"' EXIT

# What a server says of its address: waits for `… http://127.0.0.1:PORT` in a file.
address() {
  for _ in $(seq 600); do
    found=$(sed -n 's/.*\(http:[^ ]*\)$/\1/p' "$1")
    [ -z "$found" ] || break
    sleep 0.1
  done
  [ -n "$found" ] || { cat "$1" >&2; exit 1; }
  echo "$found"
}

printf '[account]\ncount = 500\nobjects = 10\n' >"$out/spec"
bench/s3sim/s3sim --spec "$out/spec" --port 0 --latency-ms 30 >"$out/simulator" 2>&1 &
servers="$servers $!"
"$bin/accounts-bench" measure "$(address "$out/simulator")" "$bin/audit" "$rounds"

[ -x .venv/bin/python ] || { echo 'moto: skipped, there is no .venv (make setup makes it)'; exit 0; }
.venv/bin/python bench/accounts-moto.py >"$out/moto" 2>"$out/moto-log" &
servers="$servers $!"
moto=$(address "$out/moto")
printf 'audit on moto: '
"$bin/accounts-bench" cost "$moto" "$bin/audit" scan --all --no-listing --no-metrics --fail-on never --quiet \
  --db "$out/moto.db"
if prowler=$(command -v prowler); then
  printf 'prowler on moto: '
  "$bin/accounts-bench" cost "$moto" "$prowler" aws --service s3 --region us-east-1 --output-formats json-ocsf \
    --output-directory "$out/prowler"
else
  echo 'prowler on moto: skipped, it is not installed'
fi
