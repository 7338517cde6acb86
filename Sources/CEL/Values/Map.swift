/// The language's map: keys are bool, int, uint or string, and `1`, `1u` and `1.0` are the same key.
///
/// Entries keep the order in which they were given, so that the same data always iterates in the same order.
public struct Map: Sendable {
  /// One key with its value.
  public struct Entry: Sendable {
    public let key: Key
    public let value: Value
  }

  public private(set) var entries: [Entry]
  /// Only for maps that are too long to walk.
  private var index: [Key: Int]

  private static let walkable = 8

  /// A map of these entries; the later of two equal keys counts.
  public init(_ pairs: some Sequence<(Key, Value)>) {
    entries = []
    index = [:]
    for (key, value) in pairs { set(key, value) }
  }

  public init() {
    entries = []
    index = [:]
  }

  public var count: Int { entries.count }

  public subscript(key: Key) -> Value? { position(of: key).map { entries[$0].value } }

  private func position(of key: Key) -> Int? {
    if entries.count > Self.walkable { return index[key] }
    return entries.firstIndex { $0.key == key }
  }

  mutating func set(_ key: Key, _ value: Value) {
    if let position = position(of: key) {
      entries[position] = Entry(key: key, value: value)
      return
    }
    entries.append(Entry(key: key, value: value))
    if entries.count == Self.walkable + 1 {
      for (position, entry) in entries.enumerated() { index[entry.key] = position }
    } else if entries.count > Self.walkable {
      index[key] = entries.count - 1
    }
  }
}

/// A key of a map.
public enum Key: Sendable {
  case bool(Bool)
  case int(Int64)
  case uint(UInt64)
  case string(String)

  /// The key that a value looks up: numbers of any type that are whole find the equal key. Nil when no map can hold it.
  init?(lookingUp value: Value) {
    switch value {
    case .bool(let value): self = .bool(value)
    case .int(let value): self = .int(value)
    case .uint(let value): self = .uint(value)
    case .string(let value): self = .string(value)
    case .double(let value):
      if let whole = Int64(exactly: value) {
        self = .int(whole)
      } else if let whole = UInt64(exactly: value) {
        self = .uint(whole)
      } else {
        return nil
      }
    default: return nil
    }
  }

  /// The key that a map literal may hold: no doubles.
  init?(making value: Value) {
    if case .double = value { return nil }
    self.init(lookingUp: value)
  }

  public var value: Value {
    switch self {
    case .bool(let value): .bool(value)
    case .int(let value): .int(value)
    case .uint(let value): .uint(value)
    case .string(let value): .string(value)
    }
  }
}

extension Key: Hashable {
  public static func == (left: Key, right: Key) -> Bool {
    switch (left, right) {
    case (.string(let left), .string(let right)): left.isSameText(as: right)
    case (.bool(let left), .bool(let right)): left == right
    case (.int(let left), .int(let right)): left == right
    case (.uint(let left), .uint(let right)): left == right
    case (.int(let left), .uint(let right)), (.uint(let right), .int(let left)): left >= 0 && UInt64(left) == right
    default: false
    }
  }

  public func hash(into hasher: inout Hasher) {
    switch self {
    case .bool(let value): hasher.combine(value)
    case .int(let value): hasher.combine(value)
    case .uint(let value): if let small = Int64(exactly: value) { hasher.combine(small) } else { hasher.combine(value) }
    case .string(let value): hasher.combine(value)
    }
  }
}

extension String {
  /// Equal code points. Swift's own `==` also calls texts equal that only look alike when normalised.
  func isSameText(as other: String) -> Bool {
    utf8.count == other.utf8.count && self == other && utf8.elementsEqual(other.utf8)
  }

  /// Order of code points.
  func precedes(_ other: String) -> Bool { utf8.lexicographicallyPrecedes(other.utf8) }
}
