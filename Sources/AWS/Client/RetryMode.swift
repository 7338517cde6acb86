import Model

/// How the client treats a service that has too much to do: `AWS_RETRY_MODE`, `retry_mode`.
///
/// In every mode a call is repeated with growing pauses, retries have a budget, and fewer requests are under way at once
/// while a host asks for less.
public enum RetryMode: String, Sendable, CaseIterable {
  case standard
  /// The rate at which requests are sent is limited, too.
  case adaptive

  /// The mode of that name. `legacy` is what SDKs did before they had modes; the standard mode takes its place.
  ///
  /// Source: AWS SDKs and Tools Reference Guide, "Retry behavior".
  /// - Parameter source: where the name stands, in words.
  init(named name: String, source: String) throws(Problem) {
    let name = name.lowercased()
    guard let mode = name == "legacy" ? .standard : RetryMode(rawValue: name) else {
      throw Problem(
        "\(source): '\(printable(name))' is no retry mode", why: "it is standard or adaptive",
        fix: "write standard, or leave it out")
    }
    self = mode
  }
}
