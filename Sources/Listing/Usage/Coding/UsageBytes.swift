/// Why bytes are not the counters of a listing that can be taken up again.
package enum UsageCodingFault: Error, Sendable, Equatable, CustomStringConvertible {
  /// Something else altogether.
  case foreign
  /// Written by a version of audit that counts other things.
  case otherVersion(Int)
  case damaged(String)

  package var description: String {
    switch self {
    case .foreign: "it is not a saved listing"
    case .otherVersion(let version): "it was saved by another version of audit, in format \(version)"
    case .damaged(let what): "it is damaged: \(what)"
    }
  }
}

/// Numbers and texts as bytes: numbers in groups of seven bits, the lowest first, so that small ones are short.
struct UsageWriter {
  private(set) var bytes: [UInt8] = []

  mutating func put(_ number: UInt64) {
    var rest = number
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  /// Not below zero.
  mutating func put(_ count: Int) { put(UInt64(count)) }
  /// Objects or bytes: not below zero.
  mutating func put(_ amount: Int64) { put(UInt64(amount)) }
  /// A time may lie before 1970.
  mutating func put(time: Int64) { put(UInt64(bitPattern: (time << 1) ^ (time >> 63))) }
  mutating func put(_ flag: Bool) { bytes.append(flag ? 1 : 0) }

  mutating func put(_ text: [UInt8]) {
    put(text.count)
    bytes.append(contentsOf: text)
  }

  /// Eight bytes, the lowest first.
  mutating func put(hash: UInt64) {
    for shift in stride(from: 0, to: 64, by: 8) { bytes.append(UInt8(truncatingIfNeeded: hash >> UInt64(shift))) }
  }
}

/// What a `UsageWriter` wrote; nothing is believed that is not checked.
struct UsageReader {
  private let bytes: ArraySlice<UInt8>
  private var at: Int

  init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    at = bytes.startIndex
  }

  var isAtEnd: Bool { at == bytes.endIndex }

  mutating func byte() throws(UsageCodingFault) -> UInt8 {
    guard at < bytes.endIndex else { throw .damaged("it ends too early") }
    at += 1
    return bytes[at - 1]
  }

  mutating func number() throws(UsageCodingFault) -> UInt64 {
    var number: UInt64 = 0
    for shift in stride(from: UInt64(0), to: 64, by: 7) {
      let byte = try byte()
      let part = UInt64(byte & 0x7F)
      guard (part << shift) >> shift == part else { break }
      number |= part << shift
      if byte < 0x80 { return number }
    }
    throw .damaged("a number is too large")
  }

  /// How many of something follow, each of at least one byte.
  mutating func count() throws(UsageCodingFault) -> Int {
    let number = try number()
    guard number <= UInt64(bytes.endIndex - at) else { throw .damaged("it ends too early") }
    return Int(number)
  }

  /// A number up to a limit.
  mutating func index(below limit: Int) throws(UsageCodingFault) -> Int {
    let number = try number()
    guard number < UInt64(max(0, limit)) else { throw .damaged("\(number) is not below \(limit)") }
    return Int(number)
  }

  /// Objects or bytes, few enough to be added to what is counted.
  mutating func amount() throws(UsageCodingFault) -> Int64 {
    let number = try number()
    guard number <= UInt64(UsageAccumulator.byteLimit) else { throw .damaged("a sum is too large") }
    return Int64(number)
  }

  mutating func time() throws(UsageCodingFault) -> Int64 {
    let number = try number()
    let time = Int64(bitPattern: number >> 1) ^ -Int64(bitPattern: number & 1)
    // No time at all is the greatest or the smallest number.
    guard time.magnitude <= UInt64(UsageAccumulator.byteLimit) || time == .max || time == .min else {
      throw .damaged("a time is none")
    }
    return time
  }

  mutating func flag() throws(UsageCodingFault) -> Bool {
    let byte = try byte()
    guard byte < 2 else { throw .damaged("\(byte) is neither yes nor no") }
    return byte == 1
  }

  mutating func text() throws(UsageCodingFault) -> [UInt8] {
    let count = try count()
    at += count
    return Array(bytes[at - count..<at])
  }

  mutating func hash() throws(UsageCodingFault) -> UInt64 {
    var hash: UInt64 = 0
    for shift in stride(from: UInt64(0), to: 64, by: 8) { hash |= UInt64(try byte()) << shift }
    return hash
  }
}
