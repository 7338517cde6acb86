/// `encoding-type=url` in all its forms: `+` and `%20` are a space, `%2B` is a plus, `%2F` and `/` a slash, digits of
/// either case. A `%` without two digits behind it stands for itself.
extension Page {
  /// Decodes what the page's keys and key marker still have encoded, once the whole page says that they are.
  mutating func decodeURLEncoding() {
    guard isURLEncoded else { return }
    let body = body
    for index in entries.indices where entries[index].key.hasEscapes {
      entries[index].key = decoded(entries[index].key, of: body)
    }
    if let marker = nextKeyMarker { nextKeyMarker = Self.urlDecoded(marker) }
  }

  private mutating func decoded(_ place: Entry.Place, of bytes: [UInt8]) -> Entry.Place {
    if place.isDecoded {
      // In place: what is decoded is never longer.
      var target = scratch.mutableSpan
      let count = decodeURL(in: &target, place.range)
      return Entry.Place(start: place.start, count: UInt32(count), isDecoded: true)
    }
    // Whole words are written, up to seven bytes more than count.
    reserve(Int(place.count) + 8)
    let start = used
    let source = bytes.span
    var target = scratch.mutableSpan
    var to = start
    var index = place.range.lowerBound
    let end = place.range.upperBound
    while index < end {
      if index &+ 8 <= end {
        let word = source.word(at: index)
        let escapes = Words.equal(word, UInt8(ascii: "%")) | Words.equal(word, UInt8(ascii: "+"))
        target.store(word, at: to)
        let plain = escapes.trailingZeroBitCount &>> 3
        to &+= plain
        index &+= plain
        if plain == 8 { continue }
      }
      let byte = source[index]
      if byte == UInt8(ascii: "%"), index + 2 < end, let high = hexDigit(source[index + 1]),
        let low = hexDigit(source[index + 2])
      {
        target[to] = high << 4 | low
        index += 3
      } else {
        target[to] = byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte
        index += 1
      }
      to += 1
    }
    used = to
    return Entry.Place(start: UInt32(start), count: UInt32(to - start), isDecoded: true)
  }

  static func urlDecoded(_ bytes: [UInt8]) -> [UInt8] {
    var result = bytes
    var span = result.mutableSpan
    let count = decodeURL(in: &span, 0..<bytes.count)
    result.removeLast(bytes.count - count)
    return result
  }
}

/// The number of bytes that are left.
private func decodeURL(in bytes: inout MutableSpan<UInt8>, _ range: Range<Int>) -> Int {
  var target = range.lowerBound
  var index = range.lowerBound
  while index < range.upperBound {
    let byte = bytes[index]
    if byte == UInt8(ascii: "%"), index + 2 < range.upperBound, let high = hexDigit(bytes[index + 1]),
      let low = hexDigit(bytes[index + 2])
    {
      bytes[target] = high << 4 | low
      index += 3
    } else {
      bytes[target] = byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte
      index += 1
    }
    target += 1
  }
  return target - range.lowerBound
}

@inline(__always)
private func hexDigit(_ byte: UInt8) -> UInt8? {
  switch byte {
  case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
  case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
  case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
  default: nil
  }
}
