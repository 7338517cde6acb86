import FoundationEssentials
import Model

/// A value as it is kept: JSON, compressed.
struct Document {
  let bytes: [UInt8]
  /// Before compression.
  let size: Int64

  init(_ value: some Encodable, _ compressor: borrowing Compressor) throws {
    try self.init(json: try StreamEncoder.json(value), compressor)
  }

  init(json: [UInt8], _ compressor: borrowing Compressor) throws {
    bytes = try compressor.compressed(json)
    size = Int64(json.count)
  }

  init(bytes: [UInt8], size: Int64) {
    self.bytes = bytes
    self.size = size
  }

  func value<T: Decodable>(as type: T.Type) throws -> T { try Self.value(as: type, json: try json) }

  /// A slice of findings: a page, or the plain list of before schema 3.
  var findings: [Finding] {
    get throws {
      let json = try json
      if json.first == UInt8(ascii: "[") { return try Self.value(as: [Finding].self, json: json) }
      return try Self.value(as: FindingPage.self, json: json).findings
    }
  }

  private var json: [UInt8] { get throws { try Compression.expanded(bytes, size: size) } }

  private static func value<T: Decodable>(as type: T.Type, json: [UInt8]) throws -> T {
    try JSONDecoder().decode(type, from: Data(json))
  }
}
