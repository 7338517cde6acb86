import JSON
import Testing

struct JSONWriterTests {
  static let sample: JSONValue = [
    "b": [1, "two", JSONValue.null], "a": ["nested": true], "empty": [], "none": JSONValue.object([]),
  ]

  @Test func writesPretty() {
    #expect(
      JSONWriter().text(Self.sample) == """
        {
          "b": [
            1,
            "two",
            null
          ],
          "a": {
            "nested": true
          },
          "empty": [],
          "none": {}
        }
        """)
  }

  @Test func writesCompactAndSorted() {
    #expect(
      JSONWriter(isPretty: false, sortsKeys: true).text(Self.sample)
        == #"{"a":{"nested":true},"b":[1,"two",null],"empty":[],"none":{}}"#)
  }

  @Test(arguments: [
    ("a\"b\\c", #""a\"b\\c""#),
    ("\n\r\t\u{0}\u{1B}\u{7F}", #""\n\r\t\u0000\u001b\u007f""#),
    ("é😀", "\"é😀\""),
    ("\u{2028}", #""\u2028""#),
  ])
  func quotes(_ text: String, _ quoted: String) {
    #expect(JSONWriter.quoted(text) == quoted)
  }

  @Test("what was written reads back as the same value", arguments: [true, false])
  func roundTrip(_ isPretty: Bool) throws {
    let value: JSONValue = [
      "text": "\u{0}\"\\\u{2029}é😀", "number": JSONValue(.number("1.10e-7")), "list": [[], [[false]]],
    ]
    #expect(try JSONValue(parsing: JSONWriter(isPretty: isPretty).text(value)) == value)
  }
}
