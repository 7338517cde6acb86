/// Finds keys at which the rest of a range can be cut in two or more, from nothing but the last page of it.
///
/// The last key with one of its bytes raised is such a key, and the further left the byte, the further it jumps: each
/// place is worth some 10 to 30 steps of the one to its right. What one step is worth in keys is measured at the place
/// where the page's first and last key differ.
struct CutFinder: Sendable {
  /// The last page of a range.
  struct Sample: Sendable, Equatable {
    var first: [UInt8]
    var last: [UInt8]
    /// Keys from the first to the last.
    var count: Int
  }

  struct Cut: Sendable, Equatable {
    /// The last key of the left part, whether it exists or not.
    var key: [UInt8]
    /// Where it was raised; nil for the one behind everything that is known.
    var address: Keyspace.Address?
    /// The byte that it was raised to had not been seen there.
    var isGuess = false
  }

  /// All cuts at one byte of the last key.
  private struct Level {
    var position: Int
    var address: Keyspace.Address
    /// Keys between two neighbouring cuts, as a guess; usually too few.
    var weight: Double
    var letters: [UInt8]
  }

  private let sample: Sample
  private let stop: [UInt8]?
  private let keyspace: Keyspace
  private var levels: [Level] = []
  /// Behind all keys that begin as all keys did so far.
  private var beyond: [UInt8]?

  /// - Parameters:
  ///   - stop: the range's last key; nil for the end of the listing.
  ///   - prefix: all keys begin with it.
  init(_ sample: Sample, stop: [UInt8]?, prefix: [UInt8], keyspace: Keyspace) {
    self.sample = sample
    self.stop = stop
    self.keyspace = keyspace
    let key = sample.last
    let addresses = keyspace.addresses(of: key)
    let pageDifference = sample.first.firstDifference(key)
    let difference = max(prefix.count, stop.map { key.firstDifference($0) } ?? 0)
    // What never varied left of here is taken for constant, but for the digits of a number.
    var start = addresses.firstIndex { keyspace[$0].seen.count > 1 } ?? addresses.count
    if start < addresses.count { while start > 0, ByteSet.digits.contains(key[start - 1]) { start -= 1 } }
    if stop == nil, start > prefix.count { beyond = Self.completed(key.prefix(start - 1) + [key[start - 1] &+ 1]) }
    let end = min(pageDifference + 1, addresses.count)
    let begin = max(difference, start)
    guard begin < end else { return }
    var weight = self.weight(at: pageDifference, addresses)
    // Where nothing else is left to try, better these than one long chain.
    var hopeless: [Level] = []
    for position in (begin..<end).reversed() {
      let place = keyspace[addresses[position]]
      if position < pageDifference, position + 1 < addresses.count {
        weight *= Double(max(1, keyspace[addresses[position + 1]].seen.count))
      }
      guard key[position] < 255 else { continue }
      var high: UInt8 = 255
      if let stop, position == stop.firstDifference(key), position < stop.count {
        high = stop[position]
        if stop.count == position + 1 { high &-= 1 }
      }
      guard high > key[position] else { continue }
      let letters = Self.letters(at: place, in: key[position] + 1...high)
      guard !letters.isEmpty else { continue }
      let level = Level(position: position, address: addresses[position], weight: weight, letters: letters)
      if place.isHopeless { hopeless.append(level) } else { levels.append(level) }
    }
    if levels.isEmpty { levels = hopeless }
    levels.reverse()
  }

  /// Where little was seen of a place, a little further than what was seen: more of the unknown shows in the next page.
  private static func letters(at place: Keyspace.Place, in range: ClosedRange<UInt8>) -> [UInt8] {
    let letters = place.letters.bytes(in: range)
    guard !place.isKnown else { return letters }
    let known = letters.prefix { place.seen.count(in: $0...255) > 0 }.count
    return Array(letters.prefix(known + guessLimit))
  }

  private static let guessLimit = 2

  /// Keys for one step at the place where the page's first and last key differ.
  private func weight(at position: Int, _ addresses: [Keyspace.Address]) -> Double {
    guard position < addresses.count, position < sample.first.count, sample.first[position] < sample.last[position]
    else { return Double(sample.count) }
    let steps = keyspace[addresses[position]].letters.count(in: sample.first[position] + 1...sample.last[position])
    return Double(sample.count) / Double(max(1, steps))
  }

  var isEmpty: Bool { levels.isEmpty && beyond == nil }

  /// Keys that may be left in the range, as a guess; usually too few.
  var estimate: Double { levels.reduce(0) { $0 + $1.weight * Double($1.letters.count) } }

  /// - Parameters:
  ///   - count: cuts wanted at most.
  ///   - piece: keys between two cuts at least.
  ///   - scale: how much more there is than the estimate says.
  /// - Returns: cuts in ascending order, far ones rather than near ones.
  func cuts(_ count: Int, piece: Double, scale: Double) -> [Cut] {
    var result: [Cut] = []
    if let beyond { result.append(Cut(key: beyond)) }
    for level in levels {
      let room = count - result.count
      guard room > 0 else { break }
      let share = min(scale * level.weight * Double(level.letters.count) / piece, Double(room))
      let number = min(level.letters.count, Int(share))
      guard number > 0 else { continue }
      let seen = keyspace[level.address].seen
      for index in 0..<number {
        let letter =
          number == level.letters.count
          ? level.letters[index] : level.letters[(index + 1) * level.letters.count / (number + 1)]
        guard let key = Self.completed(sample.last.prefix(level.position) + [letter]) else { continue }
        if let stop, !key.isBefore(stop) { continue }
        result.append(Cut(key: key, address: level.address, isGuess: !seen.contains(letter)))
      }
    }
    result.sort { $0.key.isBefore($1.key) }
    return result.reduce(into: []) { list, cut in if list.last?.key != cut.key { list.append(cut) } }
  }

  /// The first well-formed UTF-8 text that begins with these bytes, of which only the last may be the middle of a
  /// character; nil where there is none.
  static func completed(_ bytes: ArraySlice<UInt8>) -> [UInt8]? {
    var text = Array(bytes)
    guard text.count <= 1024, let last = text.last else { return nil }
    guard last >= 0x80 else { return text.span.isUTF8 ? text : nil }
    for _ in 0..<3 {
      if text.span.isUTF8 { return text }
      if let lead = text.last, lead == 0xE0 || lead == 0xF0 {
        text.append(lead == 0xE0 ? 0xA0 : 0x90)
      } else {
        text.append(0x80)
      }
    }
    return text.span.isUTF8 && text.count <= 1024 ? text : nil
  }
}
