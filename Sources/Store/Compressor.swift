import CZlib

/// One zlib stream that compresses one document after the other: making it takes 260 KiB, and longer than a document.
struct Compressor: ~Copyable {
  /// zlib keeps this address.
  private let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)

  init() throws(Compression.Failure) {
    stream.initialize(to: z_stream())
    // Level 3 takes less than half the time of 6, zlib's default, for a sixth more bytes.
    let code = deflateInit_(stream, 3, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    guard code == Z_OK else {
      stream.deallocate()
      throw Compression.Failure(description: "compression failed (zlib \(code))")
    }
  }

  deinit {
    deflateEnd(stream)
    stream.deallocate()
  }

  /// A zlib stream of its own, RFC 1950.
  func compressed(_ bytes: [UInt8]) throws(Compression.Failure) -> [UInt8] {
    guard let size = UInt32(exactly: bytes.count) else {
      throw Compression.Failure(description: "a document of \(bytes.count) bytes is too large to be kept")
    }
    deflateReset(stream)
    let bound = Int(deflateBound(stream, uLong(bytes.count)))
    var code = Z_OK
    let result = bytes.withUnsafeBufferPointer { input in
      [UInt8](unsafeUninitializedCapacity: bound) { output, count in
        // zlib only reads there, though its type does not say so.
        stream.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
        stream.pointee.avail_in = size
        stream.pointee.next_out = output.baseAddress
        stream.pointee.avail_out = UInt32(clamping: bound)
        code = deflate(stream, Z_FINISH)
        count = Int(stream.pointee.total_out)
      }
    }
    guard code == Z_STREAM_END else { throw Compression.Failure(description: "compression failed (zlib \(code))") }
    // Without the room that was not needed.
    return Array(result[...])
  }
}
