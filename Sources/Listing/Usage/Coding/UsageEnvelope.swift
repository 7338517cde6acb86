/// What stands around saved counters, so that nothing else is ever taken for them: a name, the format, a checksum.
enum UsageEnvelope {
  private static let name = Array("audit usage\n".utf8)
  /// To be raised whenever what is written, or what it means, changes: nothing old is read.
  static let format: UInt8 = 4
  private static let checksumLength = 8

  static func seal(_ content: [UInt8]) -> [UInt8] {
    var writer = UsageWriter()
    writer.put(hash: FixedHash.hash((name + [format] + content).span))
    return name + [format] + content + writer.bytes
  }

  static func open(_ bytes: [UInt8]) throws(UsageCodingFault) -> ArraySlice<UInt8> {
    guard bytes.starts(with: name) else { throw .foreign }
    guard bytes.count > name.count + checksumLength else { throw .damaged("it ends too early") }
    guard bytes[name.count] == format else { throw .otherVersion(Int(bytes[name.count])) }
    let end = bytes.count - checksumLength
    var reader = UsageReader(bytes[end...])
    guard try reader.hash() == FixedHash.hash(bytes.span.extracting(0..<end)) else {
      throw .damaged("its checksum is wrong")
    }
    return bytes[(name.count + 1)..<end]
  }
}
