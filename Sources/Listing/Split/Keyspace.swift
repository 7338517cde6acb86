/// What the pages so far have shown of a bucket's keys: which bytes stand at which place, and which guesses about them
/// were right.
///
/// A place is counted from the last `/`, since directories differ in length: part 2, offset 0 is the first byte behind
/// the second `/`.
struct Keyspace: Sendable {
  struct Place: Sendable {
    var seen = ByteSet()
    /// Pages in which the place ran through all that it can hold, because something left of it changed.
    var runs = 0
    private var lastRun = -1
    /// Ranges that began with a cut here, and those of them that were empty.
    var trials = 0
    var misses = 0
    /// The same of cuts at a byte that had never been seen here.
    var guesses = 0
    var wrongGuesses = 0

    mutating func ran(in page: Int) {
      guard lastRun != page else { return }
      lastRun = page
      runs += 1
    }

    var isKnown: Bool { runs >= 4 }

    /// The bytes that keys may have here: those seen, and where little was seen, the rest of the digits, too.
    var letters: ByteSet {
      if isKnown { return seen }
      if guesses >= 8, wrongGuesses * 5 > guesses * 4 { return seen }
      if seen.isSubset(of: .digits) { return .digits }
      guard seen.count > 1 else { return seen }
      if seen.isSubset(of: .lowercaseHexadecimal) { return .lowercaseHexadecimal }
      if seen.isSubset(of: .uppercaseHexadecimal) { return .uppercaseHexadecimal }
      return seen
    }

    /// Cuts here turn out empty again and again.
    var isHopeless: Bool { trials >= 16 && misses * 5 > trials * 4 }
  }

  /// Where a byte of a key is.
  struct Address: Sendable, Equatable {
    var part: Int
    var offset: Int
  }

  /// Parts and offsets beyond are left out: keys of 1,024 bytes may be all slashes.
  static let partLimit = 32
  static let offsetLimit = 128
  /// Keys of a page that are looked at.
  static let sampleCount = 32

  private var parts: [[Place]] = []
  private var pages = 0

  /// The addresses of a key's bytes; shorter than the key where that goes beyond what is kept.
  func addresses(of key: [UInt8]) -> [Address] {
    var result: [Address] = []
    result.reserveCapacity(key.count)
    var address = Address(part: 0, offset: 0)
    for byte in key {
      guard address.part < Self.partLimit, address.offset < Self.offsetLimit else { break }
      result.append(address)
      if byte == UInt8(ascii: "/") {
        address = Address(part: address.part + 1, offset: 0)
      } else {
        address.offset += 1
      }
    }
    return result
  }

  subscript(address: Address) -> Place {
    get {
      guard address.part < parts.count, address.offset < parts[address.part].count else { return Place() }
      return parts[address.part][address.offset]
    }
    set {
      while parts.count <= address.part { parts.append([]) }
      while parts[address.part].count <= address.offset { parts[address.part].append(Place()) }
      parts[address.part][address.offset] = newValue
    }
  }

  /// Looks at some of the keys of a page.
  mutating func learn(_ page: Page) {
    guard let first = page.entries.first, let last = page.entries.last else { return }
    pages += 1
    let difference = page.key(first).firstDifference(page.key(last))
    let step = max(1, page.entries.count / Self.sampleCount)
    for index in stride(from: 0, to: page.entries.count, by: step) {
      learn(page.key(page.entries[index]), from: difference)
    }
    learn(page.key(last), from: difference)
  }

  private mutating func learn(_ key: [UInt8], from difference: Int) {
    var address = Address(part: 0, offset: 0)
    for index in key.indices {
      guard address.part < Self.partLimit, address.offset < Self.offsetLimit else { return }
      if address.part >= parts.count || address.offset >= parts[address.part].count { self[address] = Place() }
      parts[address.part][address.offset].seen.insert(key[index])
      if index > difference { parts[address.part][address.offset].ran(in: pages) }
      if key[index] == UInt8(ascii: "/") {
        address = Address(part: address.part + 1, offset: 0)
      } else {
        address.offset += 1
      }
    }
  }

  /// Notes what became of a cut.
  mutating func judge(_ address: Address, wasGuess: Bool, isEmpty: Bool) {
    var place = self[address]
    place.trials += 1
    if isEmpty { place.misses += 1 }
    if wasGuess {
      place.guesses += 1
      if isEmpty { place.wrongGuesses += 1 }
    }
    self[address] = place
  }
}

extension [UInt8] {
  /// The index of the first byte that is not the same in both; the shorter one's length where it begins the other.
  func firstDifference(_ other: [UInt8]) -> Int {
    let shared = Swift.min(count, other.count)
    for index in 0..<shared where self[index] != other[index] { return index }
    return shared
  }
}
