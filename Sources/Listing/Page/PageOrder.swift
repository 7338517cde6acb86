extension Page {
  /// Whether the keys ascend as bytes.
  ///
  /// - Parameter strictly: no key may come twice.
  func isAscending(strictly: Bool) -> Bool {
    for index in entries.indices.dropFirst()
    where !isOrdered(entries[index - 1], entries[index], strictly: strictly) { return false }
    return true
  }

  /// Puts entries in ascending order of their keys, and those of one key newest first, as S3 does.
  mutating func sortByKey() {
    let keys = entries.map { key($0) }
    let order = entries.indices.sorted { left, right in
      if keys[left] != keys[right] { return keys[left].isBefore(keys[right]) }
      let (one, other) = (entries[left], entries[right])
      if one.isLatest != other.isLatest { return one.isLatest }
      return one.time != other.time ? one.time > other.time : left < right
    }
    entries = order.map { entries[$0] }
  }

  /// Why the page is not one of this prefix; nil when it is.
  func foreignPrefix(_ prefix: String) -> String? {
    guard !prefix.isEmpty else { return nil }
    let wanted = Array(prefix.utf8)
    guard entries.contains(where: { !key($0).starts(with: wanted) }) else { return nil }
    return "the server lists keys that do not begin with the prefix"
  }

  private func isOrdered(_ left: Entry, _ right: Entry, strictly: Bool) -> Bool {
    let source = left.key.isDecoded ? scratch.span : body.span
    let one = source.extracting(left.key.range)
    let target = right.key.isDecoded ? scratch.span : body.span
    let other = target.extracting(right.key.range)
    return one.isBefore(other) || (!strictly && one.isEqual(to: other))
  }
}
