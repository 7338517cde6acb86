import TestSupport
import Testing
import Transport

@testable import AWS

/// Where a bucket is, in the odd places where S3 says it.
struct RegionQuirksTests {
  static func body(_ code: String, _ message: String) -> String {
    "<Error><Code>\(code)</Code><Message>\(message)</Message></Error>"
  }

  @Test(
    "a region that must be enabled names the bucket's in the message alone",
    arguments: [
      ("The eu-west-1 location constraint is incompatible for the region specific endpoint.", "eu-west-1"),
      ("The unspecified location constraint is incompatible for the region specific endpoint.", "us-east-1"),
      ("The evil.example/ location constraint is incompatible.", nil),
      ("The location constraint is not valid.", nil),
      ("", nil),
    ] as [(String, String?)])
  func locationConstraint(_ message: String, _ region: String?) async throws {
    let server = try LocalServer { request in
      request.signedRegion == region
        ? LocalServer.answer(200, "<ok/>")
        : LocalServer.answer(400, Self.body("IllegalLocationConstraintException", message))
    }
    let bench = try Bench(server) { $0.region = "af-south-1" }
    if let region {
      #expect(try await bench.client.call(.versioning).status == 200)
      #expect(server.received.map(\.signedRegion) == ["af-south-1", region])
      #expect(bench.client.region(of: "my-bucket") == region)
    } else {
      let error = await #expect(throws: APIError.self) { try await bench.client.call(.versioning) }
      #expect(error?.fix.contains("--region") == true)
      #expect(server.received.count == 1)
    }
  }

  @Test("only that code's message is taken for a place")
  func otherCodes() {
    let message = "The eu-west-1 location constraint is incompatible."
    #expect(Answer.constraint(in: ErrorBody(Array(Self.body("AccessDenied", message).utf8))) == nil)
    #expect(
      Answer.constraint(in: ErrorBody(Array(Self.body("IllegalLocationConstraintException", message).utf8)))
        == "eu-west-1")
  }

  @Test(
    "a bucket elsewhere is followed to that region's own host, with its FIPS and dual-stack form",
    arguments: [
      (EndpointVariant(), "my-bucket.s3.eu-west-1.amazonaws.com"),
      (EndpointVariant(fips: true), "my-bucket.s3-fips.eu-west-1.amazonaws.com"),
      (EndpointVariant(fips: true, dualStack: true), "my-bucket.s3-fips.dualstack.eu-west-1.amazonaws.com"),
    ])
  func hostElsewhere(_ variant: EndpointVariant, _ host: String) {
    let rules = TargetRules(configuration: ClientConfiguration(region: "us-east-1", variant: variant))
    let target = rules.target(of: .versioning, region: "eu-west-1")
    #expect(target.address.host == host)
    #expect(target.signingRegion == "eu-west-1")
    #expect(Answer.region(inHost: host) == "eu-west-1")
  }
}
