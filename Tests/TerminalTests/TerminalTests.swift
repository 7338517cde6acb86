import Testing

@testable import Terminal

struct SafeTextTests {
  @Test(arguments: [
    ("plain\ntext", "plain\ntext"),
    ("\u{1B}[2Jgone", "\\u{1B}[2Jgone"),
    ("a\rb\u{7}", "a\\u{D}b\\u{7}"),
    ("gpj\u{202E}.exe", "gpj\\u{202E}.exe"),
    ("naïve 😀 日本", "naïve 😀 日本"),
    ("\u{9B}31m", "\\u{9B}31m"),
  ])
  func writesOutWhatCouldMoveTheCursor(_ text: String, _ safe: String) {
    #expect(text.safeForTerminal == safe)
  }
}

struct ProgressTests {
  private static func line(
    columns: Int? = nil, elapsed: Duration = .seconds(70), listing: Duration = .seconds(60),
    _ change: (inout Progress.State) -> Void
  ) -> String {
    var state = Progress.State()
    state.phase = "listing"
    change(&state)
    return ProgressLine(state, elapsed: elapsed, listing: listing).text(columns: columns)
  }

  /// Objects, how many are expected, seconds since the first page; what is said of these.
  @Test(
    arguments: [
      (0, 1000, 60, "0 of about 1,000 objects (0 %) · 0 B · 0 objects/s · 1 pages"),
      (999, 1000, 60, "999 of about 1,000 objects (99 %) · 0 B · 16 objects/s · 1 pages · about 0:00 left"),
      (400, 1000, 60, "400 of about 1,000 objects (40 %) · 0 B · 6 objects/s · 1 pages · about 1:30 left"),
      (400, 1000, 1, "400 of about 1,000 objects (40 %) · 0 B · 400 objects/s · 1 pages"),
      (400, 1000, 0, "400 of about 1,000 objects (40 %) · 0 B · 1 pages"),
      // What was too low an estimate says nothing any more.
      (1000, 1000, 60, "1,000 objects · 0 B · 16 objects/s · 1 pages"),
      (2000, 1000, 60, "2,000 objects · 0 B · 33 objects/s · 1 pages"),
      (1, 0, 60, "1 objects · 0 B · 0 objects/s · 1 pages"), (7, nil, 60, "7 objects · 0 B · 0 objects/s · 1 pages"),
      (1, 10_000, 60, "1 of about 10,000 objects (0 %) · 0 B · 0 objects/s · 1 pages · days left"),
      (100, 20_000, 60, "100 of about 20,000 objects (0 %) · 0 B · 1 objects/s · 1 pages · about 3:19:00 left"),
      (1, .max, 60, "1 of about 9,223,372,036,854,775,807 objects (0 %) · 0 B · 0 objects/s · 1 pages · days left"),
    ] as [(Int64, Int64?, Int, String)])
  func estimates(_ objects: Int64, _ expected: Int64?, _ seconds: Int, _ said: String) {
    let line = Self.line(listing: .seconds(seconds)) {
      ($0.objects, $0.objectsExpected, $0.pages) = (objects, expected, 1)
    }
    #expect(line == "listing · \(said) · 1:10")
  }

  /// What there is no room for goes, the least important first.
  @Test(arguments: [
    (
      200,
      "listing b · 2/3 buckets · 400 of about 1,000 objects (40 %) · 5.0 GiB · 6 objects/s · 9 pages · about 1:30 left · 1:10"
    ),
    (
      110,
      "listing b · 2/3 buckets · 400 of about 1,000 objects (40 %) · 5.0 GiB · 6 objects/s · about 1:30 left · 1:10"
    ),
    (100, "listing b · 2/3 buckets · 400 of about 1,000 objects (40 %) · 6 objects/s · about 1:30 left · 1:10"),
    (79, "listing b · 400 of about 1,000 objects (40 %) · about 1:30 left · 1:10"),
    (60, "listing b · 400 of about 1,000 objects (40 %)"), (40, "listing b"), (9, "listing b"), (4, "list"), (0, ""),
    (-1, ""),
  ])
  func narrow(_ columns: Int, _ said: String) {
    let line = Self.line(columns: columns) {
      $0.bucket = "b"
      ($0.bucketsDone, $0.bucketsTotal) = (2, 3)
      ($0.objects, $0.objectsExpected, $0.bytes, $0.pages) = (400, 1000, 5 << 30, 9)
    }
    #expect(line == said)
  }

  @Test(
    "a name from outside cannot move the cursor, start a line or push the rest away",
    arguments: [
      ("a\u{1B}[2Jb", "a\\u{1B}[2Jb"), ("a\nb\r", "a\\u{A}b\\u{D}"), ("\u{202E}x", "\\u{202E}x"),
      (String(repeating: "x", count: 300), String(repeating: "x", count: 39) + "…"),
    ])
  func hostile(_ name: String, _ shown: String) {
    #expect(Self.line { $0.bucket = name } == "listing \(shown) · 1:10")
  }

  @Test("characters that may be two columns wide do not make the line wrap")
  func wide() {
    #expect(Self.line(columns: 20) { $0.bucket = "桶桶桶桶" } == "listing 桶桶桶桶")
    #expect(Self.line(columns: 15) { $0.bucket = "桶桶桶桶" } == "listing 桶桶桶")
  }

  @Test func tellsRateAndTime() {
    var state = Progress.State()
    state.phase = "listing"
    state.bucketsTotal = 3
    state.objects = 1_234_567
    state.bytes = 5 << 30
    state.pages = 1235
    #expect(
      ProgressLine(state, elapsed: .seconds(61), listing: .seconds(61)).text(columns: nil)
        == "listing · 0/3 buckets · 1,234,567 objects · 5.0 GiB · 20,238 objects/s · 1,235 pages · 1:01")
  }

  @Test func aPhaseAloneIsShort() {
    var state = Progress.State()
    state.phase = "reading IAM"
    #expect(ProgressLine(state, elapsed: .milliseconds(200), listing: .zero).text(columns: nil) == "reading IAM · 0:00")
  }
}
