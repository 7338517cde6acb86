/// What one request told us about one setting of one resource.
///
/// The service answers in three ways that must never be mixed up: a value, "not configured" (for example
/// `NoSuchLifecycleConfiguration`, a fact like any other), or no answer at all.
public enum Observation<Value: Sendable>: Sendable {
  case known(Value)
  case absent
  case unknown(Gap)

  /// The value, where there is one.
  public var value: Value? { if case .known(let value) = self { value } else { nil } }
  /// Why there is no answer, where there is none.
  public var gap: Gap? { if case .unknown(let gap) = self { gap } else { nil } }

  public func map<Other>(_ transform: (Value) -> Other) -> Observation<Other> {
    switch self {
    case .known(let value): .known(transform(value))
    case .absent: .absent
    case .unknown(let gap): .unknown(gap)
    }
  }
}

extension Observation: Equatable where Value: Equatable {}
extension Observation: Hashable where Value: Hashable {}

/// Why something is not known, in words a reader can act on.
public enum Gap: Hashable, Sendable {
  /// The credentials lack this permission, e.g. `s3:GetLifecycleConfiguration`.
  case denied(permission: String)
  /// The provider's data file declares that the API does not exist there; rules on it are not applicable.
  case unsupported(operation: String)
  /// No usable answer after all retries, or an answer that is not this API's.
  case failed(operation: String, message: String)
  /// Nothing asked for it in this run.
  case notCollected
}

extension Gap {
  /// Why what only the bucket's own account may ask was not asked.
  public static func foreignBucket(_ operation: String) -> Gap {
    .failed(operation: operation, message: "the bucket belongs to another account")
  }
}

extension Gap: CustomStringConvertible {
  public var description: String {
    switch self {
    case .denied(let permission): "access denied; grant \(permission)"
    case .unsupported(let operation): "\(operation) is not supported by this provider"
    case .failed(let operation, let message): "\(operation) failed: \(message)"
    case .notCollected: "not collected in this run"
    }
  }
}

// A snapshot keeps observations as {"known": …}, {"absent": true} or {"unknown": {…}}: readable, and stable whatever the
// compiler's own encoding of enums becomes.

extension Observation: Codable where Value: Codable {
  private enum Key: String, CodingKey { case known, absent, unknown }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    if let gap = try container.decodeIfPresent(Gap.self, forKey: .unknown) {
      self = .unknown(gap)
    } else if container.contains(.known) {
      self = .known(try container.decode(Value.self, forKey: .known))
    } else if try container.decodeIfPresent(Bool.self, forKey: .absent) == true {
      self = .absent
    } else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: container.codingPath, debugDescription: "neither known nor absent nor unknown"))
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    switch self {
    case .known(let value): try container.encode(value, forKey: .known)
    case .absent: try container.encode(true, forKey: .absent)
    case .unknown(let gap): try container.encode(gap, forKey: .unknown)
    }
  }
}

extension Gap: Codable {
  private enum Key: String, CodingKey { case reason, permission, operation, message }

  /// `denied`, `unsupported`, `failed` or `not_collected`: the word that reports use.
  public var reason: String {
    switch self {
    case .denied: "denied"
    case .unsupported: "unsupported"
    case .failed: "failed"
    case .notCollected: "not_collected"
    }
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    switch try container.decode(String.self, forKey: .reason) {
    case "denied": self = .denied(permission: try container.decode(String.self, forKey: .permission))
    case "unsupported": self = .unsupported(operation: try container.decode(String.self, forKey: .operation))
    case "failed":
      self = .failed(
        operation: try container.decode(String.self, forKey: .operation),
        message: try container.decode(String.self, forKey: .message))
    case "not_collected": self = .notCollected
    case let other:
      throw DecodingError.dataCorruptedError(
        forKey: .reason, in: container, debugDescription: "an unknown reason: \(other)")
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(reason, forKey: .reason)
    switch self {
    case .denied(let permission): try container.encode(permission, forKey: .permission)
    case .unsupported(let operation): try container.encode(operation, forKey: .operation)
    case .failed(let operation, let message):
      try container.encode(operation, forKey: .operation)
      try container.encode(message, forKey: .message)
    case .notCollected: break
    }
  }
}
