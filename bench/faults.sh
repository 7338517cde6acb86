#!/usr/bin/env bash
# Runs the fault matrix one scan after the other and writes what was seen into docs/reliability.md, between its markers.
set -euo pipefail
cd "$(dirname "$0")/.."

table=$(mktemp)
trap 'rm -f "$table"' EXIT
swift build --build-tests >&2
AUDIT_FAULT_TABLE="$table" swift test --skip-build --filter 'FaultTableTests' >&2
[ -s "$table" ] || { echo "error: no table was written" >&2; exit 1; }
python3 - docs/reliability.md "$table" <<'EOF'
import sys
path, table = sys.argv[1], open(sys.argv[2]).read()
start, end = "<!-- table: bench/faults.sh -->\n", "<!-- end of table -->\n"
text = open(path).read()
head, rest = text.split(start)
open(path, "w").write(head + start + table + end + rest.split(end)[1])
EOF
