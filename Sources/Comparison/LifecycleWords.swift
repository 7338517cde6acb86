import Model

/// Lifecycle rules in words: `on, keys below logs/, expires after 30 days`.
enum LifecycleWords {
  static func facts(_ lifecycle: LifecycleConfiguration) -> [Fact] {
    lifecycle.rules.map { Fact($0.id.isEmpty ? "lifecycle rule" : "lifecycle rule \($0.id)", words($0)) }
      + (lifecycle.transitionDefaultMinimumObjectSize.map {
        [Fact("lifecycle default minimum object size", $0)]
      } ?? [])
  }

  static func words(_ rule: LifecycleRule) -> String {
    var parts = [rule.isEnabled ? "on" : "off"]
    if let prefix = rule.prefix, !prefix.isEmpty { parts.append("keys below \(prefix)") }
    parts += rule.tags.sorted { $0.key < $1.key }.map { "tag \($0.key)=\($0.value)" }
    if let size = rule.objectSizeGreaterThan { parts.append("larger than \(size) bytes") }
    if let size = rule.objectSizeLessThan { parts.append("smaller than \(size) bytes") }
    if rule.coversWholeBucket { parts.append("every key") }
    parts += rule.transitions.map { "to \($0.storageClass) \(time($0.days, $0.date))" }
    parts += rule.noncurrentTransitions.map {
      "noncurrent versions to \($0.storageClass) \(time($0.days, $0.date))\(keeping($0.newerNoncurrentVersions))"
    }
    if let expiration = rule.expiration {
      if expiration.days != nil || expiration.date != nil {
        parts.append("expires \(time(expiration.days, expiration.date))")
      }
      if expiration.expiredObjectDeleteMarker { parts.append("removes expired delete markers") }
    }
    if let expiration = rule.noncurrentExpiration {
      parts.append(
        "noncurrent versions expire \(time(expiration.days, nil))\(keeping(expiration.newerNoncurrentVersions))")
    }
    if let days = rule.abortIncompleteMultipartUploadDays { parts.append("aborts uploads \(time(days, nil))") }
    return parts.joined(separator: ", ")
  }

  private static func time(_ days: Int?, _ date: Timestamp?) -> String {
    if let days { return days == 1 ? "after 1 day" : "after \(days) days" }
    return date.map { "on \($0.day)" } ?? "at once"
  }

  private static func keeping(_ versions: Int?) -> String { versions.map { " but the newest \($0)" } ?? "" }
}
