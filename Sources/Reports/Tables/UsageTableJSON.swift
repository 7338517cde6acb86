import Model

extension UsageTable {
  /// JSON for machines, by `reports/du.schema.json`.
  public func json(bySize: Bool = false) -> String {
    JSONDocument.object([
      "schema_version": "1.0".json,
      "tool": .object(["name": "audit".json, "version": toolVersion.json]),
      "listed_at": listedAt.json, "provider": provider.json, "endpoint": endpoint.json,
      "by": grouping.rawValue.json, "depth": depth.json, "versions": hasVersions.json, "costs": hasCosts.json,
      "currency": currency.json, "complete": isComplete.json,
      "targets": .array(targets.map { document($0, bySize) }),
      "unread": .array(failures.map(\.json)),
      "groups": .array(sorted(groups, bySize: bySize).map { document($0, targets) }),
      "total": document(total, targets), "remarks": remarks.json,
    ]).text
  }

  private func document(_ target: Target, _ bySize: Bool) -> JSONDocument {
    .object([
      "bucket": target.bucket.json, "prefix": target.prefix.json, "region": target.region.json,
      "complete": target.isComplete.json, "incomplete_reason": target.incompleteReason.json,
      "versions": target.versions.json, "incomplete_uploads": target.uploads.json,
      "folded_prefixes": target.foldedPrefixes.json, "list_requests": target.listRequests.json,
      "duplicates": target.duplicates.json,
      "lines": .array(sorted(target.rows, bySize: bySize).map { document($0, [target]) }),
      "total": document(target.total, [target]),
    ])
  }

  private func document(_ row: Row, _ targets: [Target]) -> JSONDocument {
    let usage = row.usage
    let hasVersions = hasVersions && targets.allSatisfy(\.versions.isKnown)
    let hasUploads = self.hasVersions && targets.allSatisfy(\.uploads.isKnown)
    return .object([
      "prefix": row.prefix.json, "depth": row.depth.json, "group": row.group.json,
      "objects": usage.currentTotal.objects.json, "bytes": usage.currentTotal.bytes.json,
      "noncurrent_versions": hasVersions ? usage.noncurrentTotal.objects.json : .null,
      "noncurrent_bytes": hasVersions ? usage.noncurrentTotal.bytes.json : .null,
      "delete_markers": hasVersions && row.hasMarkers ? usage.deleteMarkers.json : .null,
      "incomplete_uploads": hasUploads ? usage.uploadTotal.objects.json : .null,
      "incomplete_upload_bytes": hasUploads ? usage.uploadTotal.bytes.json : .null,
      "monthly_cost": row.monthly.json,
    ])
  }
}

extension UnreadTarget: JSONConvertible {
  var json: JSONDocument {
    .object(["bucket": bucket.json, "prefix": prefix.json, "reason": reason.json, "fix": fix.json])
  }
}
