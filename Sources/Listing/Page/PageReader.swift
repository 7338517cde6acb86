/// Reads one page: by the fast scanner where it understands every byte of it, by the strict slow way else.
package enum PageReader {
  /// Bytes of an answer at most. A page of 1000 keys of 1024 bytes each, every byte in three, is under 4 MB.
  static let limit = 64 << 20

  /// Fills `page` from an answer's body.
  /// - Throws: when the answer is not a whole page of this listing. Then nothing of it may be counted.
  package static func read(_ body: consuming [UInt8], into page: inout Page) throws(PageFault) {
    guard body.count <= limit else { throw .malformed("it is longer than \(limit) bytes") }
    page.reset()
    page.body = body
    if scan(&page) { return }
    let bytes = page.body
    page.reset()
    try PageTree.read(bytes, into: &page)
  }

  /// The fast way alone; false, and an undefined page, where there is anything that it does not understand.
  package static func scan(_ page: inout Page) -> Bool {
    var scanner = PageScanner(page.kind)
    // The array is kept alive by this copy, which costs a reference count, not a copy of its bytes.
    let body = page.body
    guard scanner.scan(body.span, into: &page) else { return false }
    page.decodeURLEncoding()
    return true
  }
}
