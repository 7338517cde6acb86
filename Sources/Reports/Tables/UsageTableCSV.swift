import Model

extension UsageTable {
  /// Comma-separated values for machines: one record each, with a header; `kind` tells lines from sums.
  public func csv(bySize: Bool = false) -> String {
    var names = ["kind", "bucket", "prefix", "depth"]
    if grouping != .prefix { names.append(grouping.rawValue.replacing("-", with: "_")) }
    names += ["objects", "bytes"]
    if hasVersions {
      names += [
        "noncurrent_versions", "noncurrent_bytes", "delete_markers", "incomplete_uploads", "incomplete_upload_bytes",
      ]
    }
    if hasCosts { names += ["monthly_cost", "currency", "cost_complete"] }
    names.append("complete")
    var text = CSVText.record(names)
    for target in targets {
      for row in sorted(target.rows, bySize: bySize) { text += record("line", row, target) }
      text += record("target", target.total, target)
    }
    for row in sorted(groups, bySize: bySize) { text += record("group", row, nil) }
    return text + record("total", total, nil)
  }

  /// What is not known is empty.
  private func record(_ kind: String, _ row: Row, _ target: Target?) -> String {
    let usage = row.usage
    let judged = target.map { [$0] } ?? targets
    var cells = [kind, target?.bucket ?? "", row.prefix, target == nil ? "" : String(row.depth)]
    if grouping != .prefix { cells.append(row.group ?? "") }
    cells += [String(usage.currentTotal.objects), String(usage.currentTotal.bytes)]
    if hasVersions {
      let hasVersions = judged.allSatisfy(\.versions.isKnown)
      let hasUploads = judged.allSatisfy(\.uploads.isKnown)
      cells += [
        hasVersions ? String(usage.noncurrentTotal.objects) : "",
        hasVersions ? String(usage.noncurrentTotal.bytes) : "",
        hasVersions && row.hasMarkers ? String(usage.deleteMarkers) : "",
        hasUploads ? String(usage.uploadTotal.objects) : "", hasUploads ? String(usage.uploadTotal.bytes) : "",
      ]
    }
    if hasCosts {
      let isNothing = row.monthly.map { !$0.isComplete && $0.known.isZero } ?? true
      cells += [
        isNothing ? "" : row.monthly?.known.description ?? "", currency ?? "",
        row.monthly?.isComplete == true ? "true" : "false",
      ]
    }
    cells.append((target?.isComplete ?? isComplete) ? "true" : "false")
    return CSVText.record(cells)
  }
}
