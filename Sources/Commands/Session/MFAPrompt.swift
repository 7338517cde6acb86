import Credentials
import Model
import Terminal

/// Asks for MFA codes at the terminal.
enum MFAPrompt {
  /// Nil where nobody could answer.
  static var prompter: Prompter? {
    guard TerminalQuestion.isPossible else { return nil }
    return { (prompt) async throws(Problem) in
      do throws(TerminalQuestion.Failure) {
        return try await TerminalQuestion.ask(prompt.text)
      } catch {
        throw Problem(
          "the question for an MFA code was not answered",
          why: error == .noTerminal ? "the terminal is gone" : "it was cancelled", fix: "repeat with the code at hand")
      }
    }
  }
}
