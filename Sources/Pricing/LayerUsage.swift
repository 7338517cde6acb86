import Model

/// The usage below a layer's prefixes, as far as the listing accounted for them.
struct LayerUsage {
  private(set) var usage = Usage()
  private(set) var missing: [String] = []

  init(_ layer: LayerPattern, in bucket: BucketUsage) {
    let prefixes = Set(layer.prefixes.map { Array(($0.hasSuffix("/") ? $0 : $0 + "/").utf8) })
    for prefix in prefixes.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
      // `a/b/` is in `a/` already.
      if prefixes.contains(where: { $0 != prefix && prefix.starts(with: $0) }) { continue }
      add(prefix, in: bucket)
    }
  }

  private mutating func add(_ prefix: [UInt8], in bucket: BucketUsage) {
    let listed = Array(bucket.prefix.utf8)
    let name = String(decoding: prefix, as: UTF8.self)
    if listed.starts(with: prefix) {
      // All that was listed is of the layer; what else is in the layer was not listed.
      usage += bucket.total
      if listed != prefix { missing.append("\(name) was listed only below \(bucket.prefix)") }
    } else if !prefix.starts(with: listed) {
      missing.append("\(name) was not listed")
    } else if let found = bucket.prefixes.first(where: { $0.prefix.utf8.elementsEqual(prefix) }) {
      usage += found.usage
    } else {
      // Levels count from the last `/` of what was listed.
      let base = (listed.lastIndex(of: UInt8(ascii: "/")) ?? -1) + 1
      let depth = prefix.dropFirst(base).count { $0 == UInt8(ascii: "/") }
      if depth > bucket.depth {
        missing.append("\(name) is deeper than the \(bucket.depth) levels that were accounted for")
      } else if bucket.foldedPrefixes > 0 {
        missing.append("\(name) may be among the \(bucket.foldedPrefixes) prefixes that were folded together")
      }
    }
  }
}
