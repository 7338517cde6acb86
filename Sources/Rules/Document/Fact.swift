import CEL
public import Model

/// One value of the document that rules are evaluated over.
///
/// The document is built twice over: from a snapshot, and from a rule's examples. Both go through this type, and only
/// `value(_:)` knows how CEL writes it down.
public indirect enum Fact: Sendable, Hashable {
  /// Not configured: the field is left out, so `has()` is false.
  case missing
  case unknown(Reason)
  case bool(Bool)
  case int(Int64)
  case double(Double)
  case string(String)
  case timestamp(Timestamp)
  case list([Fact])
  /// Named fields, or a map with keys of the user's making.
  case object([String: Fact])

  /// Why a value is unknown, and whether the user wanted it so.
  public struct Reason: Sendable, Hashable {
    public var gap: Gap
    /// The user switched off what would have told.
    public var isOptedOut: Bool

    public init(_ gap: Gap, isOptedOut: Bool = false) {
      self.gap = gap
      self.isOptedOut = isOptedOut
    }
  }

  public static func unknown(_ gap: Gap) -> Fact { .unknown(Reason(gap)) }
  public static func int(_ value: Int) -> Fact { .int(Int64(value)) }
  public static func strings(_ values: some Sequence<String>) -> Fact { .list(values.map(Fact.string)) }

  /// What CEL sees; reasons are kept in `reasons` and stand as tokens in the value.
  func value(_ reasons: inout ReasonTable) -> CEL.Value {
    switch self {
    case .missing: .null
    case .unknown(let reason): .unknown(UnknownSet(ids: [reasons.token(for: reason)]))
    case .bool(let value): .bool(value)
    case .int(let value): .int(value)
    case .double(let value): .double(value)
    case .string(let value): .string(value)
    case .timestamp(let value): CELTimestamp(seconds: value.seconds).map { .timestamp($0) } ?? .null
    case .list(let items): .list(items.map { $0.value(&reasons) })
    case .object(let fields):
      .object(fields.filter { $0.value != .missing }.mapValues { $0.value(&reasons) })
    }
  }

  subscript(field: String) -> Fact? { if case .object(let fields) = self { fields[field] } else { nil } }

  /// An object with other values in some of its fields.
  func replacing(_ others: [String: Fact]) -> Fact {
    guard case .object(let fields) = self else { return self }
    return .object(fields.merging(others) { _, new in new })
  }
}

extension Fact: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  public init(stringLiteral value: String) { self = .string(value) }
  public init(booleanLiteral value: Bool) { self = .bool(value) }
  public init(integerLiteral value: Int64) { self = .int(value) }
  public init(arrayLiteral elements: Fact...) { self = .list(elements) }
  public init(dictionaryLiteral elements: (String, Fact)...) {
    self = .object(Dictionary(elements) { _, last in last })
  }
}

/// The reasons behind the unknown values of one document; CEL carries their numbers.
struct ReasonTable {
  private(set) var reasons: [Fact.Reason] = []
  private var tokens: [Fact.Reason: Int] = [:]

  mutating func token(for reason: Fact.Reason) -> Int {
    if let token = tokens[reason] { return token }
    tokens[reason] = reasons.count
    reasons.append(reason)
    return reasons.count - 1
  }

  /// In the order of their first appearance in the document, so that the same input gives the same finding.
  func reasons(of set: UnknownSet) -> [Fact.Reason] {
    set.ids.sorted().filter(reasons.indices.contains).map { reasons[$0] }
  }
}

extension Optional {
  /// The fact of a value that may be left out.
  func fact(_ make: (Wrapped) -> Fact) -> Fact { map(make) ?? .missing }
}

extension Observation {
  /// The fact of a setting: what is absent has its own fact.
  func fact(absent: Fact = .missing, isOptedOut: Bool = false, _ make: (Value) -> Fact) -> Fact {
    switch self {
    case .known(let value): make(value)
    case .absent: absent
    case .unknown(let gap): .unknown(Fact.Reason(gap, isOptedOut: isOptedOut && gap == .notCollected))
    }
  }
}
