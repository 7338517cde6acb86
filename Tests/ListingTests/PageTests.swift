import Model
import Testing

@testable import Listing

struct PageTests {
  // MARK: Keys

  @Test(arguments: [
    ("a%20b", "a b"), ("a+b", "a b"), ("a%2Bb", "a+b"), ("a%2bb", "a+b"), ("a%2Fb/c", "a/b/c"), ("r%3Dx", "r=x"),
    ("%C3%A9", "é"), ("é", "é"), ("e%CC%81", "e\u{301}"), ("a&amp;b", "a&b"), ("&#37;20", " "), ("a%07", "a\u{7}"),
    ("100%", "100%"), ("%zz", "%zz"), ("%4", "%4"), ("&lt;&gt;&quot;&apos;", "<>\"'"), ("&#x1F600;", "😀"),
    ("%2520", "%20"), ("a  b", "a  b"), (" ", " "),
  ])
  func decodesKeys(_ written: String, _ key: String) throws {
    let text = Sample.objects([Sample.object("first"), Sample.object(written), Sample.object("zlast")])
    let page = try PlainPage.read(.objects, text)
    #expect(page.entries.map(\.key) == ["first", key, "zlast"].map { Array($0.utf8) })
    #expect(PlainPage.fast(.objects, Array(text.utf8)) == page)
  }

  @Test("EncodingType behind the keys counts for them too; without it they are as they stand")
  func encodingTypeAnywhere() throws {
    let entries = [Sample.object("a%20b+c"), Sample.object("d&amp;%2F")]
    let late = Sample.objects(entries, encoding: nil, more: "<EncodingType>url</EncodingType>")
    #expect(try PlainPage.read(.objects, late).keys == ["a b c", "d&/"])
    #expect(try PlainPage.read(.objects, Sample.objects(entries, encoding: nil)).keys == ["a%20b+c", "d&%2F"])
  }

  @Test("tokens and ids are never URL-decoded, key markers are")
  func markers() throws {
    let token = try PlainPage.read(.objects, Sample.objects([Sample.object("a")], truncated: true, token: "1+a%20/b=="))
    #expect(token.marker == "1+a%20/b==")
    let versions = try PlainPage.read(
      .versions, Sample.versions([Sample.version("a%20b", "x+y%20", latest: true, 1)], next: ("a%20b", "x+y%20")))
    #expect(versions.keyMarker == Array("a b".utf8))
    #expect(versions.marker == "x+y%20")
    #expect(versions.entries[0].id == "x+y%20")
  }

  // MARK: Dialects

  @Test(arguments: [
    // Ceph: no declaration, slashes encoded, and a control character in the token.
    (
      "<ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Name>b</Name><Prefix></Prefix>"
        + "<MaxKeys>2</MaxKeys><NextContinuationToken>x&#x07;</NextContinuationToken><IsTruncated>true</IsTruncated>"
        + "<Contents><Key>a%2Fb%20c</Key><LastModified>2026-11-20T10:00:00.123Z</LastModified>"
        + "<ETag>&quot;d41d8cd98f00b204e9800998ecf8427e&quot;</ETag><Size>7</Size><StorageClass>STANDARD</StorageClass>"
        + "<Owner><ID>o</ID><DisplayName>Owner</DisplayName></Owner><Type>Normal</Type></Contents>"
        + "<EncodingType>url</EncodingType></ListBucketResult>",
      true
    ),
    // rclone: indented, pluses for spaces.
    (
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<ListBucketResult>\n  <IsTruncated>true</IsTruncated>\n"
        + "  <Contents>\n    <Key>a/b+c</Key>\n    <LastModified>2026-11-20T10:00:00Z</LastModified>\n"
        + "    <ETag>&#34;d41d&#34;</ETag>\n    <Size>7</Size>\n  </Contents>\n  <EncodingType>url</EncodingType>\n"
        + "</ListBucketResult>\n",
      true
    ),
    // moto: its own order, empty elements, a space before the closing bracket of the root's start.
    (
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">\n"
        + "<Name>b</Name>\n<Prefix/>\n<MaxKeys>1000</MaxKeys>\n<KeyCount>1</KeyCount><EncodingType>url</EncodingType>\n"
        + "<IsTruncated>true</IsTruncated>\n<Contents>\n<Key>a/b%20c</Key>\n"
        + "<LastModified>2026-11-20T10:00:00.000Z</LastModified>\n<ETag>\"d41d\"</ETag>\n<Size>7</Size>\n"
        + "<StorageClass>STANDARD</StorageClass>\n</Contents>\n</ListBucketResult>",
      true
    ),
    // OpenStack Swift: single quotes in the declaration.
    (
      "<?xml version='1.0' encoding='UTF-8'?>\n<ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">"
        + "<Name>b</Name><Prefix/><EncodingType>url</EncodingType><MaxKeys>1000</MaxKeys><KeyCount>1</KeyCount>"
        + "<IsTruncated>true</IsTruncated><Contents><Key>a/b%20c</Key><LastModified>2026-11-20T10:00:00.000Z"
        + "</LastModified><ETag>\"d41d\"</ETag><Size>7</Size><StorageClass>STANDARD</StorageClass></Contents>"
        + "</ListBucketResult>",
      true
    ),
    // What only the slow way reads: a prefix, CDATA, a comment, attributes.
    (
      "<?xml version=\"1.0\"  ?><s:ListBucketResult xmlns:s=\"x\"><!-- one --><s:IsTruncated>TRUE</s:IsTruncated>"
        + "<s:Contents><s:Key><![CDATA[a/b c]]></s:Key><s:LastModified> 2026-11-20T10:00:00Z </s:LastModified>"
        + "<s:Size unit=\"byte\"> 7 </s:Size></s:Contents></s:ListBucketResult>",
      false
    ),
  ])
  func dialects(_ text: String, _ isFast: Bool) throws {
    let page = try PlainPage.read(.objects, text)
    #expect(page.keys == ["a/b c"])
    #expect(page.entries.map(\.size) == [7])
    #expect(page.entries.map(\.time) == [Timestamp(year: 2026, month: 11, day: 20, hour: 10).seconds])
    #expect(page.entries.map(\.storageClass) == ["STANDARD"])
    #expect(page.isTruncated)
    #expect((PlainPage.fast(.objects, Array(text.utf8)) != nil) == isFast)
  }

