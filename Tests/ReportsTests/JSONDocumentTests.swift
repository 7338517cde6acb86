import Foundation
import Testing

@testable import Reports

struct JSONDocumentTests {
  @Test func membersAreSortedAndTextIsEscaped() {
    let document = JSONDocument.object([
      "b": .array([.integer(1), .null, .bool(true)]), "a": .string("\"\\\n\u{1}\u{2028}é😀"), "c": .object([:]),
    ])
    #expect(
      document.text == """
        {
          "a": "\\"\\\\\\n\\u0001\\u2028é😀",
          "b": [
            1,
            null,
            true
          ],
          "c": {}
        }

        """)
  }

  @Test func everyScalarComesBack() throws {
    var text = ""
    for value in (0...0x2FFF as ClosedRange<UInt32>) {
      if let scalar = Unicode.Scalar(value) { text.unicodeScalars.append(scalar) }
    }
    text += "\u{FEFF}\u{10FFFF}"
    let data = Data(JSONDocument.object(["text": .string(text)]).text.utf8)
    let object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: String])
    #expect(object["text"].map { Array($0.unicodeScalars) } == Array(text.unicodeScalars))
  }
}
