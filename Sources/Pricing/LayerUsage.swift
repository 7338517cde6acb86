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
      if let found = bucket.prefixes.first(where: { $0.prefix.utf8.elementsEqual(prefix) }) {
        usage += found.usage
        continue
      }
      let name = String(decoding: prefix, as: UTF8.self)
      let depth = prefix.count { $0 == UInt8(ascii: "/") }
      let listed = Array(bucket.prefix.utf8)
      if depth > bucket.depth {
        missing.append("\(name) is deeper than the \(bucket.depth) levels that were accounted for")
      } else if bucket.foldedPrefixes > 0 {
        missing.append("\(name) may be among the \(bucket.foldedPrefixes) prefixes that were folded together")
      } else if !prefix.starts(with: listed) {
        missing.append("\(name) was not listed")
      }
    }
  }
}
