public import Comparison
import Model

/// What changed between two snapshots, for machines.
public struct JSONDiff: Sendable {
  private let diff: SnapshotDiff

  public init(_ diff: SnapshotDiff) { self.diff = diff }

  public var text: String { document.text }

  var document: JSONDocument {
    .object([
      "schema_version": JSONReport.schemaVersion.json, "from": diff.from.json, "to": diff.to.json,
      "scope": diff.scopeKey.json, "equal": diff.isEmpty.json, "buckets_added": diff.added.json,
      "buckets_removed": diff.removed.json, "account": diff.accountChanges.json, "buckets": diff.buckets.json,
      "findings_opened": diff.opened.json, "findings_closed": diff.closed.json, "findings_changed": diff.changed.json,
      "objects": diff.objects.json, "bytes": diff.bytes.json, "monthly_cost": diff.monthlyCost.json,
      "remarks": diff.remarks.json,
    ])
  }
}

extension SnapshotDiff.Side: JSONConvertible {
  var json: JSONDocument {
    .object([
      "snapshot_id": id.json, "started_at": started.json, "tool_version": toolVersion.json, "complete": isComplete.json,
    ])
  }
}

extension CountChange: JSONConvertible {
  var json: JSONDocument { .object(["before": before.json, "after": after.json, "difference": difference.json]) }
}

extension CostChange: JSONConvertible {
  var json: JSONDocument {
    .object([
      "before": before.json, "after": after.json, "difference": difference.json, "exact": isExact.json,
      "currency": currency.json,
    ])
  }
}

extension SettingChange: JSONConvertible {
  var json: JSONDocument {
    .object(["setting": setting.json, "before": before.json, "after": after.json, "known": isKnown.json])
  }
}

extension PrefixChange: JSONConvertible {
  var json: JSONDocument {
    .object([
      "prefix": prefix.json, "depth": depth.json, "objects": objects.json, "bytes": bytes.json,
      "monthly_cost": monthlyCost.json,
    ])
  }
}

extension BucketChange: JSONConvertible {
  var json: JSONDocument {
    .object([
      "bucket": bucket.json, "settings": settings.json, "objects": objects.json, "bytes": bytes.json,
      "monthly_cost": monthlyCost.json, "prefixes": prefixes.json, "remarks": remarks.json,
    ])
  }
}

extension FindingChange: JSONConvertible {
  var json: JSONDocument {
    .object([
      "finding": finding.json, "status_before": (statusBefore?.rawValue).json, "status_now": (statusNow?.rawValue).json,
      "severity_before": (severityBefore?.rawValue).json, "reason": reason.json,
    ])
  }
}
