import AWS
import Model
import Profiles

/// `credential_process`: a program of the user's that prints credentials.
///
/// Source: AWS SDKs and Tools Reference Guide, "Process credential provider". The line is taken apart as by a shell,
/// but no shell runs it. What the program prints is never quoted, since it is secrets.
struct ProcessProvider: CredentialProvider {
  let name = "credential process"
  private let profile: Profile
  private let environment: [String: String]
  private let milliseconds: Int

  /// More than enough for a round trip through a company's login.
  static let milliseconds = 60_000
  static let maximumBytes = 1 << 20

  init(_ profile: Profile, environment: [String: String], milliseconds: Int = Self.milliseconds) {
    self.profile = profile
    self.environment = environment
    self.milliseconds = milliseconds
  }

  func load() async throws(CredentialFailure) -> AWSCredentials {
    guard let setting = profile.setting("credential_process") else {
      throw .absent("profile '\(profile.name)' has no credential_process")
    }
    do throws(Problem) {
      let output = try await run(setting)
      return try CredentialDocument.read(
        output, form: .process, source: "credential_process of profile '\(profile.name)'",
        place: "\(setting.place): credential_process", fix: "run it by hand and see what it prints")
    } catch {
      throw .broken(error)
    }
  }

  private func run(_ setting: Section.Setting) async throws(Problem) -> [UInt8] {
    let words: [String]
    do throws(ShellWords.Unfinished) {
      words = try ShellWords.split(setting.value)
    } catch {
      throw Problem(
        "\(setting.place): credential_process is no command", why: "a quote or a backslash at its end is unfinished",
        fix: "close the quote")
    }
    guard let program = words.first, !program.isEmpty else {
      throw Problem("\(setting.place): credential_process names no program", fix: "write the program's whole path")
    }
    let process = ChildProcess(
      command: words, environment: environment, milliseconds: milliseconds, maximumBytes: Self.maximumBytes)
    let outcome: ChildProcess.Outcome
    do throws(ChildProcess.Failure) {
      outcome = try await process.run()
    } catch {
      throw problem(error, setting, program)
    }
    guard outcome.status == 0 else {
      throw Problem(
        "\(setting.place): credential_process ended with status \(outcome.status)",
        why: Self.firstLine(of: outcome), fix: "run it by hand: what it complains about is its own")
    }
    return outcome.output
  }

  private func problem(_ failure: ChildProcess.Failure, _ setting: Section.Setting, _ program: String) -> Problem {
    switch failure {
    case .notStarted(let why):
      let isExpanded = program.hasPrefix("~") || program.contains("$")
      return Problem(
        "\(setting.place): credential_process cannot be started", why: "\(program.oneLine): \(why)",
        fix: isExpanded
          ? "write the program's whole path: no shell runs it, so ~ and $ mean nothing"
          : "write the program's whole path, and make it executable")
    case .tooSlow:
      return Problem(
        "\(setting.place): credential_process took more than \(milliseconds / 1000) seconds", why: "it was ended",
        fix: "run it by hand and see what it waits for")
    case .tooMuchOutput:
      return Problem(
        "\(setting.place): credential_process printed more than \(Self.maximumBytes) bytes", why: "it was ended",
        fix: "let it print one JSON document with credentials")
    }
  }

  /// The first line of what it complained, without anything that it printed too or that looks like a secret: a word of
  /// more than 19 characters with a digit in it.
  private static func firstLine(of outcome: ChildProcess.Outcome) -> String {
    let complaint = String(decoding: outcome.complaints, as: UTF8.self)
    guard let line = complaint.split(whereSeparator: \.isNewline).first?.prefix(400), !line.isEmpty else {
      return "it complained about nothing"
    }
    let words: [String] = line.split(separator: " ").map { word in
      word.count > 19 && word.contains(where: \.isNumber) ? "[redacted]" : "\(word)"
    }
    return words.joined(separator: " ").oneLine
  }
}
