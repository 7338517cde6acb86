/// A Swift type that a function of the library can take or give directly.
protocol Native: Sendable {
  static var celType: CELType { get }
  /// Nil when the value is of another type.
  init?(celValue: Value)
  var celValue: Value { get }
}

extension Value: Native {
  static var celType: CELType { .dyn }
  init?(celValue: Value) { self = celValue }
  var celValue: Value { self }
}

extension Bool: Native {
  static var celType: CELType { .bool }
  init?(celValue: Value) {
    guard case .bool(let value) = celValue else { return nil }
    self = value
  }
  var celValue: Value { .bool(self) }
}

extension Int64: Native {
  static var celType: CELType { .int }
  init?(celValue: Value) {
    guard case .int(let value) = celValue else { return nil }
    self = value
  }
  var celValue: Value { .int(self) }
}

extension UInt64: Native {
  static var celType: CELType { .uint }
  init?(celValue: Value) {
    guard case .uint(let value) = celValue else { return nil }
    self = value
  }
  var celValue: Value { .uint(self) }
}

extension Double: Native {
  static var celType: CELType { .double }
  init?(celValue: Value) {
    guard case .double(let value) = celValue else { return nil }
    self = value
  }
  var celValue: Value { .double(self) }
}

extension String: Native {
  static var celType: CELType { .string }
  init?(celValue: Value) {
    guard case .string(let value) = celValue else { return nil }
    self = value
  }
  var celValue: Value { .string(self) }
}

/// The language's `bytes`; an array of bytes would look like a list.
struct Bytes: Native {
  let content: [UInt8]
  init(_ content: [UInt8]) { self.content = content }

  static var celType: CELType { .bytes }
  init?(celValue: Value) {
    guard case .bytes(let value) = celValue else { return nil }
    content = value
  }
  var celValue: Value { .bytes(content) }
}

extension Array: Native where Element: Native {
  static var celType: CELType { .list(Element.celType) }
  init?(celValue: Value) {
    guard case .list(let values) = celValue else { return nil }
    if let values = values as? Self {
      self = values
      return
    }
    var elements: [Element] = []
    elements.reserveCapacity(values.count)
    for value in values {
      guard let element = Element(celValue: value) else { return nil }
      elements.append(element)
    }
    self = elements
  }
  var celValue: Value { .list(map(\.celValue)) }
}

extension Optional: Native where Wrapped == Value {
  static var celType: CELType { .optional(.dyn) }
  init?(celValue: Value) {
    guard case .optional(let value) = celValue else { return nil }
    self = value
  }
  var celValue: Value { .optional(self) }
}

extension Map: Native {
  static var celType: CELType { .map(.dyn, .dyn) }
  init?(celValue: Value) {
    guard case .map(let value) = celValue else { return nil }
    self = value
  }
  var celValue: Value { .map(self) }
}

extension CELTimestamp: Native {
  static var celType: CELType { .timestamp }
  init?(celValue: Value) {
    guard case .timestamp(let value) = celValue else { return nil }
    self = value
  }
  var celValue: Value { .timestamp(self) }
}

extension CELDuration: Native {
  static var celType: CELType { .duration }
  init?(celValue: Value) {
    guard case .duration(let value) = celValue else { return nil }
    self = value
  }
  var celValue: Value { .duration(self) }
}

extension IPAddress: Native {
  static var celType: CELType { .ip }
  init?(celValue: Value) {
    guard case .ip(let value) = celValue else { return nil }
    self = value
  }
  var celValue: Value { .ip(self) }
}

extension CIDR: Native {
  static var celType: CELType { .cidr }
  init?(celValue: Value) {
    guard case .cidr(let value) = celValue else { return nil }
    self = value
  }
  var celValue: Value { .cidr(self) }
}

extension TypeName: Native {
  static var celType: CELType { .type }
  init?(celValue: Value) {
    guard case .type(let value) = celValue else { return nil }
    self = value
  }
  var celValue: Value { .type(self) }
}
