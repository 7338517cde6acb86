/// The candidate within a third of the word's length (at least one edit), or none: a wild guess is worse than silence.
///
/// Edits are insertions, deletions, replacements and swaps of neighbours (optimal string alignment).
public func closest(to word: String, among candidates: [String]) -> String? {
  let limit = max(1, word.count / 3)
  let scored = candidates.map { (name: $0, distance: editDistance(Array(word), Array($0))) }
  return scored.filter { $0.distance <= limit }.min { $0.distance < $1.distance }?.name
}

private func editDistance(_ a: [Character], _ b: [Character]) -> Int {
  // Rows of the classic table; the one before the last is needed for swaps.
  var before: [Int] = []
  var last = Array(0...b.count)
  for i in 0..<a.count {
    var row = [i + 1]
    for j in 0..<b.count {
      let replaced = last[j] + (a[i] == b[j] ? 0 : 1)
      var best = min(row[j] + 1, last[j + 1] + 1, replaced)
      if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { best = min(best, before[j - 1] + 1) }
      row.append(best)
    }
    (before, last) = (last, row)
  }
  return last[b.count]
}
