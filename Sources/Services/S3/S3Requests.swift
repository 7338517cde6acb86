public import AWS

/// The requests of the listings, as values. Their answers are read by whoever lists.
///
/// All ask for `encoding-type=url`, because a key may hold characters that XML 1.0 cannot carry. Answers then carry
/// Key, Prefix, Delimiter, StartAfter and the key markers percent-encoded; tokens and version ids are not.
/// Source: Amazon S3 API Reference, "ListObjectsV2", "ListObjectVersions", "ListMultipartUploads", "ListParts".
public enum S3Requests {
  /// Current versions, in ascending order of the keys' UTF-8 bytes. `startAfter` is exclusive; a continuation token, if
  /// there is one, goes before it.
  public static func listObjectsV2(
    bucket: String, prefix: String = "", delimiter: String? = nil, startAfter: String? = nil,
    continuationToken: String? = nil, maxKeys: Int? = nil
  ) -> APIRequest {
    var query = [(name: "list-type", value: "2"), encoding, (name: "prefix", value: prefix)]
    if let delimiter { query.append((name: "delimiter", value: delimiter)) }
    if let continuationToken {
      query.append((name: "continuation-token", value: continuationToken))
    } else if let startAfter {
      query.append((name: "start-after", value: startAfter))
    }
    if let maxKeys { query.append((name: "max-keys", value: String(maxKeys))) }
    return listing(.listObjectsV2, bucket: bucket, query: query)
  }

  /// All versions and delete markers. Without `versionIDMarker`, the versions of `keyMarker` itself are skipped.
  public static func listObjectVersions(
    bucket: String, prefix: String = "", keyMarker: String? = nil, versionIDMarker: String? = nil, maxKeys: Int? = nil
  ) -> APIRequest {
    var query = [(name: "versions", value: ""), encoding, (name: "prefix", value: prefix)]
    if let keyMarker { query.append((name: "key-marker", value: keyMarker)) }
    if let versionIDMarker { query.append((name: "version-id-marker", value: versionIDMarker)) }
    if let maxKeys { query.append((name: "max-keys", value: String(maxKeys))) }
    return listing(.listObjectVersions, bucket: bucket, query: query)
  }

  /// Multipart uploads that were neither completed nor aborted.
  public static func listMultipartUploads(
    bucket: String, prefix: String = "", keyMarker: String? = nil, uploadIDMarker: String? = nil
  ) -> APIRequest {
    var query = [(name: "uploads", value: ""), encoding, (name: "prefix", value: prefix)]
    if let keyMarker { query.append((name: "key-marker", value: keyMarker)) }
    if let uploadIDMarker { query.append((name: "upload-id-marker", value: uploadIDMarker)) }
    return listing(.listMultipartUploads, bucket: bucket, query: query)
  }

  /// The parts of one upload: their sizes are what it costs.
  public static func listParts(
    bucket: String, key: String, uploadID: String, partNumberMarker: String? = nil
  ) -> APIRequest {
    var query = [(name: "uploadId", value: uploadID), encoding]
    if let partNumberMarker { query.append((name: "part-number-marker", value: partNumberMarker)) }
    return listing(.listParts, bucket: bucket, path: "/" + key, query: query)
  }

  private static let encoding = (name: "encoding-type", value: "url")

  private static func listing(
    _ operation: Operation, bucket: String, path: String = "/", query: [(name: String, value: String)]
  ) -> APIRequest {
    APIRequest(
      operation.service, operation.name, permission: operation.permission, bucket: bucket, path: path, query: query)
  }
}

extension Operation {
  static let listObjectsV2 = Operation(
    "ListObjectsV2", permission: "s3:ListBucket", level: .bucket, for: "objects, bytes, storage classes and ages")
  static let listObjectVersions = Operation(
    "ListObjectVersions", permission: "s3:ListBucketVersions", level: .bucket,
    for: "noncurrent versions and delete markers")
  static let listMultipartUploads = Operation(
    "ListMultipartUploads", permission: "s3:ListBucketMultipartUploads", level: .bucket,
    for: "multipart uploads that never completed")
  static let listParts = Operation(
    "ListParts", permission: "s3:ListMultipartUploadParts", level: .object,
    for: "the bytes of multipart uploads that never completed")
}
