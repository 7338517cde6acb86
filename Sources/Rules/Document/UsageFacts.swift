import Model

extension BucketUsage {
  /// - Parameter lifecycle: to say which prefixes expire.
  func fact(now: Timestamp, lifecycle: Observation<LifecycleConfiguration>, isOptedOut: Bool) -> Fact {
    let current = total.currentTotal
    let superseded = datasets.reduce(Tally()) { $0 + $1.supersededTotal }
    let complete: Fact =
      isComplete
      ? true
      : .unknown(.failed(operation: "ListObjectsV2", message: incompleteReason ?? "the listing was cut short"))
    // A version or an upload that could not be listed is not one that does not exist.
    func listed(_ read: Observation<Bool>, _ fact: Fact) -> Fact {
      read.fact(absent: fact, isOptedOut: isOptedOut) { _ in fact }
    }
    func counted(_ read: Observation<Bool>, _ value: Int64) -> Fact { listed(read, .int(value)) }
    return [
      "complete": complete,
      "listed_prefix": .string(prefix),
      "objects": .int(current.objects),
      "bytes": .int(current.bytes),
      "small_objects": .int(current.smallObjects),
      "small_bytes": .int(current.smallBytes),
      "noncurrent_objects": counted(versions, total.noncurrentTotal.objects),
      "noncurrent_bytes": counted(versions, total.noncurrentTotal.bytes),
      "delete_markers": counted(versions, total.deleteMarkers),
      "uploads": counted(multipartUploads, total.uploadTotal.objects),
      "upload_bytes": counted(multipartUploads, total.uploadTotal.bytes),
      "oldest_upload_days": listed(multipartUploads, oldestUpload.fact { .int(now.days(since: $0)) }),
      "oldest_days": total.oldest.fact { .int(now.days(since: $0)) },
      "newest_days": total.newest.fact { .int(now.days(since: $0)) },
      "classes": .list(total.current.sorted { $0.key < $1.key }.map { Self.fact($0.key, $0.value) }),
      "prefixes": .list(prefixes.filter { !$0.prefix.isEmpty }.map { fact($0, now: now, lifecycle: lifecycle) }),
      "datasets": .list(datasets.map(\.fact)),
      "superseded_objects": .int(superseded.objects),
      "superseded_bytes": .int(superseded.bytes),
      "sensitive_names": .strings(sensitiveNames.map(\.key)),
      "sensitive_count": .int(sensitiveNameCount),
    ]
  }

  private static func fact(_ storageClass: StorageClass, _ tally: Tally) -> Fact {
    [
      "storage_class": .string(storageClass.rawValue),
      "objects": .int(tally.objects),
      "bytes": .int(tally.bytes),
      "small_objects": .int(tally.smallObjects),
      "small_bytes": .int(tally.smallBytes),
    ]
  }

  private func fact(
    _ entry: PrefixUsage, now: Timestamp, lifecycle: Observation<LifecycleConfiguration>
  ) -> Fact {
    let total = entry.usage.currentTotal
    let expires: Fact =
      switch lifecycle {
      case .known(let lifecycle): .bool(expires(entry, by: lifecycle))
      case .absent: false
      case .unknown(let gap): .unknown(gap)
      }
    return [
      "prefix": .string(entry.prefix),
      "name": .string(entry.prefix.split(separator: "/").last.map(String.init) ?? ""),
      "depth": .int(entry.depth),
      "objects": .int(total.objects),
      "bytes": .int(total.bytes),
      "small_objects": .int(total.smallObjects),
      "oldest_days": entry.usage.oldest.fact { .int(now.days(since: $0)) },
      "newest_days": entry.usage.newest.fact { .int(now.days(since: $0)) },
      "expires": expires,
    ]
  }

  /// By one rule over the whole prefix, or by rules that together cover every prefix below it.
  private func expires(_ entry: PrefixUsage, by lifecycle: LifecycleConfiguration) -> Bool {
    if lifecycle.expiresAll(below: entry.prefix) { return true }
    let children = prefixes.filter { $0.depth == entry.depth + 1 && $0.prefix.hasPrefix(entry.prefix) }
    guard !children.isEmpty else { return false }
    let counted = children.reduce(0) { $0 + $1.usage.currentTotal.objects }
    return counted == entry.usage.currentTotal.objects && children.allSatisfy { expires($0, by: lifecycle) }
  }
}

extension DatasetVersions {
  var fact: Fact {
    [
      "dataset": .string(dataset),
      "versions": .int(versions),
      "newest": .string(newest),
      "superseded_objects": .int(supersededTotal.objects),
      "superseded_bytes": .int(supersededTotal.bytes),
    ]
  }
}

extension StorageMetrics {
  var fact: Fact {
    [
      "newest_day": newestDay.fact(Fact.timestamp),
      "bytes": newestDataBytes.fact(Fact.int),
      "objects": (numberOfObjects.last?.value).fact(Fact.int),
    ]
  }
}
