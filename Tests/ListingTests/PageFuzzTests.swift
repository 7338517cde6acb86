import Testing

@testable import Listing

/// Pages by chance, whole and damaged: what the fast scanner accepts, the strict slow way accepts with the same result.
struct PageFuzzTests {
  @Test("whole pages of every kind are read the fast way, and alike", arguments: ListingKind.allCases)
  func whole(_ kind: ListingKind) throws {
    var dice = Dice(state: 20_261_120)
    for _ in 0..<150 {
      let bytes = Array(Self.page(kind, &dice).utf8)
      let fast = PlainPage.fast(kind, bytes)
      #expect(fast == (try PlainPage.slow(kind, bytes)))
      if fast == nil { Issue.record("not read the fast way: \(String(decoding: bytes, as: UTF8.self))") }
    }
  }

  @Test("damaged pages are read alike or not at all", arguments: ListingKind.allCases)
  func damaged(_ kind: ListingKind) {
    var dice = Dice(state: 42)
    var accepted = 0
    for _ in 0..<2500 {
      var bytes = Array(Self.page(kind, &dice).utf8)
      for _ in 0..<Int.random(in: 1...2, using: &dice) { Self.damage(&bytes, &dice) }
      guard let fast = PlainPage.fast(kind, bytes) else { continue }
      accepted += 1
      do throws(PageFault) {
        let slow = try PlainPage.slow(kind, bytes)
        if slow != fast { Issue.record("\(String(decoding: bytes, as: UTF8.self))\n\(fast)\n\(slow)") }
      } catch {
        Issue.record("\(error): \(String(decoding: bytes, as: UTF8.self))")
      }
    }
    // Else the test would be about nothing.
    #expect(accepted > 100)
  }

  // MARK: Chance

  private static func damage(_ bytes: inout [UInt8], _ dice: inout Dice) {
    guard !bytes.isEmpty else { return }
    var index = Int.random(in: 0..<bytes.count, using: &dice)
    if Bool.random(using: &dice) {
      // Into a text, where damage may go unnoticed.
      let texts = bytes.indices.dropLast().filter {
        bytes[$0] == UInt8(ascii: ">") && bytes[$0 + 1] != UInt8(ascii: "<")
      }
      index = texts.randomElement(using: &dice).map { $0 + 1 } ?? index
    }
    let end = min(bytes.count, index + Int.random(in: 1...20, using: &dice))
    switch Int.random(in: 0..<7, using: &dice) {
    case 0: bytes.removeLast(bytes.count - index)
    case 1: bytes.removeSubrange(index..<end)
    case 2: bytes.insert(contentsOf: bytes[index..<end], at: Int.random(in: 0...bytes.count, using: &dice))
    case 3: bytes[index] = UInt8.random(in: 0...255, using: &dice)
    case 4: bytes.insert(Array("<>&;/%+\"' x7\r\n]".utf8).randomElement(using: &dice) ?? 0, at: index)
    case 5:
      let insert = [
        "<![CDATA[x]]>", "<!-- x -->", "]]>", "&amp;", "&#0;", "&#x7;", "&#xD800;", "&#1114112;", "&lt", "é", "<a/>",
        "<?x y?>", "<!DOCTYPE a>", "<Key>k</Key>", "<Size>1</Size>", "</Contents>", "\u{FFFE}",
        "<EncodingType>url</EncodingType>", "<IsTruncated>false</IsTruncated>", " a=\"b\"",
      ].randomElement(using: &dice)
      bytes.insert(contentsOf: Array((insert ?? "").utf8), at: index)
    default: bytes.swapAt(index, Int.random(in: 0..<bytes.count, using: &dice))
    }
  }

  /// Every other page has entries that are written alike, as real ones are.
  private static func page(_ kind: ListingKind, _ dice: inout Dice) -> String {
    let isAlike = Bool.random(using: &dice)
    let seed = UInt64.random(in: 1...1000, using: &dice)
    let hasClass = Bool.random(using: &dice)
    let owner = ["<Owner><ID>1</ID><DisplayName/></Owner>", "<Owner><ID>2</ID></Owner>"]
    let space = ["", "", "\n", "\n  "].randomElement(using: &dice) ?? ""
    var fields = [
      "<Name>b</Name>", "<Prefix/>", "<MaxKeys>1000</MaxKeys>",
      "<IsTruncated>\(Bool.random(using: &dice))</IsTruncated>",
    ]
    if Bool.random(using: &dice) { fields.append("<EncodingType>url</EncodingType>") }
    if let name = kind.markers.key, Bool.random(using: &dice) { fields.append("<\(name)>\(key(&dice))</\(name)>") }
    if let name = kind.markers.id, Bool.random(using: &dice) { fields.append("<\(name)>\(key(&dice))</\(name)>") }
    for _ in 0..<Int.random(in: 0...(isAlike ? 8 : 4), using: &dice) {
      let isMarker = kind == .versions && Bool.random(using: &dice)
      let digits = (0..<Int.random(in: 0...12, using: &dice)).map { _ in "0f".randomElement(using: &dice) ?? "0" }
      let etag = isAlike ? String(digits) : "12"
      var inner = ["<ETag>&quot;\(etag)&quot;</ETag>", owner[Int.random(in: 0...9, using: &dice) / 9]]
      if kind == .parts {
        inner.append("<PartNumber>\(Int.random(in: 1...9, using: &dice))</PartNumber>")
      } else {
        inner.append("<Key>\(key(&dice))</Key>")
        let second = Int.random(in: 10...59, using: &dice)
        inner.append(
          "<\(kind.time)>2026-10-30T12:00:\(second)\(Bool.random(using: &dice) ? ".000" : "")Z</\(kind.time)>")
      }
      if kind != .uploads, !isMarker {
        inner.append("<Size>\(Int64.random(in: 0...9_999_999_999, using: &dice))</Size>")
      }
      if kind == .versions { inner.append("<IsLatest>\(Bool.random(using: &dice))</IsLatest>") }
      if let name = kind.id { inner.append("<\(name)>\(key(&dice))</\(name)>") }
      if kind != .parts, isAlike ? hasClass : Bool.random(using: &dice) {
        inner.append(
          "<StorageClass>\(["STANDARD", "GLACIER", "", "X_1"].randomElement(using: &dice) ?? "")</StorageClass>")
      }
      let name = isMarker ? "DeleteMarker" : kind.entry
      var order = Dice(state: isAlike ? seed : UInt64.random(in: 1...UInt64.max, using: &dice))
      fields.append("<\(name)>\(space)" + inner.shuffled(using: &order).joined(separator: space) + "\(space)</\(name)>")
    }
    let declaration = ["", "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"].randomElement(using: &dice) ?? ""
    let namespace = ["", " xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\""].randomElement(using: &dice) ?? ""
    return declaration + "<\(kind.root)\(namespace)>\(space)" + fields.shuffled(using: &dice).joined(separator: space)
      + "\(space)</\(kind.root)>\(space)"
  }

  private static func key(_ dice: inout Dice) -> String {
    let pieces = [
      "a", "b/", "/", "%20", "+", "%2B", "%2f", "%", "%4", "&amp;", "&#37;", "&#x25;41", "é", "%C3%A9", "😀", " ", "\n",
      "&lt;", "&#9;", "0", "-", "=", "\"", "'", "&#x7;", "%07",
    ]
    return "k"
      + (0..<Int.random(in: 0...8, using: &dice)).map { _ in pieces.randomElement(using: &dice) ?? "" }.joined()
  }
}
