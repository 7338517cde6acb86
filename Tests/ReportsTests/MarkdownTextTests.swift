import Testing

@testable import Reports

struct MarkdownTextTests {
  @Test(arguments: [
    ("plain", "`plain`"),
    ("a|b", "`a\\|b`"),
    ("tick ` tick", "``tick ` tick``"),
    ("`", "`` ` ``"),
    ("``` fence", "```` ``` fence ````"),
    ("line\nbreak", "`line\\u{A}break`"),
    ("\u{1B}[31m", "`\\u{1B}[31m`"),
    ("\u{202E}txt.exe", "`\\u{202E}txt.exe`"),
    ("", "(empty)"),
  ])
  func codeSpansHoldTheirText(_ text: String, _ markdown: String) { #expect(MarkdownText.code(text) == markdown) }

  @Test(arguments: [
    ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
    ("[click](http://x)", "\\[click\\](http://x)"),
    ("*bold* _em_ | cell", "\\*bold\\* \\_em\\_ \\| cell"),
    ("@everyone #1", "\\@everyone \\#1"),
    ("# not a heading", "\\# not a heading"),
  ])
  func runningTextIsNoMarkup(_ text: String, _ markdown: String) { #expect(MarkdownText.plain(text) == markdown) }

  @Test func aTableIsAlignedAsPlainText() {
    var table = MarkdownTable([("Name", .left), ("Size", .right)])
    table.add(["a", "1"])
    table.add(["longer", "1,000"])
    #expect(table.lines == ["| Name   |  Size |", "| :----- | ----: |", "| a      |     1 |", "| longer | 1,000 |"])
  }

  @Test func noTextEndsAFencedBlock() {
    #expect(MarkdownText.block("a\n```\nb", language: "sh") == ["````sh", "a", "```", "b", "````"])
  }
}
