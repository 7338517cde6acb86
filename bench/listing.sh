#!/bin/sh
# Measures the lister: its scanner and accounting alone, then whole listings of the simulator's buckets of a million
# entries, beside the floor (pagebench: the same pages, fetched and not read) in the same run.
#
#     bench/listing.sh [LATENCY_MS]
set -eu
cd "$(dirname "$0")/.."
latency=${1:-0}
make --silent -C bench/s3sim s3sim pagebench
swift build -c release --product listing-bench
bench=$(swift build -c release --show-bin-path)/listing-bench

"$bench"

out=$(mktemp -d)
trap 'kill "$simulator" 2>/dev/null || true; rm -rf "$out"' EXIT
bench/s3sim/s3sim --spec bench/s3sim/specs/bench.spec --port 0 --latency-ms "$latency" >"$out/log" 2>&1 &
simulator=$!
for _ in $(seq 100); do
  endpoint=$(sed -n 's/.* on \(http:[^ ]*\)$/\1/p' "$out/log")
  [ -n "$endpoint" ] && break
  sleep 0.1
done
port=${endpoint##*:}

echo "latency $latency ms"
for bucket in flat-1m tree-1m skewed-1m hash-1m; do
  bench/s3sim/pagebench "$port" "$bucket" 1 | sed 's/^/floor          /'
  "$bench" "$endpoint" "$bucket"
done
"$bench" "$endpoint" versioned-1m versions
