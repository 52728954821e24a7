#!/usr/bin/env bash
# Counts the types that one meets from ./gnn train to report.html: top-level types of the experiments modules that a run of one epoch loads.
# Usage: config/types-met.sh [OPTION OF GNN TRAIN...]; the list, then the number.
set -euo pipefail

home=$(dirname "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")")
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
GNN_JAVA_OPTS="-Xlog:class+load:file=$scratch/classes ${GNN_JAVA_OPTS:-}" "$home/gnn" train --epochs 1 --out "$scratch/run" "$@" > "$scratch/log" 2>&1 || {
    cat "$scratch/log" >&2
    exit 1
}
[[ -s $scratch/run/report.html ]]
grep -oE 'org\.tanhwg\.(report|training|studies|cli)\.[A-Za-z0-9_.]+' "$scratch/classes" | sed 's/\.class$//' | sort -u | tee "$scratch/types"
wc -l < "$scratch/types"
