import Model

extension BucketUsage {
  /// - Parameter lifecycle: to say which prefixes expire.
  func fact(now: Timestamp, lifecycle: Observation<LifecycleConfiguration>, isOptedOut: Bool) -> Fact {
    let current = total.currentTotal
    let superseded = datasets.reduce(Tally()) { $0 + $1.supersededTotal }
    let complete: Fact =
      if !isComplete {
        .unknown(.failed(operation: "ListObjectsV2", message: incompleteReason ?? "the listing was cut short"))
      } else if !prefix.isEmpty {
        // A prefix says what is wrong below it, and never that the whole bucket is all right. The user wanted no more.
        .unknown(
          Fact.Reason(
            .failed(operation: "ListObjectsV2", message: "only keys below '\(prefix)' were listed"), isOptedOut: true))
      } else {
        true
      }
    // A version or an upload that could not be listed is not one that does not exist.
    func listed(_ read: Observation<Bool>, _ fact: Fact) -> Fact {
      read.fact(absent: fact, isOptedOut: isOptedOut) { _ in fact }
    }
    // Parts that could not be listed are no bytes of 0.
    let parts = total.uploadTotal.objects > 0 && multipartUploads.gap == nil ? uploadParts : multipartUploads
    let allDatasets: Fact =
      datasetsNotTracked == 0
      ? true
      : .unknown(
        .failed(
          operation: "ListObjectsV2",
          message: "\(datasetsNotTracked) datasets beyond the first \(datasets.count) were not looked at"))
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
      "upload_bytes": counted(parts, total.uploadTotal.bytes),
      "oldest_upload_days": listed(multipartUploads, oldestUpload.fact { .int(now.days(since: $0)) }),
      "oldest_days": total.oldest.fact { .int(now.days(since: $0)) },
      "newest_days": total.newest.fact { .int(now.days(since: $0)) },
      "classes": .list(total.current.sorted { $0.key < $1.key }.map { Self.fact($0.key, $0.value) }),
      "prefixes": .list(
        prefixes.indices.filter { !prefixes[$0].prefix.isEmpty }.map { fact($0, now: now, lifecycle: lifecycle) }),
      "datasets": .list(datasets.map(\.fact)),
      "datasets_complete": allDatasets,
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

  private func fact(_ index: Int, now: Timestamp, lifecycle: Observation<LifecycleConfiguration>) -> Fact {
    let entry = prefixes[index]
    let total = entry.usage.currentTotal
    let expires: Fact =
      switch lifecycle {
      case .known(let lifecycle): .bool(expires(index, by: lifecycle))
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
  private func expires(_ index: Int, by lifecycle: LifecycleConfiguration) -> Bool {
    let entry = prefixes[index]
    if lifecycle.expiresAll(below: entry.prefix) { return true }
    // In order of their bytes, what is below a prefix stands right behind it.
    let below = prefixes.indices[(index + 1)...]
      .prefix { prefixes[$0].prefix.utf8.starts(with: entry.prefix.utf8) }
    let children = below.filter { prefixes[$0].depth == entry.depth + 1 }
    guard !children.isEmpty else { return false }
    let counted = children.map { prefixes[$0].usage.currentTotal.objects }.saturatedSum
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
