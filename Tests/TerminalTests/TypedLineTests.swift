import Testing

@testable import Terminal

struct TypedLineTests {
  @Test(
    "keys as they come from a terminal without echo",
    arguments: [
      ("123456\r", TypedLine.Step.done("123456")), ("12\u{7F}3\u{8}4\n", .done("14")), ("12\u{15}34\n", .done("34")),
      ("\n", .done("")), ("1\u{4}2\n", .done("12")), ("\u{4}", .cancelled), ("12\u{3}", .cancelled),
      ("1\u{1B}2\n", .done("12")), ("12", .more),
    ])
  func steps(_ keys: String, _ outcome: TypedLine.Step) {
    var line = TypedLine()
    var last = TypedLine.Step.more
    for byte in keys.utf8 where last == .more { last = line.take(byte) }
    #expect(last == outcome)
  }
}
