import CEL
import Testing

struct SyntaxTests {
  @Test(arguments: [
    ("1 + 2 * 3 - 4 % 3", "6"), ("(1 + 2) * 3", "9"), ("1 - 2 - 3", "-4"), ("--5", "5"),
    ("-9223372036854775808", "-9223372036854775808"),
    ("!true || true && false", "false"), ("false ? 1 : true ? 2 : 3", "2"), ("2 < 3 == true", "true"),
    ("0xFFu + 1u", "256u"), ("-0x10", "-16"), (".5 + 1e2", "100.5"), ("1.5e-3", "0.0015"),
    ("1 // a remark\n + 2", "3"), ("[1, 2,].size()", "2"), ("{'a': 1,}.a", "1"), ("{'if': 1}.if", "1"),
    ("{'a b/c-d.e': 1}.`a b/c-d.e`", "1"), ("'a' 'b'", "no expression: 1:5: unexpected a string after the expression"),
  ])
  func reads(_ source: String, _ wanted: String) { #expect(result(of: source) == wanted) }

  @Test(arguments: [
    (#"'\a\b\f\n\r\t\v\\\?\"\'\`'"#, #""\a\b\f\n\r\t\v\\?\"'`""#), (#"'\x41\u00e9\U0001F600\101'"#, #""Aé😀A""#),
    (#"r'\n\'"#, #""\\n\\""#), (#"R"""a"b"""#, "no expression: 1:2: the string is never closed"),
    (#"'''a'b'''"#, #""a'b""#),
    (#"b'\xff\377é'"#, #"b"\xff\xff\xc3\xa9""#), (#"br'\x'"#, #"b"\x5cx""#),
    (#"'\q'"#, #"no expression: 1:2: unknown escape; write '\\' for a backslash, or a raw string r"...""#),
    (#"'\uD800'"#, "no expression: 1:2: no such code point"),
    (#"'\x4'"#, "no expression: 1:2: the escape needs 2 hexadecimal digits"),
    (#"b'\u0041'"#, #"no expression: 1:3: unknown escape; write '\\' for a backslash, or a raw string r"...""#),
    ("'a\nb'", "no expression: 1:1: the string does not end on its line; use three quotes for several lines"),
  ])
  func literals(_ source: String, _ wanted: String) { #expect(result(of: source) == wanted) }

  @Test(arguments: [
    ("", "1:1: expected a value, found the end of the expression"),
    ("1 +", "1:4: expected a value, found the end of the expression"),
    ("a = 1", "1:3: '=' is not an operator; equality is '=='"), ("a & b", "1:3: '&' is not an operator; 'and' is '&&'"),
    ("a | b", "1:3: '|' is not an operator; 'or' is '||'"),
    ("[1, 2", "1:6: expected ']' to close '[', found the end of the expression"),
    ("(1", "1:3: expected ')' to close '(', found the end of the expression"),
    ("a ? b", "1:6: expected ':' between the two results of '?', found the end of the expression"),
    ("package", "1:1: 'package' is a reserved word"),
    ("9223372036854775808", "1:1: the number does not fit an int (64 bits)"),
    ("18446744073709551616u", "1:1: the number does not fit a uint (64 bits)"),
    ("12abc", "1:3: a number cannot be followed by a letter"),
    ("0x", "1:1: '0x' needs hexadecimal digits"), ("{1}", "1:3: expected ':' after the key, found '}'"),
    ("é", "1:1: unexpected character \"é\""), ("has(a)", "1:5: has() takes a field selection, such as has(x.name)"),
    ("[1].all(a.b, true)", "1:11: all() wants a simple name here, for the variable it sets"),
    ("[1].all(i, i, true)", "1:12: all() needs two different names"),
    ("a.1", "1:2: unexpected a number after the expression"), ("`a`", "1:1: expected a value, found '`a`'"),
  ])
  func refuses(_ source: String, _ wanted: String) {
    #expect(result(of: source) == "no expression: \(wanted)")
  }

  @Test("an error shows its line with a caret under the place")
  func caret() {
    let error = #expect(throws: CompileError.self) {
      try Expression("true &&\n\t'é' == nmae\n&& true", schema: Schema(variables: [("name", .string)]))
    }
    #expect(error?.line == 2)
    #expect(error?.column == 9)
    #expect(
      error?.description == "2:9: unknown name 'nmae'; did you mean 'name'?\n  \t'é' == nmae\n  \t       ^")
  }

  @Test(
    "depth and size have limits",
    arguments: [
      "(", "[", "-x+", "a.", "1+", "a?", "a[0].", "f(", "{1:", "a.all(x,", "cel.bind(x,", "has(", "1 in ", "'''",
    ])
  func deep(_ piece: String) {
    let outcome = result(of: String(repeating: piece, count: 90_000 / piece.utf8.count) + "1")
    #expect(outcome.hasPrefix("no expression: "), "\(outcome.prefix(100))")
  }

  @Test("an endless text is refused before it is read")
  func long() {
    let source = "'" + String(repeating: "x", count: 100_000) + "'"
    #expect(result(of: source).hasPrefix("no expression: 1:1: the expression is longer than 100000 bytes"))
  }

  @Test("what a person writes stays far from the limits")
  func roomy() {
    #expect(result(of: String(repeating: "(", count: 200) + "1" + String(repeating: ")", count: 200)) == "1")
    #expect(result(of: (0..<5000).map { "\($0) == 1" }.joined(separator: " || ")) == "true")
    #expect(result(of: (0..<400).map { "\($0)" }.joined(separator: " + ")) == "79800")
    #expect(result(of: String(repeating: "!", count: 5000) + "true") == "true")
  }
}
