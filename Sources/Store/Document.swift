import FoundationEssentials

/// A value as it is kept: JSON with sorted keys, compressed.
struct Document {
  let bytes: [UInt8]
  /// Before compression.
  let size: Int64

  init(_ value: some Encodable) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let json = [UInt8](try encoder.encode(value))
    bytes = try Compression.compressed(json)
    size = Int64(json.count)
  }

  init(bytes: [UInt8], size: Int64) {
    self.bytes = bytes
    self.size = size
  }

  func value<T: Decodable>(as type: T.Type) throws -> T {
    try JSONDecoder().decode(type, from: Data(try Compression.expanded(bytes, size: size)))
  }
}
