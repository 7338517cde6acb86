import AWS
import Locking

@testable import Listing

/// A bucket in memory that answers listings as S3 does, in pages of any size and in an order that changes with the seed.
final class MemoryBucket: APICaller {
  struct Version: Sendable {
    var key: [UInt8]
    var id: String
    var size: Int64
    var isLatest = true
    var time = "2026-11-01T00:00:00.000Z"
  }

  /// Is asked before each request, by its number from 1 on.
  typealias Trouble = @Sendable (_ number: Int, _ request: APIRequest) throws(APIError) -> Void

  /// In the order of their keys as bytes.
  let versions: [Version]
  /// Incomplete uploads, likewise; each of one part.
  let uploads: [Version]
  let pageSize: Int
  private let dice: Locked<Dice>
  private let log = Locked<[String]>([])
  private let trouble: Trouble?

  init(
    _ versions: [Version], uploads: [Version] = [], pageSize: Int, seed: UInt64 = 1, trouble: Trouble? = nil
  ) {
    self.trouble = trouble
    self.versions = Self.sorted(versions)
    self.uploads = Self.sorted(uploads)
    self.pageSize = pageSize
    dice = Locked(Dice(state: seed))
  }

  convenience init(keys: some Sequence<String>, pageSize: Int, seed: UInt64 = 1, trouble: Trouble? = nil) {
    // Sizes of which no two sums are likely to be the same: a key that is missed or counted twice shows.
    var sizes = Dice(state: 0x5155)
    let versions = Set(keys.map { Array($0.utf8) }).sorted { $0.lexicographicallyPrecedes($1) }
      .map { Version(key: $0, id: "", size: Int64(sizes.next() >> 30)) }
    self.init(versions, pageSize: pageSize, seed: seed, trouble: trouble)
  }

  private static func sorted(_ versions: [Version]) -> [Version] {
    versions.sorted { left, right in
      left.key == right.key ? left.id < right.id : left.key.lexicographicallyPrecedes(right.key)
    }
  }

  /// How often an operation was asked for.
  func count(_ operation: String) -> Int { log.withLock { $0.count { $0 == operation } } }

  var requests: Int { log.withLock { $0.count } }
  var bytes: Int64 { versions.reduce(0) { $0 + $1.size } }

  func call(_ request: APIRequest) async throws(APIError) -> APIResponse {
    if request.operation == "ListMultipartUploads", uploads.isEmpty {
      return APIResponse(status: 200, body: Array(Sample.uploads([]).utf8))
    }
    let number = log.withLock { log in
      log.append(request.operation)
      return log.count
    }
    if let trouble { try trouble(number, request) }
    for _ in 0..<dice.withLock({ Int($0.next() % 8) }) { await Task.yield() }
    let query = Dictionary(request.query.map { ($0.name, $0.value) }) { first, _ in first }
    return APIResponse(status: 200, body: Array(answer(request.operation, query, path: request.path).utf8))
  }

  /// The document that answers a listing.
  func answer(_ operation: String, _ query: [String: String], path: String) -> String {
    if operation == "ListParts" {
      let upload = uploads.first {
        $0.id == query["uploadId"] && path.hasSuffix(String(decoding: $0.key, as: UTF8.self))
      }
      return Sample.parts([upload?.size ?? 0])
    }
    let prefix = Array((query["prefix"] ?? "").utf8)
    let all = operation == "ListMultipartUploads" ? uploads : versions
    let start = first(
      in: all, after: (query[operation == "ListObjectsV2" ? "start-after" : "key-marker"]).map { Array($0.utf8) },
      query["version-id-marker"] ?? query["upload-id-marker"])
    let wanted = Array(all[start...].lazy.filter { $0.key.starts(with: prefix) }.prefix(pageSize + 1))
    let page = wanted.prefix(pageSize)
    let isTruncated = wanted.count > pageSize
    let next = isTruncated ? page.last.map { (encoded($0.key), $0.id) } : nil
    switch operation {
    case "ListObjectVersions":
      return Sample.versions(
        page.map { Sample.version(encoded($0.key), $0.id, latest: $0.isLatest, $0.size, $0.time) }, next: next)
    case "ListMultipartUploads": return Sample.uploads(page.map { Sample.upload(encoded($0.key), $0.id) }, next: next)
    default: return Sample.objects(page.map { Sample.object(encoded($0.key), $0.size) }, truncated: isTruncated)
    }
  }

  private func first(in versions: [Version], after key: [UInt8]?, _ id: String?) -> Int {
    guard let key else { return 0 }
    var (low, high) = (0, versions.count)
    while low < high {
      let middle = (low + high) / 2
      let version = versions[middle]
      let isBehind = version.key == key ? id.map { version.id > $0 } ?? false : key.isBefore(version.key)
      if isBehind { high = middle } else { low = middle + 1 }
    }
    return low
  }

  /// As `encoding-type=url` has it.
  private func encoded(_ key: [UInt8]) -> String {
    let plain = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./".utf8)
    return key.map { byte in
      if plain.contains(byte) { return String(Unicode.Scalar(byte)) }
      let digits = String(byte, radix: 16, uppercase: true)
      return byte == 0x20 ? "+" : "%" + (digits.count < 2 ? "0" + digits : digits)
    }.joined()
  }
}
