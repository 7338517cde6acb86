/// How one request ended, as far as its host's health is concerned.
enum Outcome: Equatable, Sendable, CaseIterable {
  /// An answer that shows the host at work; a refusal is one too.
  case good
  /// The host asks for fewer requests: SlowDown, 429, 503.
  case overloaded
  /// Something is there, but does not work well: another 5xx, a connection that broke, an answer that was cut.
  case failed
  /// Nothing came: no name, no connection, no TLS, or no answer in time.
  case silent
  /// The caller stopped waiting, which says nothing of the host.
  case cancelled
}
