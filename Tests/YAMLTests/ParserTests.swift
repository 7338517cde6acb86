import Testing

@testable import YAML

struct ParserTests {
  @Test func readsARule() throws {
    let node = try Node(parsing: "id: incomplete-uploads\ncheck:\n  atMost: [lifecycle.abortIncompleteDays, 7]\n")
    #expect(node["id"] == .scalar(Node.Scalar("incomplete-uploads"), Mark(line: 1, column: 5)))
    guard case .list(let items, _) = try #require(node["check"]?["atMost"]) else {
      Issue.record("expected a list")
      return
    }
    #expect(items.count == 2)
    #expect(node.entries?.map(\.mark.line) == [1, 2])
  }

  @Test func keepsTagsAndQuotes() throws {
    let node = try Node(parsing: "a: !denied s3:GetBucketAcl\nb: !absent\nc: 'true'\nd: true\n")
    #expect(node["a"]?.scalar == Node.Scalar("s3:GetBucketAcl", tag: "!denied"))
    #expect(node["b"]?.scalar == Node.Scalar("", tag: "!absent"))
    #expect(node["c"]?.scalar?.quoted == true)
    #expect(node["d"]?.scalar?.quoted == false)
  }

  @Test(arguments: [
    ("a: 1\na: 2", "2:1: 'a' is given twice"),
    ("a: &x 1", "1:4: anchors and aliases are not used here"),
    ("a: &x [1]", "1:4: anchors and aliases are not used here"),
    ("a: *x", "1:4: anchors and aliases are not used here"),
    ("&k a: 1", "1:1: anchors and aliases are not used here"),
    ("a: [1, 2", "2:1: did not find expected ',' or ']'"),
    ("? [a]\n: 1", "1:3: a key must be plain text"),
    ("a: 1\n---\nb: 2", "2:1: expected one document"),
    ("", "1:1: the file is empty"),
    ("# only a remark\n", "2:1: the file is empty"),
    ("a: !denied [x]", "1:4: a tag stands before text, not a list or map"),
    ("a: \"\\q\"", "1:5: found unknown escape character"),
    ("a:\n\t- b", "2:1: found character that cannot start any token"),
  ])
  func refuses(_ text: String, _ message: String) {
    let error = #expect(throws: YAMLError.self) { try Node(parsing: text) }
    #expect(error?.description == message)
  }

  @Test("a thousand brackets end with an error, not with the stack")
  func limitsDepth() {
    let error = #expect(throws: YAMLError.self) { try Node(parsing: String(repeating: "[", count: 1000)) }
    #expect(error?.message == "more than 64 levels inside each other")
  }

  @Test(arguments: [
    ("a: one two", "two", Mark(line: 1, column: 8)),
    ("a: 'it''s two'", "two", Mark(line: 1, column: 11)),
    ("a: \"x\\ty two\"", "two", Mark(line: 1, column: 10)),
    ("a: >-\n  one\n  two\n  three\n", "three", Mark(line: 4, column: 3)),
    ("a: |\n  one\n\n    two\n", "two", Mark(line: 4, column: 5)),
    ("a: one\n  two\n", "two", Mark(line: 2, column: 3)),
    ("\u{FEFF}# ü€😀\na: 'ü😀 two'", "two", Mark(line: 2, column: 8)),
    ("a: x\r\nb: one\r\n  two\r\n", "two", Mark(line: 3, column: 3)),
  ])
  func findsThePlaceOfACharacter(_ text: String, _ word: String, _ place: Mark) throws {
    let node = try #require(try Node(parsing: text).entries?.last?.value)
    let scalar = try #require(node.scalar)
    let characters = Array(scalar.text.unicodeScalars)
    let offset = try #require(characters.indices.first { characters[$0...].starts(with: word.unicodeScalars) })
    #expect(scalar.mark(at: offset, start: node.mark) == place)
  }

  @Test func theEndOfATextIsAPlaceToo() throws {
    let node = try #require(try Node(parsing: "a: >-\n  one &&\n")["a"])
    #expect(node.scalar?.mark(at: 6, start: node.mark) == Mark(line: 2, column: 9))
  }
}
