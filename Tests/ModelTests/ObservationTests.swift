import Foundation
import Model
import Testing

struct ObservationTests {
  @Test(arguments: [
    (Observation<Int>.known(3), #"{"known":3}"#), (.absent, #"{"absent":true}"#),
    (
      .unknown(.denied(permission: "s3:GetBucketPolicy")),
      #"{"unknown":{"permission":"s3:GetBucketPolicy","reason":"denied"}}"#
    ),
    (
      .unknown(.unsupported(operation: "GetBucketCors")),
      #"{"unknown":{"operation":"GetBucketCors","reason":"unsupported"}}"#
    ),
    (
      .unknown(.failed(operation: "GetBucketAcl", message: "503")),
      #"{"unknown":{"message":"503","operation":"GetBucketAcl","reason":"failed"}}"#
    ),
    (.unknown(.notCollected), #"{"unknown":{"reason":"not_collected"}}"#),
  ])
  func travels(_ observation: Observation<Int>, _ json: String) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    #expect(String(decoding: try encoder.encode(observation), as: UTF8.self) == json)
    #expect(try JSONDecoder().decode(Observation<Int>.self, from: Data(json.utf8)) == observation)
  }

  @Test(
    "what is damaged is never read as absent or not collected",
    arguments: [
      "{}", #"{"absent":false}"#, #"{"knwon":3}"#, #"{"unknown":{"reason":"tired"}}"#, #"{"unknown":{}}"#, "[]", "null",
    ])
  func refuses(_ json: String) {
    #expect(throws: DecodingError.self) { try JSONDecoder().decode(Observation<Int>.self, from: Data(json.utf8)) }
  }

  @Test func mapsOnlyValues() {
    #expect(Observation.known(2).map { $0 * 2 } == .known(4))
    #expect(Observation<Int>.absent.map { $0 * 2 } == .absent)
    #expect(Observation<Int>.unknown(.notCollected).map { $0 * 2 }.gap == .notCollected)
    #expect(Observation<Int>.absent.value == nil)
    #expect(Gap.denied(permission: "s3:GetBucketAcl").description.contains("grant s3:GetBucketAcl"))
  }
}