  @Test func versions() throws {
    let text = Sample.versions([
      Sample.version("a", "3", latest: true, nil), Sample.version("a", "2", latest: false, 5),
      Sample.version("b", "null", latest: true, 6),
    ])
    let page = try PlainPage.read(.versions, text)
    #expect(page.entries.map(\.kind) == [.deleteMarker, .object, .object])
    #expect(page.entries.map(\.isLatest) == [true, false, true])
    #expect(page.entries.map(\.size) == [0, 5, 6])
    #expect(PlainPage.fast(.versions, Array(text.utf8)) == page)
  }

  // MARK: What is not a page

  static let whole = Sample.objects([Sample.object("a"), Sample.object("b%20c", 20)], truncated: true, token: "t")

  @Test("cut anywhere, a page does not count")
  func cut() {
    let bytes = Array(Self.whole.utf8)
    for count in 0..<bytes.count {
      var page = Page(.objects)
      #expect(throws: PageFault.self) { try PageReader.read(Array(bytes[..<count]), into: &page) }
    }
  }

  @Test(arguments: [
    (whole + "x", "something follows"), (whole + "<a/>", "something follows"),
    (whole.replacing("<Key>a</Key>", with: ""), "<Contents> has no Key"),
    (whole.replacing("<Key>a</Key>", with: "<Key/>"), "<Contents> has no Key"),
    (whole.replacing("<Key>a</Key>", with: "<Key>a</Key><Key>b</Key>"), "<Contents> has 2 Key"),
    (whole.replacing("<Size>20</Size>", with: ""), "<Contents> has no Size"),
    (whole.replacing("<Size>20</Size>", with: "<Size>-1</Size>"), "<Contents> has no Size"),
    (whole.replacing("<Size>20</Size>", with: "<Size>99999999999999999999</Size>"), "<Contents> has no Size"),
    (whole.replacing("<Size>20</Size>", with: "<Size>2e1</Size>"), "<Contents> has no Size"),
    (whole.replacing("<Size>20</Size>", with: "<Size><b/></Size>"), "<Size> holds elements"),
    (whole.replacing("2026-11-01T00:00:00.000Z", with: "yesterday"), "no LastModified that is a time"),
    (whole.replacing("<IsTruncated>true</IsTruncated>", with: ""), "IsTruncated is missing"),
    (whole.replacing("<IsTruncated>true", with: "<IsTruncated>maybe"), "IsTruncated is missing"),
    (whole.replacing("<IsTruncated>true</IsTruncated>", with: "<IsTruncated/>"), "IsTruncated is missing"),
    (
      whole.replacing("<MaxKeys>", with: "<CommonPrefixes><Prefix>x</Prefix></CommonPrefixes><MaxKeys>"),
      "common prefixes"
    ),
    (whole.replacing("</Contents><Contents>", with: "</Contents>oops<Contents>"), "text between"),
    (whole.replacing("&quot;0&quot;", with: "&nope;"), "not defined"),
    (whole.replacing("</ETag>", with: "</Etag>"), "closes"),
  ])
  func malformed(_ text: String, _ reason: String) {
    let error = #expect(throws: PageFault.self) { try PlainPage.read(.objects, text) }
    #expect(error?.description.contains(reason) == true, "\(String(describing: error))")
    #expect(error?.isWorthRetrying == true)
  }

  @Test("another API's answer is not a page, nor worth asking for again")
  func foreign() {
    for kind in ListingKind.allCases where kind != .objects {
      let error = #expect(throws: PageFault.self) { try PlainPage.read(kind, Self.whole) }
      #expect(error == .foreign(root: "ListBucketResult"))
      #expect(error?.isWorthRetrying == false)
    }
    let error = #expect(throws: PageFault.self) {
      try PlainPage.read(.objects, "<Error><Code>InternalError</Code><Message>We</Message></Error>")
    }
    #expect(error == .errorDocument(code: "InternalError", message: "We"))
    #expect(throws: PageFault.self) { try PlainPage.read(.objects, "<html><body>Sign in</body></html>") }
  }

  @Test("a key that is not UTF-8 is no text, even where nobody looks")
  func notUTF8() {
    var bytes = Array(Self.whole.utf8)
    for offset in bytes.indices where bytes[offset] == UInt8(ascii: "0") {
      bytes[offset] = 0xFF
      var page = Page(.objects)
      #expect(throws: PageFault.self) { try PageReader.read(bytes, into: &page) }
      bytes[offset] = UInt8(ascii: "0")
    }
  }

  @Test("a page that was used before keeps nothing of it")
  func reuse() throws {
    var page = Page(.objects)
    try PageReader.read(
      Array(
        Sample.objects([Sample.object("a%20b", 1, "2026-01-01T00:00:00Z", "GLACIER")], truncated: true, token: "t").utf8
      ),
      into: &page)
    try PageReader.read(Array(Sample.objects([], encoding: nil).utf8), into: &page)
    #expect(PlainPage(page) == (try PlainPage.read(.objects, Sample.objects([], encoding: nil))))
  }
}
