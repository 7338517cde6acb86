import Model
import Policy

/// Whose the contents of a bucket are, by audit.yaml: the last entry that fits wins.
struct Owners: Sendable {
  private struct Entry: Sendable {
    let owner: String
    let bucket: Glob
    /// Globs of a prefix's parts; nil for the whole bucket.
    let parts: [Glob]
  }

  private let entries: [Entry]

  init(_ rules: [AuditConfiguration.Owner]) {
    entries = rules.flatMap { rule in
      let bucket = Glob(rule.bucket)
      guard !rule.prefixes.isEmpty else { return [Entry(owner: rule.owner, bucket: bucket, parts: [])] }
      return rule.prefixes.map { prefix in
        Entry(owner: rule.owner, bucket: bucket, parts: Self.parts(prefix).map { Glob($0) })
      }
    }
  }

  /// What belongs to nobody.
  static let nobody = "(no owner)"

  /// What stands between the `/` of a prefix. By bytes: a part that begins with a combining character is one as well.
  /// A pattern may be written without its last `/`.
  private static func parts(_ prefix: String) -> [String] {
    var bytes = Array(prefix.utf8)
    if bytes.last == UInt8(ascii: "/") { bytes.removeLast() }
    return bytes.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
      .map { String(decoding: $0, as: UTF8.self) }
  }

  /// Levels below `prefix` that must be accounted for, so that each belongs to one owner.
  func depth(bucket: String, below prefix: String) -> Int {
    let levels = prefix.utf8.count { $0 == UInt8(ascii: "/") }
    let deepest = entries.filter { $0.bucket.matches(bucket) }.map(\.parts.count).max() ?? 0
    return max(0, deepest - levels)
  }

  /// - Parameter folder: a prefix that ends in `/`, or an empty one.
  func owner(bucket: String, folder: String) -> String {
    let parts = folder.isEmpty ? [] : Self.parts(folder)
    let entry = entries.last { entry in
      entry.bucket.matches(bucket) && entry.parts.count <= parts.count
        && zip(entry.parts, parts).allSatisfy { $0.matches($1) }
    }
    return entry?.owner ?? Self.nobody
  }

  /// What a bucket holds by owner, exactly: what is in a prefix and in none below it belongs to the prefix's owner.
  func usages(in bucket: String, _ usage: BucketUsage) -> [String: Usage] {
    let bytes = Array(usage.prefix.utf8)
    let end = bytes.lastIndex(of: UInt8(ascii: "/")).map { $0 + 1 } ?? 0
    let base = String(decoding: bytes[..<end], as: UTF8.self)
    var own: [(folder: String, depth: Int, usage: Usage)] = [(base, 0, usage.total)]
    var open = [0]
    for row in usage.prefixes where row.depth > 0 {
      while own[open[open.count - 1]].depth >= row.depth { open.removeLast() }
      own[open[open.count - 1]].usage -= row.usage
      open.append(own.count)
      own.append((row.prefix, row.depth, row.usage))
    }
    var owners: [String: Usage] = [:]
    for part in own where !part.usage.isEmpty {
      owners[owner(bucket: bucket, folder: part.folder), default: Usage()] += part.usage
    }
    return owners
  }
}

extension Usage {
  fileprivate var isEmpty: Bool { current.isEmpty && noncurrent.isEmpty && uploads.isEmpty && deleteMarkers == 0 }

  /// Takes away a part of it.
  fileprivate static func -= (left: inout Usage, right: Usage) {
    left.current.subtract(right.current)
    left.noncurrent.subtract(right.noncurrent)
    left.uploads.subtract(right.uploads)
    left.deleteMarkers -= right.deleteMarkers
  }
}

extension [StorageClass: Tally] {
  fileprivate mutating func subtract(_ part: Self) {
    for (storageClass, tally) in part {
      guard let whole = self[storageClass] else { continue }
      let rest = Tally(
        objects: whole.objects - tally.objects, bytes: whole.bytes - tally.bytes,
        smallObjects: whole.smallObjects - tally.smallObjects, smallBytes: whole.smallBytes - tally.smallBytes)
      self[storageClass] = rest.objects == 0 ? nil : rest
    }
  }
}
