import CZlib

/// zlib streams, RFC 1950, of documents that are mostly repeated words.
enum Compression {
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  /// - Parameter size: the size before compression, which a zlib stream does not carry.
  static func expanded(_ bytes: [UInt8], size: Int64) throws(Failure) -> [UInt8] {
    // Deflate cannot shrink further than 1032 to 1: a larger promise is a damaged record, not a reason to take memory.
    guard size >= 0, size <= Int64(bytes.count) * 1032 + 64 else {
      throw Failure(description: "a stored document claims an impossible size")
    }
    // One byte more than promised, so that an empty document has an address too.
    var result = [UInt8](repeating: 0, count: Int(size) + 1)
    var count = uLongf(result.count)
    let code = uncompress(&result, &count, bytes, uLong(bytes.count))
    guard code == Z_OK, Int64(count) == size else {
      throw Failure(description: "a stored document is damaged (zlib \(code))")
    }
    result.removeLast()
    return result
  }
}
