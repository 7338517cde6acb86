import AWS
import Services

/// Pages of ListObjectVersions and ListMultipartUploads, which go on from a key and the id of one of its entries.
///
/// Both markers are taken from the page, and from its last entry where a server gives none.
struct MarkerChain: Chain {
  let kind: ListingKind
  let bucket: String
  let prefix: String
  private var marker: (key: [UInt8], id: String?)?
  private var first: (key: [UInt8], id: String)?
  /// No entry of this key belongs to the listing.
  private var beginning: [UInt8]?
  private var emptyPages = 0

  /// - Parameters:
  ///   - kind: `.versions` or `.uploads`.
  ///   - after: the listing begins behind all entries of this key.
  init(_ kind: ListingKind, bucket: String, prefix: String, after: [UInt8]? = nil) {
    self.kind = kind
    self.bucket = bucket
    self.prefix = prefix
    marker = after.map { ($0, nil) }
    beginning = after
  }

  func starting(after key: [UInt8]) -> MarkerChain { MarkerChain(kind, bucket: bucket, prefix: prefix, after: key) }

  var mark: ChainMark? { marker.map { ChainMark(key: $0.key, id: $0.id, beginning: beginning) } }

  func resuming(at mark: ChainMark) -> MarkerChain {
    var chain = self
    chain.marker = (mark.key, mark.id)
    chain.beginning = mark.beginning
    return chain
  }

  var isOrdered: Bool { true }
  var canBeCut: Bool { true }

  func request() -> APIRequest {
    let key = marker?.key.text
    return kind == .versions
      ? S3Requests.listObjectVersions(bucket: bucket, prefix: prefix, keyMarker: key, versionIDMarker: marker?.id)
      : S3Requests.listMultipartUploads(bucket: bucket, prefix: prefix, keyMarker: key, uploadIDMarker: marker?.id)
  }

  mutating func take(_ page: inout Page) -> Step {
    if let reason = page.foreignPrefix(prefix) { return .stuck(reason, counts: false) }
    let serversLast = page.entries.last.map { (key: page.key($0), id: page.id($0)) }
    // Some servers send a page's versions first and then its delete markers.
    if !page.isAscending(strictly: false) { page.sortByKey() }
    if let entry = page.entries.first {
      let new = (key: page.key(entry), id: page.id(entry))
      if let marker, new.key.isBefore(marker.key) || new.key == beginning {
        return .stuck("the server repeats keys that it listed before", counts: false)
      }
      if let first, first == new { return .stuck("the server repeats a page", counts: false) }
      first = new
      emptyPages = 0
    } else {
      emptyPages += 1
    }
    guard page.isTruncated else { return .end }
    if emptyPages > ObjectChain.emptyLimit {
      return .stuck("\(ObjectChain.emptyLimit) pages without an entry came one after another", counts: true)
    }
    let next: (key: [UInt8], id: String?)
    if let key = page.nextKeyMarker {
      // A key alone would skip the rest of that key's entries.
      next = (key, page.nextMarker ?? (serversLast?.key == key ? serversLast?.id : nil))
    } else if let serversLast {
      next = serversLast
    } else {
      return .stuck("the server says that there is more, but not how to ask for it", counts: true)
    }
    guard next.key.text != nil else {
      return .stuck("the next page begins at a key that is not UTF-8", counts: true)
    }
    if let marker, marker == (next.key, next.id.flatMap { $0.isEmpty ? nil : $0 }) {
      return .stuck("the server repeats its markers", counts: true)
    }
    marker = (next.key, next.id.flatMap { $0.isEmpty ? nil : $0 })
    return .more
  }
}

private func == (left: (key: [UInt8], id: String?), right: (key: [UInt8], id: String?)) -> Bool {
  left.key == right.key && left.id == right.id
}
