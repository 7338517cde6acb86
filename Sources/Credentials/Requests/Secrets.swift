/// Texts that must not show in any message, and how they are taken out of one.
struct Secrets: Sendable {
  private let texts: [String]

  /// What is shorter is no secret, and would tear holes into ordinary words.
  static let shortest = 4
  /// So much of a secret's beginning is enough to recognise it in a message that was cut.
  static let recognised = 12

  init(_ texts: [String]) { self.texts = texts.filter { $0.count >= Self.shortest } }

  func redact(_ message: String) -> String {
    var message = message
    for text in texts {
      message = message.replacing(text, with: "[redacted]")
      guard text.count > Self.recognised else { continue }
      if let start = message.firstRange(of: text.prefix(Self.recognised)) {
        message = message[..<start.lowerBound] + "[redacted]"
      }
    }
    return message
  }
}
