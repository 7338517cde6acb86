/// Prefixes of rules, of which the longest that a key begins with is wanted.
struct PrefixRegions: Sendable {
  /// In the order of their bytes, so the empty one first.
  let prefixes: [[UInt8]]
  /// Of each the longest other one that it begins with.
  private let parents: [Int]

  /// - Parameter named: in the order of their bytes, without the empty one.
  init(_ named: [String]) {
    let prefixes = [[]] + named.map { Array($0.utf8) }
    var parents = [0]
    for (index, prefix) in prefixes.enumerated().dropFirst() {
      var parent = index - 1
      while !prefix.starts(with: prefixes[parent]) { parent = parents[parent] }
      parents.append(parent)
    }
    self.prefixes = prefixes
    self.parents = parents
  }

  /// The place of the first prefix that comes behind a text.
  private func place(behind text: Span<UInt8>) -> Int {
    var (low, high) = (1, prefixes.count)
    while low < high {
      let middle = (low + high) / 2
      let prefix = prefixes[middle]
      if text.isBefore(prefix.span) { high = middle } else { low = middle + 1 }
    }
    return low
  }

  /// Whatever a key begins with stands in front of it, and what stands between begins with that, too.
  func region(of key: Span<UInt8>) -> Int {
    guard prefixes.count > 1 else { return 0 }
    var region = place(behind: key) - 1
    while true {
      let prefix = prefixes[region]
      if key.hasPrefix(prefix.span) { return region }
      region = parents[region]
    }
  }

  /// Whether keys in a directory, not below it, may be in different regions.
  func cut(_ directory: Span<UInt8>) -> Bool {
    guard prefixes.count > 1 else { return false }
    for prefix in prefixes[place(behind: directory)...] {
      guard prefix.span.hasPrefix(directory) else { return false }
      if !prefix[directory.count...].contains(UInt8(ascii: "/")) { return true }
    }
    return false
  }
}
