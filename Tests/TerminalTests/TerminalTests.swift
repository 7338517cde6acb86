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
  @Test func tellsRateAndTime() {
    var state = Progress.State()
    state.phase = "listing"
    state.bucketsTotal = 3
    state.objects = 1_234_567
    state.bytes = 5 << 30
    state.pages = 1235
    #expect(
      Progress.text(state, elapsed: .seconds(61))
        == "listing · 0/3 buckets · 1,234,567 objects, 5.0 GiB, 20,238 objects/s · 1,235 pages · 1:01")
  }

  @Test func aPhaseAloneIsShort() {
    var state = Progress.State()
    state.phase = "reading IAM"
    #expect(Progress.text(state, elapsed: .milliseconds(200)) == "reading IAM · 0:00")
  }
}
