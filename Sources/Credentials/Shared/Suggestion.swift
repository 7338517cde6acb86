/// "Did you mean": the nearest of some words, if it is near at all.
enum Suggestion {
  /// Within a third of the word's length, swapped letters counting once: a wild guess is worse than silence.
  static func nearest(to word: String, in words: some Sequence<String>) -> String? {
    let limit = max(1, word.count / 3)
    return words.map { (word: $0, distance: distance(word, $0)) }
      .filter { $0.distance <= limit }
      .min { ($0.distance, $0.word) < ($1.distance, $1.word) }?.word
  }

  /// Damerau's distance with adjacent transpositions.
  static func distance(_ left: String, _ right: String) -> Int {
    let a = Array(left), b = Array(right)
    var beforeLast: [Int] = []
    var last = Array(0...b.count)
    for i in a.indices {
      var row = [i + 1]
      for j in b.indices {
        var best = min(last[j + 1] + 1, row[j] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { best = min(best, beforeLast[j - 1] + 1) }
        row.append(best)
      }
      (beforeLast, last) = (last, row)
    }
    return last[b.count]
  }
}
