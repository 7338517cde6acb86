public import Model

/// A question that only a person can answer.
public struct Prompt: Sendable, Equatable {
  /// What is written in front of the answer: `MFA code of arn:aws:iam::111122223333:mfa/anna: `.
  public let text: String

  public init(_ text: String) { self.text = text }
}

/// Puts a question to the person at the terminal, without showing the answer while it is typed.
public typealias Prompter = @Sendable (Prompt) async throws(Problem) -> String
