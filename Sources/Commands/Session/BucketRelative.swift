/// What looks like a bucket and is none that can be scanned: a way into one, or another kind of bucket.
///
/// | written | what it is |
/// | --- | --- |
/// | `arn:aws:s3:<region>:<account>:accesspoint/<name>`, `<name>-s3alias` | access point |
/// | `arn:aws:s3::<account>:accesspoint/<alias>.mrap`, `<alias>.mrap` | Multi-Region Access Point |
/// | `arn:aws:s3-object-lambda:…:accesspoint/<name>`, `<name>--ol-s3` | Object Lambda Access Point |
/// | `arn:aws:s3-outposts:…`, `<name>--op-s3` | bucket or access point on an Outpost |
/// | `arn:aws:s3express:…:bucket/<name>`, `<name>--<zone>--x-s3` | directory bucket |
/// | `arn:aws:s3express:…:accesspoint/<name>`, `<name>--<zone>--xa-s3` | access point of a directory bucket |
/// | `arn:aws:s3tables:…`, `<name>--table-s3` | table bucket |
/// | `arn:aws:s3vectors:…` | vector bucket |
///
/// Source: Amazon S3 User Guide, "General purpose bucket naming rules", "Referencing access points with ARNs, access point
/// aliases, or virtual-hosted–style URIs", "Directory bucket naming rules"; Service Authorization Reference, the resource
/// types of Amazon S3 and its sister services.
struct BucketRelative: Equatable {
  enum Kind: Equatable, CaseIterable {
    case accessPoint, multiRegionAccessPoint, objectLambdaAccessPoint, outpost, directoryBucket, directoryAccessPoint
    case tableBucket, vectorBucket
  }

  let kind: Kind
  /// As it was written, without ARN.
  let name: String
  /// Of an ARN.
  var account: String?
  var region: String?

  /// Told by the end of a name, which no ordinary bucket may have.
  init?(alias: String) {
    let ends: [(String, Kind)] = [
      ("-s3alias", .accessPoint), (".mrap", .multiRegionAccessPoint), ("--ol-s3", .objectLambdaAccessPoint),
      ("--op-s3", .outpost), ("--x-s3", .directoryBucket), ("--xa-s3", .directoryAccessPoint),
      ("--table-s3", .tableBucket),
    ]
    guard let (_, kind) = ends.first(where: { alias.hasSuffix($0.0) }) else { return nil }
    self.kind = kind
    name = alias
  }

  /// Told by an ARN's parts.
  init?(service: String, region: String, account: String, resource: String) {
    let words = resource.split(whereSeparator: { $0 == "/" || $0 == ":" }).map(String.init)
    guard let type = words.first else { return nil }
    switch (service, type) {
    case ("s3", "accesspoint") where !account.isEmpty:
      kind = region.isEmpty ? .multiRegionAccessPoint : .accessPoint
    case ("s3-object-lambda", _): kind = .objectLambdaAccessPoint
    case ("s3-outposts", _): kind = .outpost
    case ("s3express", "accesspoint"): kind = .directoryAccessPoint
    case ("s3express", _): kind = .directoryBucket
    case ("s3tables", _): kind = .tableBucket
    case ("s3vectors", _): kind = .vectorBucket
    default: return nil
    }
    name = (kind == .outpost ? words.last : words.dropFirst().first) ?? ""
    self.account = account
    self.region = region
  }

  var title: String {
    switch kind {
    case .accessPoint: "an access point"
    case .multiRegionAccessPoint: "a Multi-Region Access Point"
    case .objectLambdaAccessPoint: "an Object Lambda Access Point"
    case .outpost: "on an Outpost"
    case .directoryBucket: "a directory bucket (S3 Express One Zone)"
    case .directoryAccessPoint: "an access point of a directory bucket (S3 Express One Zone)"
    case .tableBucket: "a table bucket (S3 Tables)"
    case .vectorBucket: "a vector bucket (S3 Vectors)"
    }
  }

  /// The next thing to try.
  var fix: String {
    let account = account ?? "<account>"
    let command: String
    switch kind {
    case .accessPoint where self.account != nil:
      command =
        "aws s3control get-access-point --account-id \(account) --name \(name)"
        + (region.map { " --region \($0)" } ?? "")
    case .accessPoint: command = "aws s3control list-access-points --account-id \(account)"
    case .multiRegionAccessPoint:
      command = "aws s3control list-multi-region-access-points --account-id \(account) --region us-west-2"
    case .objectLambdaAccessPoint:
      command = "aws s3control list-access-points-for-object-lambda --account-id \(account)"
    case .outpost: return "look at it with `aws s3control list-regional-buckets --account-id \(account)`"
    case .directoryBucket:
      return "look at it with `aws s3api list-directory-buckets`; audit scans general purpose buckets"
    case .directoryAccessPoint:
      return "look at it with `aws s3control list-access-points-for-directory-buckets --account-id \(account)`; "
        + "audit scans general purpose buckets"
    case .tableBucket: return "look at it with `aws s3tables list-table-buckets`; audit scans general purpose buckets"
    case .vectorBucket:
      return "look at it with `aws s3vectors list-vector-buckets`; audit scans general purpose buckets"
    }
    return "name the bucket behind it, which this tells: \(command)"
  }
}

extension BucketRelative.Kind {
  /// Why it cannot be scanned.
  var reason: String {
    switch self {
    case .accessPoint, .multiRegionAccessPoint, .objectLambdaAccessPoint:
      "settings and contents are the bucket's behind it; its access points are read with the bucket"
    case .outpost: "buckets on Outposts have an API of their own, which audit does not speak"
    case .directoryBucket, .directoryAccessPoint:
      "directory buckets have zonal hosts and sessions of their own, which audit does not speak yet"
    case .tableBucket: "table buckets have an API of their own, which audit does not speak yet"
    case .vectorBucket: "vector buckets have an API of their own, which audit does not speak"
    }
  }
}
