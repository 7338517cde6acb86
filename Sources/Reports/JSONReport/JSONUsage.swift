import Model

extension BucketRecord: JSONConvertible {
  var json: JSONDocument {
    .object([
      "name": name.json, "arn": arn.json, "region": region.json, "owner_is_account": ownerIsAccount.json,
      "created_at": created.json,
      "configuration": configuration.json, "usage": usage.json, "metrics": metrics.json,
    ])
  }
}

extension Tally: JSONConvertible {
  var json: JSONDocument {
    .object([
      "objects": objects.json, "bytes": bytes.json, "objects_under_128_kib": smallObjects.json,
      "bytes_under_128_kib": smallBytes.json,
    ])
  }
}

extension Dictionary where Key == StorageClass, Value == Tally {
  fileprivate var byName: JSONDocument {
    .object([String: JSONDocument](map { ($0.key.rawValue, $0.value.json) }, uniquingKeysWith: { first, _ in first }))
  }
}

extension Usage: JSONConvertible {
  var json: JSONDocument {
    .object([
      "current": current.byName, "noncurrent": noncurrent.byName, "incomplete_uploads": uploads.byName,
      "delete_markers": deleteMarkers.json, "oldest": oldest.json, "newest": newest.json,
      "stored_bytes": storedBytes.json, "current_objects": currentTotal.objects.json,
    ])
  }
}

extension Histogram: JSONConvertible {
  var json: JSONDocument {
    .array(
      cells.map { cell in
        .object([
          "storage_class": cell.storageClass.json, "size": Self.sizeLabels[cell.size].json,
          "age": Self.ageLabels[cell.age].json, "objects": cell.tally.objects.json, "bytes": cell.tally.bytes.json,
        ])
      })
  }
}

extension ObjectSample: JSONConvertible {
  var json: JSONDocument {
    .object([
      "key": key.json, "bytes": bytes.json, "last_modified": lastModified.json, "storage_class": storageClass.json,
    ])
  }
}

extension DuplicateUsage: JSONConvertible {
  var json: JSONDocument {
    .object([
      "objects": objects.json, "bytes": bytes.json, "distinct": distinct.json, "duplicates": duplicates.json,
      "duplicate_bytes": duplicateBytes.json, "objects_error": objectsError.json, "bytes_error": bytesError.json,
      "empty_objects": emptyObjects.json, "without_etag": withoutETag.json, "exact": isExact.json,
      "examples": examples.json, "examples_complete_from_bytes": examplesCompleteFrom.json,
      "multipart_objects": multipartObjects.json, "inexact_reason": inexactReason.json,
    ])
  }
}

extension DuplicateExample: JSONConvertible {
  var json: JSONDocument {
    .object(["key": key.json, "copies": copies.json, "bytes": bytes.json, "wasted_bytes": wastedBytes.json])
  }
}

extension ExtensionUsage: JSONConvertible {
  var json: JSONDocument { .object(["extension": name.json, "current": tallies.byName]) }
}

extension DatasetPartitions: JSONConvertible {
  var json: JSONDocument {
    .object([
      "dataset": dataset.json, "days": days.json, "days_estimated": isEstimated.json, "missing_days": missingDays.json,
      "oldest": oldest.day.json, "newest": newest.day.json, "newest_folder": newestFolder.json,
      "current": tallies.byName, "in_newest_folder": newestTallies.byName,
    ])
  }
}

extension BucketUsage: JSONConvertible {
  var json: JSONDocument {
    .object([
      "listed_at": listedAt.json, "prefix": prefix.json, "depth": depth.json, "complete": isComplete.json,
      "incomplete_reason": incompleteReason.json, "total": total.json,
      "prefixes": .array(
        prefixes.map { .object(["prefix": $0.prefix.json, "depth": $0.depth.json, "usage": $0.usage.json]) }),
      "folded_prefixes": foldedPrefixes.json, "folded_prefixes_estimated": foldedPrefixesAreEstimated.json,
      "joint_histogram": joint.json, "duplicates": duplicates.json, "extensions": extensions.json,
      "partitions": partitions.json,
      "partitions_not_tracked": partitionsNotTracked.json, "histogram": histogram.json,
      "noncurrent_histogram": noncurrentHistogram.json, "largest": largest.json, "oldest": oldest.json,
      "newest": newest.json,
      "datasets": .array(
        datasets.map {
          .object([
            "dataset": $0.dataset.json, "versions": $0.versions.json, "versions_estimated": $0.isEstimated.json,
            "newest": $0.newest.json, "superseded": $0.superseded.byName,
          ])
        }),
      "datasets_not_tracked": datasetsNotTracked.json,
      "datasets_not_tracked_estimated": datasetsNotTrackedAreEstimated.json,
      "sensitive_names": sensitiveNames.json, "sensitive_name_count": sensitiveNameCount.json,
      "oldest_upload": oldestUpload.json, "list_requests": listRequests.json, "versions": versions.json,
      "multipart_uploads": multipartUploads.json, "upload_parts": uploadParts.json,
    ]).adding(parts)
  }

  /// Only of a listing that was made in parts.
  private var parts: [String: JSONDocument] {
    guard let resumedAt else { return [:] }
    return ["resumed_at": .array(resumedAt.map(\.json))]
  }
}

extension JSONDocument {
  /// The same object with more in it.
  fileprivate func adding(_ more: [String: JSONDocument]) -> JSONDocument {
    guard case .object(let fields) = self else { return self }
    return .object(fields.merging(more) { $1 })
  }
}

/// The newest daily values; the series stay in the snapshot.
extension StorageMetrics: JSONConvertible {
  var json: JSONDocument {
    .object([
      "bucket_size_bytes": .object(
        bucketSizeBytes.compactMapValues { points in
          points.last.map { .object(["day": $0.day.day.json, "bytes": $0.value.json]) }
        }),
      "number_of_objects": numberOfObjects.last.map {
        .object(["day": $0.day.day.json, "objects": $0.value.json])
      } ?? .null,
      "requests": .array(
        requests.map {
          .object([
            "filter_id": $0.filterID.json, "covers_whole_bucket": $0.coversWholeBucket.json, "from": $0.from.json,
            "to": $0.to.json, "sums": $0.sums.json,
          ])
        }),
    ])
  }
}
