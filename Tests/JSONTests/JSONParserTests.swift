import JSON
import Testing

struct JSONParserTests {
  @Test(arguments: [
    ("", "1:1: the text is empty"),
    ("   \n ", "2:2: the text is empty"),
    ("{", "1:2: expected a key in quotes or '}', found the end of the text"),
    ("[1,]", "1:4: expected a value, found ']'"),
    (#"{"a":1,}"#, "1:8: expected a key in quotes, found '}'"),
    (#"{"a" 1}"#, "1:6: expected ':' after the key, found '1'"),
    (#"{"a":1 "b":2}"#, "1:8: expected ',' or '}', found '\"'"),
    ("[1 2]", "1:4: expected ',' or ']', found '2'"),
    ("{a:1}", "1:2: expected a key in quotes or '}', found 'a'"),
    ("[1] x", "1:5: expected the end of the text, found 'x'"),
    ("// no\n1", "1:1: expected a value, found '/'"),
    ("01", "1:2: a number does not start with 0"),
    ("-", "1:2: expected a digit after '-', found the end of the text"),
    ("1.", "1:3: expected a digit after '.', found the end of the text"),
    ("1e+", "1:4: expected a digit in the exponent, found the end of the text"),
    ("+1", "1:1: expected a value, found '+'"),
    (".5", "1:1: expected a value, found '.'"),
    ("NaN", "1:1: expected a value, found 'N'"),
    ("tru", "1:1: expected 'true'"),
    ("nul!", "1:1: expected 'null'"),
    (#""abc"#, "1:1: the string that starts here does not end"),
    (#"["\x"]"#, "1:3: unknown escape; one of \" \\ / b f n r t u follows a backslash"),
    (#""\u12g4""#, "1:2: \\u needs four hexadecimal digits"),
    (#""\ud800""#, "1:2: half of a surrogate pair"),
    (#""\ud800\u0041""#, "1:2: half of a surrogate pair"),
    (#""\udc00""#, "1:2: half of a surrogate pair"),
    ("\"a\nb\"", "1:3: a control character (0x0A) in a string must be escaped"),
    ("\u{FEFF}1", "1:1: the text starts with a byte order mark"),
    ("'a'", "1:1: expected a value, found '''"),
    ("\u{A0}1", "1:1: expected a value, found the byte 0xC2"),
  ])
  func refuses(_ text: String, _ message: String) {
    let error = #expect(throws: JSONError.self) { try JSONValue(parsing: text) }
    #expect(error?.description == message)
  }

  @Test(arguments: [
    ([0x22, 0xFF, 0x22] as [UInt8], "1:1: the string is not valid UTF-8"),
    ([0x22, 0xC0, 0x80, 0x22], "1:1: the string is not valid UTF-8"),
    ([0x22, 0xED, 0xA0, 0x80, 0x22], "1:1: the string is not valid UTF-8"),
    ([0xFF], "1:1: expected a value, found the byte 0xFF"),
    ([0x5B, 0x00, 0x5D], "1:2: expected a value, found the byte 0x00"),
  ])
  func refusesBytes(_ bytes: [UInt8], _ message: String) {
    let error = #expect(throws: JSONError.self) { try JSONValue(parsing: bytes) }
    #expect(error?.description == message)
  }

  @Test(arguments: ["0", "-0", "1.10", "1e400", "-12.5E-3", "123456789012345678901234567890"])
  func keepsNumbersAsText(_ text: String) throws {
    #expect(try JSONValue(parsing: text).number == text)
  }

  @Test func readsIntegersThatFit() throws {
    #expect(try JSONValue(parsing: "9223372036854775807").integer == .max)
    #expect(try JSONValue(parsing: "9223372036854775808").integer == nil)
    #expect(try JSONValue(parsing: "1.0").integer == nil)
  }

  @Test func resolvesEscapes() throws {
    let text = #""\u00e9 \ud83d\ude00 \" \\ \/ \b\f\n\r\t \u002a""#
    #expect(try JSONValue(parsing: text).string == "é 😀 \" \\ / \u{8}\u{C}\n\r\t *")
  }

  @Test("positions count characters and lines")
  func positions() throws {
    let value = try JSONValue(parsing: "{\n  \"é😀\": [ true,\r\n\t{ \"x\": null } ]\n}")
    #expect(value.mark == JSONMark(line: 1, column: 1))
    let list = try #require(value["é😀"])
    #expect(list.mark == JSONMark(line: 2, column: 9))
    #expect(list.items?.map(\.mark) == [JSONMark(line: 2, column: 11), JSONMark(line: 3, column: 2)])
    #expect(list.items?.last?.members?.first?.mark == JSONMark(line: 3, column: 4))
  }

  @Test func keepsTheOrderOfMembers() throws {
    let value = try JSONValue(parsing: #"{"b":1,"a":2,"":3}"#)
    #expect(value.members?.map(\.key) == ["b", "a", ""])
  }

  @Test("a repeated key is an error, unless it is allowed")
  func repeatedKeys() throws {
    let text = "{\"a\": 1,\n \"\\u0061\": 2}"
    let error = #expect(throws: JSONError.self) { try JSONValue(parsing: text) }
    #expect(error?.description == "2:2: the key 'a' is already at 1:2")
    let value = try JSONValue(parsing: text, limits: JSONLimits(allowsDuplicateKeys: true))
    #expect(value.members?.count == 2)
    #expect(value["a"]?.integer == 2)
  }

  @Test("nesting and size are bounded")
  func limits() throws {
    let deep = String(repeating: "[", count: 10_000)
    let error = #expect(throws: JSONError.self) { try JSONValue(parsing: deep) }
    #expect(error?.description == "1:129: more than 128 lists and objects within each other")
    let fits = String(repeating: "[", count: 128) + String(repeating: "]", count: 128)
    #expect(try JSONValue(parsing: fits).items?.count == 1)
    #expect(throws: JSONError.self) { try JSONValue(parsing: "[1,2]", limits: JSONLimits(bytes: 4)) }
  }

  @Test("an error never prints control characters of the text")
  func errorsAreSafe() {
    let error = #expect(throws: JSONError.self) {
      try JSONValue(parsing: #"{"\u001b[31mred":1,"\u001b[31mred":2}"#)
    }
    #expect(error?.message == "the key '[31mred' is already at 1:2")
  }

  @Test("every text that is cut short is refused, at its end or where the open string begins")
  func truncated() throws {
    let text = #"{"Version":"2012-10-17","Statement":[{"Sid":"\u00e9","n":-1.5e3,"t":true}]}"#
    #expect(throws: Never.self) { try JSONValue(parsing: text) }
    for length in 0..<text.utf8.count {
      #expect(throws: JSONError.self) { try JSONValue(parsing: Array(text.utf8.prefix(length))) }
    }
  }
}
