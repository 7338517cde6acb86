import AWS
import Services

/// Pages of ListObjectsV2.
///
/// It goes on by start-after with the last key seen, not by continuation tokens: that is the same request whenever it is
/// repeated, it survives servers that cut a listing without a token or whose tokens do not work, and it can be split.
/// Tokens are for what start-after cannot do: servers that do not know it, listings that are not in order (directory
/// buckets), last keys that are not UTF-8, and pages that are empty though not the last.
struct ObjectChain: Chain {
  let kind = ListingKind.objects
  let bucket: String
  let prefix: String
  private var cursor: [UInt8]?
  private var token: String?
  private var usesToken = false
  /// The token that came with the last page, used or not.
  private var spareToken: String?
  private(set) var isOrdered = true
  private var firstKey: [UInt8]?
  private var emptyPages = 0

  /// - Parameter after: the listing begins behind this key.
  init(bucket: String, prefix: String, after: [UInt8]? = nil) {
    self.bucket = bucket
    self.prefix = prefix
    cursor = after
  }

  func starting(after key: [UInt8]) -> ObjectChain { ObjectChain(bucket: bucket, prefix: prefix, after: key) }

  var mark: ChainMark? { cursor.map { ChainMark(key: $0) } }

  func resuming(at mark: ChainMark) -> ObjectChain { starting(after: mark.key) }

  var canBeCut: Bool { isOrdered && !usesToken }

  /// Pages without a key in a row: legal, but somewhere it must end.
  static let emptyLimit = 1000

  func request() -> APIRequest {
    usesToken
      ? S3Requests.listObjectsV2(bucket: bucket, prefix: prefix, continuationToken: token)
      : S3Requests.listObjectsV2(bucket: bucket, prefix: prefix, startAfter: cursor?.text)
  }

  mutating func take(_ page: inout Page) -> Step {
    if let reason = page.foreignPrefix(prefix) { return .stuck(reason, counts: false) }
    if let first = page.entries.first {
      let key = page.key(first)
      if isOrdered, let cursor, !cursor.isBefore(key) {
        guard !usesToken, let spareToken else {
          return .stuck("the server repeats keys that it listed before", counts: false)
        }
        // It does not know start-after, and began anew.
        (token, usesToken) = (spareToken, true)
        return .again
      }
      if key == firstKey { return .stuck("the server repeats a page", counts: false) }
      firstKey = key
      emptyPages = 0
      if isOrdered, !page.isAscending(strictly: true) { isOrdered = false }
    } else {
      emptyPages += 1
    }
    guard page.isTruncated else { return .end }
    if emptyPages > Self.emptyLimit {
      return .stuck("\(Self.emptyLimit) pages without a key came one after another", counts: true)
    }
    return advance(page)
  }

  private mutating func advance(_ page: Page) -> Step {
    let last = page.entries.last.map(page.key)
    if let last { cursor = last }
    let next = page.nextMarker
    let needsToken = usesToken || !isOrdered || last == nil || last?.text == nil
    spareToken = next
    guard needsToken else { return .more }
    guard let next else {
      if isOrdered, last?.text != nil {
        usesToken = false
        return .more
      }
      return .stuck("the server says that there is more, but not how to ask for it", counts: true)
    }
    guard next != token || !usesToken else { return .stuck("the server repeats its continuation token", counts: true) }
    (token, usesToken) = (next, true)
    return .more
  }
}
