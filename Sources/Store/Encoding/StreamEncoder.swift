/// Swift's `Encoder` that writes JSON as it is called, in the order of the calls: no tree of the whole document is built.
struct StreamEncoder: Encoder {
  private let output: JSONOutput

  init(_ output: JSONOutput) { self.output = output }

  /// The JSON of one value.
  static func json(_ value: some Encodable) throws -> [UInt8] {
    let output = JSONOutput()
    try StreamEncoder(output).write(value)
    return output.bytes
  }

  /// Writes a value whole: afterwards, only what was open before is open.
  func write(_ value: some Encodable) throws {
    let (depth, start) = (output.depth, output.bytes.count)
    try value.encode(to: self)
    if output.bytes.count == start { output.beginObject() }
    output.close(to: depth)
  }

  // Nobody is told where in a document an error is: what is kept are our own types.
  var codingPath: [any CodingKey] { [] }
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    output.beginObject()
    return KeyedEncodingContainer(ObjectWriter<Key>(output))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer {
    output.beginArray()
    return ArrayWriter(output)
  }

  func singleValueContainer() -> any SingleValueEncodingContainer { ValueWriter(output) }
}

/// One value; also what the other containers write theirs with.
private struct ValueWriter: SingleValueEncodingContainer {
  let output: JSONOutput
  var codingPath: [any CodingKey] { [] }

  init(_ output: JSONOutput) { self.output = output }

  func encodeNil() { output.writeNull() }
  func encode(_ value: Bool) { output.write(value) }
  func encode(_ value: String) { output.write(value) }
  func encode(_ value: Int) { output.write(value) }
  func encode(_ value: Int8) { output.write(value) }
  func encode(_ value: Int16) { output.write(value) }
  func encode(_ value: Int32) { output.write(value) }
  func encode(_ value: Int64) { output.write(value) }
  func encode(_ value: UInt) { output.write(value) }
  func encode(_ value: UInt8) { output.write(value) }
  func encode(_ value: UInt16) { output.write(value) }
  func encode(_ value: UInt32) { output.write(value) }
  func encode(_ value: UInt64) { output.write(value) }
  func encode(_ value: Float) throws { try encode(Double(value)) }
  func encode(_ value: some Encodable) throws { try StreamEncoder(output).write(value) }

  func encode(_ value: Double) throws {
    guard output.write(value) else {
      throw EncodingError.invalidValue(
        value, .init(codingPath: [], debugDescription: "JSON has no number for \(value)"))
    }
  }
}

private struct ObjectWriter<Key: CodingKey>: KeyedEncodingContainerProtocol {
  private let output: JSONOutput
  private let depth: Int
  var codingPath: [any CodingKey] { [] }

  /// The object that has just begun.
  init(_ output: JSONOutput) {
    self.output = output
    depth = output.depth
  }

  private func at(_ key: some CodingKey) -> ValueWriter {
    output.key(key.stringValue, at: depth)
    return ValueWriter(output)
  }

  func encodeNil(forKey key: Key) { at(key).encodeNil() }
  func encode(_ value: Bool, forKey key: Key) { at(key).encode(value) }
  func encode(_ value: String, forKey key: Key) { at(key).encode(value) }
  func encode(_ value: Double, forKey key: Key) throws { try at(key).encode(value) }
  func encode(_ value: Float, forKey key: Key) throws { try at(key).encode(value) }
  func encode(_ value: Int, forKey key: Key) { at(key).encode(value) }
  func encode(_ value: Int8, forKey key: Key) { at(key).encode(value) }
  func encode(_ value: Int16, forKey key: Key) { at(key).encode(value) }
  func encode(_ value: Int32, forKey key: Key) { at(key).encode(value) }
  func encode(_ value: Int64, forKey key: Key) { at(key).encode(value) }
  func encode(_ value: UInt, forKey key: Key) { at(key).encode(value) }
  func encode(_ value: UInt8, forKey key: Key) { at(key).encode(value) }
  func encode(_ value: UInt16, forKey key: Key) { at(key).encode(value) }
  func encode(_ value: UInt32, forKey key: Key) { at(key).encode(value) }
  func encode(_ value: UInt64, forKey key: Key) { at(key).encode(value) }
  func encode(_ value: some Encodable, forKey key: Key) throws { try at(key).encode(value) }

  func nestedContainer<Other: CodingKey>(
    keyedBy type: Other.Type, forKey key: Key
  ) -> KeyedEncodingContainer<Other> {
    output.key(key.stringValue, at: depth)
    return StreamEncoder(output).container(keyedBy: type)
  }

  func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
    output.key(key.stringValue, at: depth)
    return StreamEncoder(output).unkeyedContainer()
  }

  func superEncoder() -> any Encoder {
    output.key("super", at: depth)
    return StreamEncoder(output)
  }

  func superEncoder(forKey key: Key) -> any Encoder {
    output.key(key.stringValue, at: depth)
    return StreamEncoder(output)
  }
}

private struct ArrayWriter: UnkeyedEncodingContainer {
  private let output: JSONOutput
  private let depth: Int
  private(set) var count = 0
  var codingPath: [any CodingKey] { [] }

  /// The array that has just begun.
  init(_ output: JSONOutput) {
    self.output = output
    depth = output.depth
  }

  private mutating func next() -> ValueWriter {
    output.next(at: depth)
    count += 1
    return ValueWriter(output)
  }

  mutating func encodeNil() { next().encodeNil() }
  mutating func encode(_ value: Bool) { next().encode(value) }
  mutating func encode(_ value: String) { next().encode(value) }
  mutating func encode(_ value: Double) throws { try next().encode(value) }
  mutating func encode(_ value: Float) throws { try next().encode(value) }
  mutating func encode(_ value: Int) { next().encode(value) }
  mutating func encode(_ value: Int8) { next().encode(value) }
  mutating func encode(_ value: Int16) { next().encode(value) }
  mutating func encode(_ value: Int32) { next().encode(value) }
  mutating func encode(_ value: Int64) { next().encode(value) }
  mutating func encode(_ value: UInt) { next().encode(value) }
  mutating func encode(_ value: UInt8) { next().encode(value) }
  mutating func encode(_ value: UInt16) { next().encode(value) }
  mutating func encode(_ value: UInt32) { next().encode(value) }
  mutating func encode(_ value: UInt64) { next().encode(value) }
  mutating func encode(_ value: some Encodable) throws { try next().encode(value) }

  mutating func nestedContainer<Other: CodingKey>(keyedBy type: Other.Type) -> KeyedEncodingContainer<Other> {
    _ = next()
    return StreamEncoder(output).container(keyedBy: type)
  }

  mutating func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
    _ = next()
    return StreamEncoder(output).unkeyedContainer()
  }

  mutating func superEncoder() -> any Encoder {
    _ = next()
    return StreamEncoder(output)
  }
}
