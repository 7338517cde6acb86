import Foundation
import Testing
import XML

struct ParserTests {
  func parse(_ text: String, _ limits: XMLLimits = .strict) throws -> XML.XMLElement {
    try XML.XMLElement(parsing: Array(text.utf8), limits: limits)
  }

  @Test func elementsAttributesAndText() throws {
    let root = try parse(
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <!-- a comment --><?pi with data?>
      <s3:Grantee xmlns:s3="http://s3/" xmlns:xsi='http://xsi/' xsi:type = "Group" empty="">
        <URI>http://x/?a=1&amp;b=2</URI><!-- another --><ID/><ID >two</ID
        >tail</s3:Grantee>

      """)
    #expect(root.name == "Grantee")
    #expect(root.attribute("type") == "Group")
    #expect(root.attribute("empty") == "")
    #expect(root.attribute("s3") == nil)
    #expect(root.attributes.map(\.prefix) == ["xmlns", "xmlns", "xsi", ""])
    #expect(root.child("URI")?.text == "http://x/?a=1&b=2")
    #expect(root.children("ID").map(\.text) == ["", "two"])
    #expect(root.word == "tail")
    #expect(root.child("Nope") == nil)
  }

  @Test(arguments: [
    ("&lt;&gt;&amp;&quot;&apos;", "<>&\"'"),
    ("&#65;&#x42;&#x1F600;", "AB😀"),
    ("é ü 漢 😀", "é ü 漢 😀"),
    ("<![CDATA[<a>&amp;]]]]><![CDATA[>]]>", "<a>&amp;]]>"),
    ("a\r\nb\rc\nd", "a\nb\nc\nd"),
    ("&#13;", "\r"),
    ("]] >", "]] >"),
  ])
  func text(_ source: String, _ expected: String) throws {
    #expect(try parse("<a>\(source)</a>").text.unicodeScalars.elementsEqual(expected.unicodeScalars))
  }

  @Test("white space in attributes reads as spaces, but not where it was written as a reference")
  func attributeSpace() throws {
    #expect(try parse("<a b='1\t2\r\n3&#10;4'/>").attribute("b") == "1 2 3\n4")
  }

  @Test func byteOrderMark() throws {
    #expect(try XML.XMLElement(parsing: [0xEF, 0xBB, 0xBF] + Array("<a/>".utf8)).name == "a")
  }

  @Test(
    "Ceph and moto write control characters as they are or as references",
    arguments: [
      "<a>\u{7}</a>", "<a>&#x7;</a>", "<a>&#x07;</a>", "<a>&#7;</a>",
    ])
  func controlCharacters(_ source: String) throws {
    #expect(try parse(source, .lenient).text == "\u{7}")
    #expect(throws: XMLError.self) { try parse(source) }
  }

  @Test(arguments: [
    ("", 0, "the document is empty"),
    ("<!-- only -->", 13, "there is no element"),
    ("text", 0, "text outside of the root element"),
    ("<a/>tail", 4, "something follows the root element"),
    ("<a/><b/>", 4, "something follows the root element"),
    ("<a>", 3, "the document ends before </a>"),
    ("<a><b></a>", 6, "</a> closes <b>"),
    ("<a", 2, "the document ends inside of <a>"),
    ("<a></a", 6, "</a> is not closed by '>'"),
    ("<a b>", 4, "an attribute has no value"),
    ("<a b=c/>", 5, "an attribute's value is not in quotes"),
    ("<a b='", 6, "the document ends inside of an attribute's value"),
    ("<a b='<'/>", 6, "'<' in an attribute's value"),
    ("<a b='1' b='2'/>", 9, "the attribute b is given twice"),
    ("<a b='1'c='2'/>", 8, "a space is missing inside of <a>"),
    ("<1/>", 1, "a name is expected here"),
    ("<a:b:c/>", 1, "'a:b:c' is no name with at most one prefix"),
    ("<:a/>", 1, "':a' is no name with at most one prefix"),
    ("< a/>", 1, "a name is expected here"),
    ("<a>&nbsp;</a>", 3, "the entity &nbsp; is not defined"),
    ("<a>&</a>", 3, "'&' starts no entity"),
    ("<a>&#xD800;</a>", 3, "&#xD800; is no character of XML 1.0"),
    ("<a>&#0;</a>", 3, "&#0; is no character of XML 1.0"),
    ("<a>&#+65;</a>", 3, "&#+65; is no character of XML 1.0"),
    ("<a>&#x110000;</a>", 3, "&#x110000; is no character of XML 1.0"),
    ("<a>]]></a>", 3, "']]>' in text"),
    ("<a><![CDATA[x</a>", 3, "a CDATA section is not closed"),
    ("<a><!-- x</a>", 3, "a comment is not closed"),
    ("<a><!-- x -- y --></a>", 12, "'--' in a comment"),
    ("<a><?pi</a>", 7, "a space is missing in a processing instruction"),
    ("<a><?pi x</a>", 3, "a processing instruction is not closed"),
    ("<a><?xml version='1.0'?></a>", 3, "an XML declaration that is not at the start"),
    ("<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>", 0, "a document type declaration is refused"),
    ("<!doctype html><html></html>", 0, "a document type declaration is refused"),
    ("<a><!DOCTYPE b></a>", 3, "a declaration inside of <a>"),
    ("<?xml version='1.0' encoding='UTF-16'?><a/>", 0, "the encoding UTF-16 is not read, only UTF-8"),
    ("<?xml version='2.0'?><a/>", 0, "XML version 2.0 is not read"),
    ("<?xml encoding='UTF-8'?><a/>", 0, "not an XML declaration"),
    ("<a>\u{FFFF}</a>", 3, "a character that XML 1.0 does not allow"),
  ])
  func refuses(_ source: String, _ offset: Int, _ message: String) {
    let error = #expect(throws: XMLError.self) { try parse(source) }
    #expect(error == XMLError(offset: offset, message: message))
  }

  @Test(
    "bytes that are not UTF-8",
    arguments: [
      [0xFF], [0xC3], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xE2, 0x82],
    ])
  func notUTF8(_ bytes: [UInt8]) {
    let document = Array("<a>".utf8) + bytes + Array("</a>".utf8)
    #expect(throws: XMLError(offset: 3, message: "a byte that is not UTF-8")) {
      try XML.XMLElement(parsing: document)
    }
    // In a name.
    #expect(throws: XMLError.self) { try XML.XMLElement(parsing: Array("<a".utf8) + bytes + Array("/>".utf8)) }
  }

  @Test func limits() throws {
    let deep = String(repeating: "<a>", count: 65) + String(repeating: "</a>", count: 65)
    #expect(throws: XMLError(offset: 192, message: "elements are nested deeper than 64")) { try parse(deep) }
    #expect(try parse(deep, XMLLimits(depth: 65)).name == "a")
    #expect(throws: XMLError(offset: 3, message: "the document is longer than 3 bytes")) {
      try parse("<a/>", XMLLimits(bytes: 3))
    }
  }

  @Test("a document cut anywhere is refused, and never crashes")
  func truncation() throws {
    let document = Array("<?xml version='1.0'?><a b='&lt;é'><!--c--><![CDATA[d]]>&#233;<?p i?>é<e/></a>".utf8)
    _ = try XML.XMLElement(parsing: document)
    for length in 0..<document.count {
      #expect(throws: XMLError.self) { try XML.XMLElement(parsing: Array(document[..<length])) }
    }
  }

  @Test("a document with any one byte changed does not crash")
  func corruption() {
    let document = Array("<?xml version='1.0'?><a b='&lt;é'><!--c--><![CDATA[d]]>&#233;<?p i?>é<e/></a>".utf8)
    for index in document.indices {
      for byte: UInt8 in [0x00, 0x20, 0x26, 0x3C, 0x3E, 0x5D, 0x80, 0xC3, 0xFF] {
        var changed = document
        changed[index] = byte
        _ = try? XML.XMLElement(parsing: changed)  // Either result will do.
      }
    }
  }
}
