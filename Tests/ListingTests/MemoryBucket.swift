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
  let pageSize: Int
  private let dice: Locked<Dice>
  private let log = Locked<[String]>([])
  private let trouble: Trouble?

  init(_ versions: [Version], pageSize: Int, seed: UInt64 = 1, trouble: Trouble? = nil) {
    self.trouble = trouble
    self.versions = versions.sorted { left, right in
      left.key == right.key ? left.id < right.id : left.key.lexicographicallyPrecedes(right.key)
    }
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

  var requests: Int { log.withLock { $0.count } }
  var bytes: Int64 { versions.reduce(0) { $0 + $1.size } }

  func call(_ request: APIRequest) async throws(APIError) -> APIResponse {
    if request.operation == "ListMultipartUploads" {
      return APIResponse(status: 200, body: Array(Sample.uploads([]).utf8))
    }
    let number = log.withLock { log in
      log.append(request.operation)
      return log.count
    }
    if let trouble { try trouble(number, request) }
    for _ in 0..<dice.withLock({ Int($0.next() % 8) }) { await Task.yield() }
    let query = Dictionary(request.query.map { ($0.name, $0.value) }) { first, _ in first }
    let prefix = Array((query["prefix"] ?? "").utf8)
    let isVersions = request.operation == "ListObjectVersions"
    let start = first(
      after: (query[isVersions ? "key-marker" : "start-after"]).map { Array($0.utf8) }, query["version-id-marker"])
    let wanted = Array(versions[start...].lazy.filter { $0.key.starts(with: prefix) }.prefix(pageSize + 1))
    let page = wanted.prefix(pageSize)
    let isTruncated = wanted.count > pageSize
    let text: String
    if isVersions {
      let entries = page.map { Sample.version(encoded($0.key), $0.id, latest: $0.isLatest, $0.size, $0.time) }
      text = Sample.versions(entries, next: isTruncated ? page.last.map { (encoded($0.key), $0.id) } : nil)
    } else {
      text = Sample.objects(page.map { Sample.object(encoded($0.key), $0.size) }, truncated: isTruncated)
    }
    return APIResponse(status: 200, body: Array(text.utf8))
  }

  private func first(after key: [UInt8]?, _ id: String?) -> Int {
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
