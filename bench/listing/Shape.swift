import Listing

/// Pages as AWS writes them, of a few kinds of key.
enum Shape: String, CaseIterable {
  /// One prefix and a counter.
  case flat
  /// Directories with `=` in their names, which come as `%3D`.
  case tree
  /// As Ceph encodes the same: every slash as `%2F`.
  case encoded
  case versions

  var kind: ListingKind { self == .versions ? .versions : .objects }

  /// 1000 entries; keys ascend from page to page.
  func page(_ number: Int) -> [UInt8] {
    let root = kind.root
    var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<\(root) xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">"
    text += "<Name>bucket</Name><Prefix></Prefix><KeyCount>1000</KeyCount><MaxKeys>1000</MaxKeys>"
    text += "<EncodingType>url</EncodingType><IsTruncated>false</IsTruncated>"
    for index in 0..<1000 { text += entry(number * 1000 + index) }
    return Array((text + "</\(root)>").utf8)
  }

  private func entry(_ index: Int) -> String {
    let key =
      switch self {
      case .flat, .versions: "data/object-\(10_000_000 + index).parquet"
      case .tree:
        "bronze/granules/region%3D\(100 + index / 500)/date%3D2026-01-\(10 + index / 50 % 20)/part-\(10_000 + index).parquet"
      case .encoded:
        "bronze%2Fgranules%2Fregion%3D\(100 + index / 500)%2Fdate%3D2026-01-\(10 + index / 50 % 20)%2Fpart-\(10_000 + index).parquet"
      }
    let name = self == .versions ? "Version" : "Contents"
    let second = 10 + index % 50
    // Sizes and classes that jump, so that no branch is predicted for nothing.
    let size = index &* 2_654_435_761 % 5_000_011
    let storageClass = index % 7 == 0 ? "STANDARD_IA" : index % 11 == 0 ? "GLACIER" : "STANDARD"
    return "<\(name)><Key>\(key)</Key>"
      + (self == .versions ? "<VersionId>3HL4kqtJvjVBH40Nrjfkd</VersionId><IsLatest>\(index % 2 == 0)</IsLatest>" : "")
      + "<LastModified>202\(index % 6)-0\(1 + index % 9)-11T03:04:\(second).000Z</LastModified>"
      + "<ETag>&quot;9b2cf535f27731c974343645a3985328&quot;</ETag><Size>\(size)</Size>"
      + "<StorageClass>\(storageClass)</StorageClass></\(name)>"
  }
}
