import Testing

@testable import Reports

struct CSVTextTests {
  @Test(
    "one record, one line, no formula",
    arguments: [
      (["a", "b"], "a,b"), (["", ""], ","), (["a,b"], "\"a,b\""), (["a\"b"], "\"a\"\"b\""), (["1", "-1"], "1,-1"),
      (["=cmd()|'/C calc'!A0"], "'=cmd()|'/C calc'!A0"), (["+1+1"], "'+1+1"), (["-x"], "'-x"),
      (["@SUM(A1)"], "'@SUM(A1)"),
      (["\u{FF1D}1"], "'\u{FF1D}1"), (["=a,b"], "\"'=a,b\""), (["\t=1"], "\\u{9}=1"), (["a\nb"], "a\\u{A}b"),
      (["a\r\nb"], "a\\u{D}\\u{A}b"), (["\u{1B}[2J"], "\\u{1B}[2J"), (["\u{202E}x"], "\\u{202E}x"), ([" a"], "\" a\""),
      (["a "], "\"a \""), (["é"], "é"), (["0.5"], "0.5"), (["a=b"], "a=b"),
    ])
  func writes(_ cells: [String], _ line: String) { #expect(CSVText.record(cells) == line + "\n") }
}
