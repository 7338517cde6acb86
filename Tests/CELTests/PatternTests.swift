import CEL
import Testing

struct PatternTests {
  @Test(arguments: [
    ("", "", true), ("abc", "xabcx", true), ("^abc$", "xabc", false), ("^a|b$", "ax", true), ("^a|b$", "xb", true),
    ("^(a|b)$", "ab", false), ("a*", "", true), ("^a+$", "aaa", true), ("^a+$", "", false), ("^ab?c$", "ac", true),
    ("^a{2,3}$", "aa", true), ("^a{2,3}$", "aaaa", false), ("^a{2,}$", "aaaaa", true), ("^a{2}$", "a", false),
    ("^a{0}$", "", true), ("a{,2}", "a{,2}", true), ("x{y", "x{y", true), ("^.$", "\n", false), ("(?s)^.$", "\n", true),
    ("^.$", "😀", true),
    ("(?i)^HeLLo$", "hEllO", true), ("(?i)k", "\u{212a}", true), ("^(?i:a)b$", "Ab", true), ("^(?i:a)b$", "AB", false),
    ("(?m)^b$", "a\nb\nc", true), ("^b$", "a\nb\nc", false), ("(?i)[a-c]", "B", true), ("(?i)[^a-c]", "B", false),
    ("^[a-z0-9.-]+$", "my-bucket.1", true), ("^[a-z0-9.-]+$", "My", false), ("^[^a-z]+$", "ABC", true),
    ("^[]a]+$", "]a", true), ("^[^]a]+$", "b]", false), ("[[:alpha:]]", "1x", true), ("[[:^digit:]]", "123", false),
    ("^[\\d_]+$", "1_2", true), ("^[^\\D]+$", "12", true), ("^[\\W]$", "a", false), ("[a\\]]", "]", true),
    ("[-a]", "-", true), ("[a-]", "-", true),
    ("\\bcat\\b", "a cat!", true), ("\\bcat\\b", "concat", false), ("\\Bcat", "concat", true),
    ("^\\w+\\s\\w+$", "ab cd", true), ("\\S", "  ", false), ("\\x41\\x{1F600}", "A😀", true), ("\\.\\*\\$", ".*$", true),
    ("\\Qa.b\\E+", "a.bb", true), ("\\p{Lu}\\P{L}\\pN", "É!7", true), ("\\p{^L}", "a", false), ("\\A\\z", "", true),
    ("(?P<x>a)(?<y>b)", "ab", true), ("^(a*)*$", "aaa", true), ("^(a|)+$", "aa", true), ("a??b", "b", true),
    ("(?:)", "x", true), ("^((((a)))){3}$", "aaa", true),
  ])
  func matches(_ pattern: String, _ text: String, _ wanted: Bool) {
    let variables: [String: Value] = ["p": .string(pattern), "t": .string(text)]
    #expect(result(of: "t.matches(p)", variables) == "\(wanted)")
  }

  @Test(arguments: [
    ("(", "'(' is never closed"), (")", "')' without '('"), ("[a", "'[' is never closed"), ("*", "'*' repeats nothing"),
    ("a**", "a repetition of a repetition needs a group"),
    ("a{3,2}", "a repetition counts up to 1000, the smaller number first"),
    ("a{1001}", "a repetition counts up to 1000, the smaller number first"),
    ("(a)\\1", "unknown escape '\\1'"), ("(?=a)", "unknown kind of group; looking ahead or behind is not possible"),
    ("(?<=a)", "unknown kind of group; looking ahead or behind is not possible"),
    ("\\", "the pattern ends in a backslash"), ("[b-a]", "the range 'b-a' runs backwards"),
    ("[[:alhpa:]]", "unknown class '[:alhpa:]'"), ("\\p{Klingon}", "'Klingon' is no general category of Unicode"),
    ("\\x{110000}", "'\\x' needs two hexadecimal digits, or a code point in braces"), ("\\y", "unknown escape '\\y'"),
    ("(?P<>a)", "a group's name holds letters, digits and '_'"),
  ])
  func refuses(_ pattern: String, _ wanted: String) {
    let outcome = result(of: "'x'.matches(p)", ["p": .string(pattern)])
    #expect(outcome.hasPrefix("error: 1:5: in the pattern, at character "))
    #expect(outcome.hasSuffix(wanted), "\(outcome)")
  }

  @Test("what makes backtracking matchers hang is nothing special here")
  func linear() {
    let text = String(repeating: "a", count: 2000) + "!"
    for pattern in ["^(a+)+$", "^(a|a)*$", "^(a|aa)+$", "(x+x+)+y", "^(.*)*$x"] {
      #expect(result(of: "t.matches(p)", ["p": .string(pattern), "t": .string(text)]) == "false")
    }
    let nested = String(repeating: "(", count: 10_000)
    #expect(result(of: "'x'.matches(p)", ["p": .string(nested)]).contains("more than 250 groups"))
  }
}
