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

  @Test(
    "keys and parameters in the request line of S3",
    arguments: [
      ("/", [], "/"),
      ("/b/a+b", [], "/b/a%2Bb"),
      ("/b/100%/%2F", [], "/b/100%25/%252F"),
      ("/b//a/./../c/", [], "/b//a/./../c/"),
      ("/b/ü/e\u{301}/日本", [], "/b/%C3%BC/e%CC%81/%E6%97%A5%E6%9C%AC"),
      ("/b/a b\r\n\u{0}", [], "/b/a%20b%0D%0A%00"),
      ("/b/-_.~!*'()", [], "/b/-_.~%21%2A%27%28%29"),
      ("/b", [["versions", ""], ["acl", ""]], "/b?acl=&versions="),
      ("/b", [["prefix", ""], ["prefix", "a/b"], ["prefix", "a+ b"]], "/b?prefix=&prefix=a%2B%20b&prefix=a%2Fb"),
      ("/b", [["list-type", "2"], ["list", "1"], ["L", ""]], "/b?L=&list=1&list-type=2"),
      ("/b", [["marker", "100%&x=y#?"]], "/b?marker=100%25%26x%3Dy%23%3F"),
    ] as [(String, [[String]], String)])
  func targets(_ path: String, _ query: [[String]], _ expected: String) throws {
    let request = Unsigned("GET", host: "h", path: path, query: query.map { ($0[0], $0[1]) })
    let signed = try Signer().sign(
      request, keys: Self.keys, service: "s3", region: "r", style: .s3, at: Self.time)
    #expect(signed.target == expected)
    #expect(request.target == expected)
  }

  @Test(
    "headers: trimmed, runs of white space made one space, names without case, values of one name joined",
    arguments: [
      ([["A", "  b   c\t \td "]], "a:b c d\n"),
      ([["A", "b  \u{301}c"]], "a:b \u{301}c\n"),
      ([["a", "2"], ["A", " 1 "]], "a:2,1\n"),
      ([["b", ""], ["A", "\"  x  \""]], "a:\" x \"\nb:\n"),
    ] as [([[String]], String)])
  func canonicalHeaders(_ headers: [[String]], _ expected: String) {
    let canonical = CanonicalRequest(
      method: "GET", path: "/", query: "", headers: headers.map { ($0[0], $0[1]) }, payloadHash: "-")
    #expect(canonical.text.hasPrefix("GET\n/\n\n\(expected)\n"))
  }

  /// Source: Amazon S3 API Reference, "Signature Calculations for the Authorization Header", the four examples.
  @Test(
    "the examples of the S3 documentation",
    arguments: [
      (
        "GET", "/test.txt", [], [["Range", "bytes=0-9"]], "",
        "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"
      ),
      (
        "PUT", "/test$file.text", [],
        [["Date", "Fri, 24 May 2013 00:00:00 GMT"], ["x-amz-storage-class", "REDUCED_REDUNDANCY"]],
        "Welcome to Amazon S3.", "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd"
      ),
      ("GET", "/", [["lifecycle", ""]], [], "", "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543"),
      (
        "GET", "/", [["prefix", "J"], ["max-keys", "2"]], [], "",
        "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7"
      ),
    ] as [(String, String, [[String]], [[String]], String, String)])
  func documentedExamples(
    _ method: String, _ path: String, _ query: [[String]], _ headers: [[String]], _ body: String, _ signature: String
  ) throws {
    let request = Unsigned(
      method, host: "examplebucket.s3.amazonaws.com", path: path, query: query.map { ($0[0], $0[1]) },
      headers: headers.map { ($0[0], $0[1]) }, payload: .bytes(Array(body.utf8)))
    let signed = try Signer().sign(
      request, keys: Self.keys, service: "s3", region: "us-east-1", style: .s3,
      at: SigningTime(day: "20130524", clock: "000000"))
    #expect(signed.headers.last?.value.hasSuffix("Signature=\(signature)") == true)
  }
}
