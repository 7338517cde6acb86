import AWS
import Testing

@testable import Credentials

struct SmallPartsTests {
  @Test(
    "words as a POSIX shell takes a line apart, with nothing expanded",
    arguments: [
      ("a b", ["a", "b"]), ("  a\t b ", ["a", "b"]), ("", []), ("'a b' \"c \\\" \\\\ \\d\"", ["a b", "c \" \\ \\d"]),
      ("a\\ b ''", ["a b", ""]), ("a'b'\"c\"", ["abc"]), ("$HOME ~ *", ["$HOME", "~", "*"]), ("'\\'", ["\\"]),
      ("a\\\\b", ["a\\b"]), ("--x='y z'", ["--x=y z"]), ("ä 'ö\"'", ["ä", "ö\""]),
    ])
  func shellWords(_ text: String, _ words: [String]) throws {
    #expect(try ShellWords.split(text) == words)
  }

  @Test(arguments: ["'a", "\"a", "a\\", "\"a\\", "a 'b\" c"])
  func unfinished(_ text: String) {
    #expect(throws: ShellWords.Unfinished.self) { try ShellWords.split(text) }
  }

  @Test func childIsEndedInTime() async {
    let process = ChildProcess(
      command: ["sleep", "1000"], environment: [:], milliseconds: 50, maximumBytes: 10)
    await #expect(throws: ChildProcess.Failure.tooSlow) { try await process.run() }
    let silent = ChildProcess(
      command: ["/bin/sh", "-c", "exec >&- 2>&-; exec sleep 1000"], environment: [:], milliseconds: 50,
      maximumBytes: 10)
    await #expect(throws: ChildProcess.Failure.tooSlow) { try await silent.run() }
  }

  @Test("both outputs, the environment and nothing else, larger than a pipe holds")
  func childOutputs() async throws {
    let script =
      "echo $X; i=0; while [ $i -lt 3000 ]; do echo 0123456789012345678901234567890123456789 >&2; i=$((i+1)); done"
    let outcome = try await ChildProcess(
      command: ["/bin/sh", "-c", script], environment: ["X": "y"], milliseconds: 60_000, maximumBytes: 1 << 20
    ).run()
    #expect(outcome.status == 0)
    #expect(outcome.output == Array("y\n".utf8))
    #expect(outcome.complaints.count == 123_000)
  }

  @Test("a secret is taken out whole, cut at the end, and not where it is too short to be one")
  func redaction() {
    let secrets = Secrets(["abcdefghijklmnopqrst", "xyz", "123456"])
    #expect(secrets.redact("a abcdefghijklmnopqrst b 123456") == "a [redacted] b [redacted]")
    #expect(secrets.redact("cut: abcdefghijklmno") == "cut: [redacted]")
    #expect(secrets.redact("xyz abcdefghij") == "xyz abcdefghij")
  }
}
