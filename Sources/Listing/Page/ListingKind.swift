/// The four listings, and what their pages are made of.
///
/// Source: Amazon S3 API Reference, "ListObjectsV2", "ListObjectVersions", "ListMultipartUploads", "ListParts".
package enum ListingKind: String, Sendable, CaseIterable {
  case objects, versions, uploads, parts

  package var operation: String {
    switch self {
    case .objects: "ListObjectsV2"
    case .versions: "ListObjectVersions"
    case .uploads: "ListMultipartUploads"
    case .parts: "ListParts"
    }
  }

  /// The root element: an answer with another one is not this listing's, whatever its status.
  package var root: String {
    switch self {
    case .objects: "ListBucketResult"
    case .versions: "ListVersionsResult"
    case .uploads: "ListMultipartUploadsResult"
    case .parts: "ListPartsResult"
    }
  }

  /// What other servers call the root element of this very listing; such a page is read the strict way.
  var otherRoots: Set<String> {
    switch self {
    case .parts: ["ListPartsResponse"]  // moto
    case .objects, .versions, .uploads: []
    }
  }

  /// The element of an entry that takes space.
  var entry: String {
    switch self {
    case .objects: "Contents"
    case .versions: "Version"
    case .uploads: "Upload"
    case .parts: "Part"
    }
  }

  /// The name of an entry's time.
  var time: String { self == .uploads ? "Initiated" : "LastModified" }

  /// The name of what tells apart entries of one key.
  var id: String? {
    switch self {
    case .versions: "VersionId"
    case .uploads: "UploadId"
    case .objects, .parts: nil
    }
  }

  /// The markers that continue a page; the second is never URL-encoded.
  var markers: (key: String?, id: String?) {
    switch self {
    case .objects: (nil, "NextContinuationToken")
    case .versions: ("NextKeyMarker", "NextVersionIdMarker")
    case .uploads: ("NextKeyMarker", "NextUploadIdMarker")
    case .parts: (nil, "NextPartNumberMarker")
    }
  }
}
