import Arguments
import Model
import Terminal

/// The whole program: reads a command line, runs it, and says how it ended.
///
/// Each command is one file in `Verbs/`, found by its place.
public enum Program {
  static let root: Command = .init(
    "audit", "What every S3 bucket holds, what it costs, what is wrong with it, and what to do about it.",
    discussion: """
      Exit status:
        0  nothing at or above --fail-on
        1  findings at or above --fail-on
        2  wrong command line, configuration or rule file
        3  no such finding, but something stayed unknown, or the scan was cut short
        4  the run itself failed
      """,
    subcommands: Listed.all.sorted { ($0.name != "scan" ? 1 : 0, $0.name) < ($1.name != "scan" ? 1 : 0, $1.name) })

  /// - Parameter arguments: without the program's own name.
  /// - Returns: the exit status.
  public static func run(_ arguments: [String]) async -> Int32 {
    Console.ignoreBrokenPipes()
    CoreDumps.forbid()
    if arguments.first == "--version" || arguments.first == "version" {
      return say("audit \(Version.current)\n")
    }
    do {
      switch try root.parse(arguments) {
      case .help(let text): return say(text)
      case .run(let command, let input): return try await command.run(input)
      }
    } catch let error as UsageError {
      Console.complain(error.description)
      return ExitCode.usage.rawValue
    } catch let error as ConfigurationProblem {
      Console.complain(error.problem.description)
      return ExitCode.usage.rawValue
    } catch {
      Console.complain(error is Problem ? "\(error)" : "error: \(error)")
      return ExitCode.failed.rawValue
    }
  }

  private static func say(_ text: String) -> Int32 {
    do {
      try Output.write(text)
      return ExitCode.success.rawValue
    } catch {
      return ExitCode.failed.rawValue
    }
  }
}

/// A problem in what the user wrote into files: configuration, rules, rule sets. Ends with 2, not with 4.
struct ConfigurationProblem: Error {
  let problem: Problem

  /// Runs `body`, and marks its problems as the user's files'.
  static func marking<Value>(_ body: () throws(Problem) -> Value) throws(ConfigurationProblem) -> Value {
    do { return try body() } catch { throw ConfigurationProblem(problem: error) }
  }
}
