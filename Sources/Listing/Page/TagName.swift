/// A short element name as one number, so that names are told apart by a comparison instead of a loop.
///
/// Exact for names of up to 16 bytes; longer ones are equal to none of the known names, which are all shorter.
struct TagName: Equatable {
  var packed: UInt128 = 0
  var count = 0

  init() {}

  init(_ name: String) { for byte in name.utf8 { append(byte) } }

  @inline(__always)
  mutating func append(_ byte: UInt8) {
    packed = packed << 8 | UInt128(byte)
    count += 1
  }
}
