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
    public var objects: Int64 = 0
    public var bytes: Int64 = 0
    public var pages: Int64 = 0

    public init() {}
  }

  private struct Inner {
    var state = State()
    var lastShown: ContinuousClock.Instant?
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
      let pause: Duration = isTerminal ? .milliseconds(100) : .seconds(5)
      // The first line off a terminal waits too: a short run says nothing at all.
      guard now - (inner.lastShown ?? (isTerminal ? start - pause : start)) >= pause else { return nil }
      inner.lastShown = now
      inner.isLineOpen = isTerminal
      return Self.text(inner.state, elapsed: now - start)
    }
    guard let line else { return }
    Console.writeError(isTerminal ? "\r\u{1B}[K\(line.safeForTerminal.prefix(79))" : line.safeForTerminal + "\n")
  }

  /// Takes the line off the terminal, so that what comes next stands on a line of its own.
  public func finish() {
    let wasOpen = inner.withLock { inner in
      defer { inner.isLineOpen = false }
      return inner.isLineOpen
    }
    if wasOpen { Console.writeError("\r\u{1B}[K") }
  }

  static func text(_ state: State, elapsed: Duration) -> String {
    let seconds = elapsed.components.seconds
    var parts = [state.phase]
    if state.accountsTotal > 0 { parts.append("\(state.accountsDone)/\(state.accountsTotal) accounts") }
    if state.bucketsTotal > 0 { parts.append("\(state.bucketsDone)/\(state.bucketsTotal) buckets") }
    if state.pages > 0 {
      let milliseconds = seconds * 1000 + elapsed.components.attoseconds / 1_000_000_000_000_000
      let rate = milliseconds > 0 ? state.objects * 1000 / milliseconds : 0
      parts.append("\(grouped(state.objects)) objects, \(binarySize(state.bytes)), \(grouped(rate)) objects/s")
      parts.append("\(grouped(state.pages)) pages")
    }
    parts.append("\(seconds / 60):\(seconds % 60 < 10 ? "0" : "")\(seconds % 60)")
    return parts.filter { !$0.isEmpty }.joined(separator: " · ")
  }

  private static func grouped(_ number: Int64) -> String {
    var digits = String(number)
    var groups: [String] = []
    while digits.count > 3 {
      groups.insert(String(digits.suffix(3)), at: 0)
      digits.removeLast(3)
    }
    return ([digits] + groups).joined(separator: ",")
  }

  private static func binarySize(_ bytes: Int64) -> String {
    var value = bytes
    var tenths: Int64 = 0
    var unit = 0
    let units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"]
    while value >= 1024, unit < units.count - 1 {
      tenths = value % 1024 * 10 / 1024
      value /= 1024
      unit += 1
    }
    return unit == 0 ? "\(value) B" : "\(value).\(tenths) \(units[unit])"
  }
}
