import Testing

@testable import Arguments

struct CountedTests {
  private static let largest = Counted("largest", "The largest", default: 20)
  private static let words = Words("target", "A target", 0...10)
  private static let command: Command = .init(
    "ls", "Lists.", sections: [.init("Options", [words, largest])]
  ) { _ in 0 }

  private func parse(_ line: [String]) throws -> Input {
    guard case .run(_, let input) = try Self.command.parse(line) else { throw UsageError("help", command: "") }
    return input
  }

  @Test(
    "a flag that a number may follow",
    arguments: [
      ([], nil, []), (["--largest"], 20, []), (["--largest", "5"], 5, []), (["--largest=5"], 5, []),
      (["--largest", "s3://b"], 20, ["s3://b"]), (["s3://b", "--largest"], 20, ["s3://b"]),
      (["--largest", "5", "s3://b"], 5, ["s3://b"]), (["--largest=5", "123"], 5, ["123"]),
      (["--largest", "s3://123"], 20, ["s3://123"]), (["--largest", "--", "7"], 20, ["7"]),
    ] as [([String], Int?, [String])])
  func reads(_ line: [String], _ count: Int?, _ words: [String]) throws {
    let input = try parse(line)
    #expect(input[Self.largest] == count)
    #expect(input[Self.words] == words)
  }

  @Test(
    "what is no count",
    arguments: [
      ["--largest", "0"], ["--largest=x"], ["--largest="], ["--largest=-1"], ["--largest", "99999999999999999999"],
      ["--largest", "100001"], ["--largest", "--largest"], ["--largest=1", "--largest=2"],
    ])
  func refuses(_ line: [String]) {
    #expect(throws: UsageError.self) { try parse(line) }
  }

  @Test func helpShowsThatTheNumberMayBeLeftOut() {
    #expect(Self.command.help(path: "audit ls").contains("--largest [<count>]"))
  }
}
