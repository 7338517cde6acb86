/// What is known of the work so far as one line: a function of nothing else.
struct ProgressLine {
  /// What there is to say, the most important first: where a terminal is narrow the last go.
  private enum Weight: Int { case phase, estimate, left, elapsed, counts, rate, bytes, pages }

  private var parts: [(text: String, weight: Weight)] = []

  /// - Parameters:
  ///   - elapsed: since the start.
  ///   - listing: since the first page came.
  init(_ state: Progress.State, elapsed: Duration, listing: Duration) {
    let name = state.bucket.isEmpty ? "" : " " + Self.shortened(state.bucket.safeForTerminal)
    add(.phase, (state.phase.safeForTerminal + name).replacing("\n", with: "\\u{A}"))
    if state.accountsTotal > 0 { add(.counts, "\(state.accountsDone)/\(state.accountsTotal) accounts") }
    if state.bucketsTotal > 0 { add(.counts, "\(state.bucketsDone)/\(state.bucketsTotal) buckets") }
    if state.pages > 0 { addListing(state, listing) }
    add(.elapsed, Self.clock(elapsed.components.seconds))
  }

  private mutating func addListing(_ state: Progress.State, _ listing: Duration) {
    // What turns out larger than it was thought to be is not nearly done.
    if let expected = state.objectsExpected, expected > state.objects {
      let percent = Int128(state.objects) * 100 / Int128(expected)
      add(.estimate, "\(Self.grouped(state.objects)) of about \(Self.grouped(expected)) objects (\(percent) %)")
    } else {
      add(.estimate, "\(Self.grouped(state.objects)) objects")
    }
    add(.bytes, Self.binarySize(state.bytes))
    let time = listing.components
    let milliseconds = Int128(time.seconds) * 1000 + Int128(time.attoseconds / 1_000_000_000_000_000)
    if milliseconds > 0 {
      add(.rate, "\(Self.grouped(Int64(clamping: Int128(state.objects) * 1000 / milliseconds))) objects/s")
    }
    add(.pages, "\(Self.grouped(state.pages)) pages")
    // The first seconds say little.
    guard let expected = state.objectsExpected, expected > state.objects, state.objects > 0, milliseconds >= 2000 else {
      return
    }
    let left = Int128(expected - state.objects) * milliseconds / Int128(state.objects) / 1000
    add(.left, left < 360_000 ? "about \(Self.clock(Int64(left))) left" : "days left")
  }

  private mutating func add(_ weight: Weight, _ text: String) {
    if !text.isEmpty { parts.append((text, weight)) }
  }

  /// - Parameter columns: that the line may take; nil for as many as it needs.
  func text(columns: Int?) -> String {
    var parts = parts
    while true {
      let line = parts.map(\.text).joined(separator: " · ")
      guard let columns, Self.columns(line) > columns else { return line }
      guard parts.count > 1,
        let least = parts.indices.max(by: { parts[$0].weight.rawValue < parts[$1].weight.rawValue })
      else { return Self.cut(line, to: columns) }
      parts.remove(at: least)
    }
  }

  // MARK: Texts

  /// At most: what is not ASCII may take two columns.
  private static func columns(_ text: String) -> Int { text.unicodeScalars.reduce(0) { $0 + columns($1) } }
  private static func columns(_ scalar: Unicode.Scalar) -> Int { scalar.isASCII || scalar == "·" ? 1 : 2 }

  private static func cut(_ text: String, to columns: Int) -> String {
    var left = columns
    var cut = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      left -= Self.columns(scalar)
      guard left >= 0 else { break }
      cut.append(scalar)
    }
    return String(cut)
  }

  private static func shortened(_ name: String) -> String {
    name.count > 40 ? "\(name.prefix(39))…" : name
  }

  /// `0:07`, `61:01`, `3:00:00`.
  private static func clock(_ seconds: Int64) -> String {
    func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
    guard seconds >= 7200 else { return "\(seconds / 60):\(two(seconds % 60))" }
    return "\(seconds / 3600):\(two(seconds / 60 % 60)):\(two(seconds % 60))"
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
