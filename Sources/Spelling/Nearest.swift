/// "Did you mean": the candidate nearest to a word, if one is near enough.
///
/// Within a third of the word's length (one edit at least), without regard to case: a wild guess is worse than silence.
public func nearest(to word: String, in candidates: some Sequence<String>) -> String? {
  let letters = Array(word.lowercased().unicodeScalars)
  let limit = max(1, letters.count / 3)
  return candidates.map { (name: $0, distance: distance(letters, Array($0.lowercased().unicodeScalars), limit: limit)) }
    .filter { $0.distance <= limit }
    .min { ($0.distance, $0.name) < ($1.distance, $1.name) }?.name
}

/// The end of an error message: `; did you mean 'x'?`, or nothing.
public func suggestion(for word: String, in candidates: some Sequence<String>) -> String {
  nearest(to: word, in: candidates).map { "; did you mean '\($0)'?" } ?? ""
}

/// Edits from one word to the other: insertions, deletions, replacements, and swaps of neighbours (optimal string
/// alignment). Words whose lengths alone are too far apart are not looked at.
private func distance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar], limit: Int) -> Int {
  guard abs(left.count - right.count) <= limit else { return .max }
  var beforeLast: [Int] = []
  var last = Array(0...right.count)
  for row in left.indices {
    var current = [row + 1]
    for column in right.indices {
      var best = min(last[column + 1], current[column]) + 1
      best = min(best, last[column] + (left[row] == right[column] ? 0 : 1))
      if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
        best = min(best, beforeLast[column - 1] + 1)
      }
      current.append(best)
    }
    (beforeLast, last) = (last, current)
  }
  return last[right.count]
}
