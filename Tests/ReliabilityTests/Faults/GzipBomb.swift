/// 64 MiB of `a` as 64 KB of gzip.
///
/// Deflate with fixed codes (RFC 1951, 3.2.6): one literal, then copies of 258 bytes from one byte back, each of which is
/// 13 bits. Neither the check sum nor the length at the end is right; who gets that far has unpacked it all.
enum GzipBomb {
  static let bytes: [UInt8] = {
    var bits: [Bool] = [true, true, false]  // The last block; fixed codes, low bit first.
    func add(_ code: Int, _ width: Int) {
      for bit in (0..<width).reversed() { bits.append(code >> bit & 1 == 1) }
    }
    add(0x30 + 97, 8)  // The literal `a`.
    for _ in 0..<(64 << 20) / 258 {
      add(0b1100_0101, 8)  // Length code 285: 258 bytes.
      add(0, 5)  // Distance code 0: one byte back.
    }
    add(0, 7)
    var bytes: [UInt8] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3]
    for start in stride(from: 0, to: bits.count, by: 8) {
      var byte: UInt8 = 0
      for (index, bit) in bits[start..<min(start + 8, bits.count)].enumerated() where bit { byte |= 1 << index }
      bytes.append(byte)
    }
    return bytes + [0, 0, 0, 0, 0, 0, 0, 4]
  }()
}
