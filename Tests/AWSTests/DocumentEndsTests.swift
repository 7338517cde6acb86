import Testing

@testable import AWS

struct DocumentEndsTests {
  @Test(
    "whole documents",
    arguments: [
      "<a/>", "<a />", "<a></a>", "<a>x</a>\r\n \t", "<a b='>'/>", "<a b=\"/>\">x</a >",
      "\u{FEFF}<?xml version='1.0'?>\n<a/>",
      "<!-- <b> --><a>x</a><!-- </b> -->\n", "<a/><?end of it?>", "<s3:a xmlns:s3='u'>x</s3:a>", "<a>\n</a\n>",
      "<?xml-stylesheet href='x'?><!-- c --><a><b/></a>", "{}", "{\"a\": [1]}\n", "",
      "text", "[1,2", "<!DOCTYPE x [<!ENTITY a 'b'>]><a>",
    ])
  func whole(_ text: String) { #expect(DocumentEnds(Array(text.utf8)).missing == nil) }

  @Test(
    "what is missing",
    arguments: [
      ("<", "root element"), ("<?xml version='1.0'", "root element"), ("<?xml version='1.0'?>", "root element"),
      ("<!-- a", "root element"), ("<a", "root element"), ("<a b='1'", "</a>"), ("<a>", "</a>"), ("<a><b/>", "</a>"),
      ("<a></", "</a>"), ("<a></a", "</a>"), ("<a>x</b>", "</a>"), ("<s:a>x</a>", "</s:a>"), ("<a>x</xa>", "</a>"),
      ("<a>x<!-- </a> -->", "</a>"), ("<a b='/>", "</a>"), ("<a><b c='d'/>", "</a>"),
      ("{\"a\": [1", "}"), ("<a><a/>", "</a>"),
    ])
  func cut(_ text: String, _ missing: String) { #expect(DocumentEnds(Array(text.utf8)).missing == missing) }

  @Test(
    "web pages",
    arguments: ["<html>", "<HTML lang='x'><body>", "<!DOCTYPE html>", "\n<!-- x --><!doctype HTML PUBLIC ''>"])
  func html(_ text: String) { #expect(DocumentEnds(Array(text.utf8)).form == .html) }

  @Test("every place where a listing may be cut is noticed")
  func everywhere() {
    let text = "<?xml version=\"1.0\"?>\n<r xmlns=\"u\"><!-- c --><a b=\"1\">x</a><c/><r2>y</r2></r>"
    for length in 1..<text.utf8.count {
      #expect(DocumentEnds(Array(text.utf8.prefix(length))).missing != nil, "\(length)")
    }
    #expect(DocumentEnds(Array(text.utf8)).missing == nil)
  }

  @Test("a long comment costs no more than its length")
  func longComment() {
    let text = "<a>" + String(repeating: "<!--", count: 100_000) + "-->"
    #expect(DocumentEnds(Array(text.utf8)).missing == "</a>")
  }
}
