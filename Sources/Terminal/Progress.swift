import Locking

/// Work under way, told on standard error: one line that is rewritten on a terminal, a line every few seconds elsewhere.
///
/// Safe to report to from any task. Standard output is never touched.
public final class Progress: Sendable {
  /// What is known of the work so far.
  public struct State: Sendable {
    public var phase = ""
    public var accountsDone = 0
    /// 0 where the run is about one account.
    public var accountsTotal = 0
    public var bucketsDone = 0
    public var bucketsTotal = 0
    /// The one bucket that is being listed; empty where there are several.
    public var bucket = ""
    public var objects: Int64 = 0
    /// Objects that there may be in all, of earlier listings or CloudWatch; nil where that is not known.
    public var objectsExpected: Int64?
    public var bytes: Int64 = 0
    public var pages: Int64 = 0

    public init() {}
  }

  private struct Inner {
    var state = State()
    var lastShown: ContinuousClock.Instant?
    /// When the first page was there.
    var listingStart: ContinuousClock.Instant?
    var isLineOpen = false
  }

  private let start = ContinuousClock.now
  private let isEnabled: Bool
  private let isTerminal: Bool
  private let inner = Locked(Inner())

  /// - Parameter isEnabled: false for `--quiet`.
  public init(isEnabled: Bool, isTerminal: Bool = Console.errorIsTerminal) {
    self.isEnabled = isEnabled
    self.isTerminal = isTerminal
  }

  /// Changes the state and shows it, when the last showing is long enough ago.
  public func update(_ change: @Sendable (inout State) -> Void) {
    guard isEnabled else { return }
    let now = ContinuousClock.now
    let line: String? = inner.withLock { inner in
      change(&inner.state)
      if inner.state.pages > 0, inner.listingStart == nil { inner.listingStart = now }
      let pause: Duration = isTerminal ? .milliseconds(100) : .seconds(5)
      // The first line off a terminal waits too: a short run says nothing at all.
      guard now - (inner.lastShown ?? (isTerminal ? start - pause : start)) >= pause else { return nil }
      inner.lastShown = now
      inner.isLineOpen = isTerminal
      return ProgressLine(inner.state, elapsed: now - start, listing: now - (inner.listingStart ?? now))
        .text(columns: isTerminal ? Console.errorColumns - 1 : nil)
    }
    guard let line else { return }
    Console.writeError(isTerminal ? "\r\u{1B}[K\(line)" : line + "\n")
  }

  /// Takes the line off the terminal, so that what comes next stands on a line of its own.
  public func finish() {
    let wasOpen = inner.withLock { inner in
      defer { inner.isLineOpen = false }
      return inner.isLineOpen
    }
    if wasOpen { Console.writeError("\r\u{1B}[K") }
  }
}
