import Testing

@testable import Signing

struct SignerTests {
  struct Vector: Decodable, CustomTestStringConvertible, Sendable {
    let name, method, path: String
    let query: [[String]]
    let token: String?
    let signedHeaders, signature: String
    var testDescription: String { name }
  }
  struct File: Decodable { let cases: [Vector] }

  static let vectors = fixture("s3-vectors.json", as: File.self)?.cases ?? []
  static let time = SigningTime(day: "20260102", clock: "030405")
  static let keys = SigningKeys(
    accessKeyID: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")

  @Test func vectorsAreThere() { #expect(Self.vectors.count == 11) }

  @Test("signs S3 requests as botocore does", arguments: vectors)
  func matchesBotocore(_ vector: Vector) throws {
    var keys = Self.keys
    keys.sessionToken = vector.token
    let request = Unsigned(
      vector.method, host: "s3.us-east-1.amazonaws.com", path: vector.path,
      query: vector.query.map { (name: $0[0], value: $0[1]) }, payload: .unsigned)
    let signed = try Signer().sign(
      request, keys: keys, service: "s3", region: "us-east-1", style: .s3, at: Self.time)
    let header = try #require(signed.headers.last)
    #expect(header.value.hasSuffix("SignedHeaders=\(vector.signedHeaders), Signature=\(vector.signature)"))
  }

  @Test func payloadHashIsSentToS3() throws {
    let signed = try Signer().sign(
      Unsigned("PUT", host: "h", path: "/k", payload: .bytes(Array("abc".utf8))), keys: Self.keys, service: "s3",
      region: "r", style: .s3, at: Self.time)
    #expect(
      signed.headers.first { $0.name == "x-amz-content-sha256" }?.value
        == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
  }

  @Test("a kept key is never used for another secret, day, region or service")
  func derivedKeys() throws {
    let signer = try Signer()
    let request = Unsigned("GET", host: "h", path: "/")
    var other = Self.keys
    other.secretAccessKey = "another"
    let scopes: [(SigningKeys, String, String, String)] = [
      (Self.keys, "20260102", "us-east-1", "iam"), (other, "20260102", "us-east-1", "iam"),
      (Self.keys, "20260103", "us-east-1", "iam"), (Self.keys, "20260102", "eu-west-1", "iam"),
      (Self.keys, "20260102", "us-east-1", "sts"),
    ]
    func sign(with signer: Signer) throws -> [String] {
      try scopes.map { keys, day, region, service in
        try signer.sign(
          request, keys: keys, service: service, region: region, style: .general,
          at: SigningTime(day: day, clock: "030405")
        ).headers.last?.value ?? ""
      }
    }
    let fresh = try scopes.indices.map { try sign(with: Signer())[$0] }
    #expect(try sign(with: signer) == fresh)
    #expect(try sign(with: signer) == fresh)
    #expect(Set(fresh).count == scopes.count)
  }

  @Test func keysDoNotShow() {
    var text = "\(Self.keys) \(String(reflecting: Self.keys))"
    dump(Self.keys, to: &text)
    #expect(!text.contains("wJalr"))
  }

  @Test(arguments: [
    ("/a/../b", "/b"), ("//a//", "/a/"), ("/a%20b", "/a%2520b"), ("/..", "/"), ("/a/..", "/"), ("", "/"),
    ("/a/.", "/a/"), ("/a/b/..", "/a/"),
  ])
  func canonicalPaths(_ path: String, _ expected: String) {
    #expect(CanonicalRequest.canonicalPath(ofWirePath: path) == expected)
  }
}
