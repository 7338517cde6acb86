import Testing

@testable import Arguments

struct ParserTests {
  static let format = Option("format", short: "f", takes: "name", "Report format", default: "text")
  static let depth = Option("depth", takes: "levels", "Prefix levels", default: 2)
  static let profile = Choice<String>("profile", takes: "name", "Profile")
  static let bucket = Repeated<String>("bucket", takes: "name", "Bucket")
  static let quiet = Flag("quiet", short: "q", "Say less")
  static let words = Words("id", "Snapshots", 0...2)
  static let root = Command(
    "audit", "An example.",
    subcommands: [
      Command("scan", "Scan buckets.", sections: [.init("Options", [format, depth, profile, bucket, quiet, words])]) {
        _ in 0
      },
      Command("check", "Check rules.") { _ in 0 },
      Command("snapshots", "Look back.", subcommands: [Command("list", "List them.") { _ in 0 }]),
    ])

  private func input(_ line: [String]) throws -> Input {
    guard case .run(_, let input) = try Self.root.parse(line) else { throw UsageError("help", command: "audit") }
    return input
  }

  @Test(arguments: [
    (["scan"], "text", false, []),
    (["scan", "--format", "json", "a"], "json", false, ["a"]),
    (["scan", "--format=json", "-q", "a", "b"], "json", true, ["a", "b"]),
    (["scan", "--", "--format"], "text", false, ["--format"]),
  ])
  func reads(_ line: [String], _ format: String, _ quiet: Bool, _ words: [String]) throws {
    let input = try input(line)
    #expect(input[Self.format] == format)
    #expect(input[Self.quiet] == quiet)
    #expect(input[Self.words] == words)
  }

  @Test func repeatedAndOptionalValues() throws {
    let input = try input(["scan", "--bucket", "a", "--bucket=b", "--depth", "5"])
    #expect(input[Self.bucket] == ["a", "b"])
    #expect(input[Self.profile] == nil)
    #expect(input[Self.depth] == 5)
    #expect(input.path == "audit scan")
  }

  @Test(arguments: [
    (["scna"], "unknown command 'scna'; did you mean 'scan'?"),
    (["zzzzzz"], "unknown command 'zzzzzz'"),
    (["--verbose", "scan"], "unknown option '--verbose' before the command"),
    (["snapshots", "lsit"], "unknown command 'lsit'; did you mean 'list'?"),
    (["scan", "--fromat", "json"], "unknown option '--fromat'; did you mean '--format'?"),
    (["scan", "--format"], "--format needs a <name>"),
    (["scan", "--format", ""], "'' is not a text that is not empty, for --format"),
    (["scan", "--depth", "two"], "'two' is not a whole number, for --depth"),
    (["scan", "--depth", "1", "--depth", "2"], "--depth is given twice"),
    (["scan", "--quiet=yes"], "--quiet takes no value"),
    (["scan", "a", "b", "c"], "expected 0 to 2 <id>, got 3"),
    (["check", "a"], "'a' is not expected here"),
  ])
  func explains(_ line: [String], _ message: String) {
    let error = #expect(throws: UsageError.self) { try Self.root.parse(line) }
    #expect(error?.message == message)
  }

  @Test(arguments: [["help", "scan"], ["scan", "--help"], ["scan", "--nonsense", "-h"]])
  func helpIsFoundInEveryWay(_ line: [String]) throws {
    guard case .help(let text) = try Self.root.parse(line) else {
      Issue.record("expected help")
      return
    }
    #expect(text.hasPrefix("Usage: audit scan [options] [<id>...]\n"))
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 80 })
  }
}
