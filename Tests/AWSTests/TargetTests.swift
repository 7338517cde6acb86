import Testing
import Transport

@testable import AWS

struct TargetTests {
  func target(
    _ request: APIRequest, region: String = "eu-west-1", style: AddressingStyle = .auto, endpoint: String? = nil
  ) throws -> String {
    var configuration = ClientConfiguration(region: region, addressing: style)
    if let endpoint { configuration.endpoints[request.service] = try WebAddress(endpoint) }
    let target = TargetRules(configuration: configuration).target(of: request, region: region)
    return "\(target.address.origin)\(target.path) for \(target.signingRegion)"
  }

  @Test(
    "S3 on AWS and elsewhere",
    arguments: [
      ("my-bucket", "/", AddressingStyle.auto, nil, "https://my-bucket.s3.eu-west-1.amazonaws.com/"),
      ("my-bucket", "/a b", .auto, nil, "https://my-bucket.s3.eu-west-1.amazonaws.com/a b"),
      ("my-bucket", "/", .path, nil, "https://s3.eu-west-1.amazonaws.com/my-bucket"),
      ("dotted.name", "/", .auto, nil, "https://s3.eu-west-1.amazonaws.com/dotted.name"),
      ("dotted.name", "/k", .virtual, nil, "https://s3.eu-west-1.amazonaws.com/dotted.name/k"),
      ("Under_score", "/", .auto, nil, "https://s3.eu-west-1.amazonaws.com/Under_score"),
      ("a/../b?c#d", "/", .virtual, nil, "https://s3.eu-west-1.amazonaws.com/a/../b?c#d"),
      ("my-bucket", "/", .auto, "http://localhost:9000", "http://localhost:9000/my-bucket"),
      ("my-bucket", "/k", .auto, "https://s3.example.com/base/", "https://s3.example.com/base/my-bucket/k"),
      ("my-bucket", "/", .virtual, "https://s3.example.com", "https://my-bucket.s3.example.com/"),
      ("my-bucket", "/", .virtual, "http://localhost:9000", "http://my-bucket.localhost:9000/"),
      ("my-bucket", "/", .virtual, "http://127.0.0.1:9000", "http://127.0.0.1:9000/my-bucket"),
      ("my-bucket", "/", .virtual, "http://[::1]:9000", "http://[::1]:9000/my-bucket"),
    ] as [(String, String, AddressingStyle, String?, String)])
  func buckets(
    _ bucket: String, _ path: String, _ style: AddressingStyle, _ endpoint: String?, _ expected: String
  ) throws {
    let request = APIRequest(.s3, "Op", permission: "", bucket: bucket, path: path)
    #expect(try target(request, style: style, endpoint: endpoint) == expected + " for eu-west-1")
  }

  @Test(
    "the hosts of each partition",
    arguments: [
      (Service.s3, "eu-west-1", "https://s3.eu-west-1.amazonaws.com/ for eu-west-1"),
      (.s3, "cn-north-1", "https://s3.cn-north-1.amazonaws.com.cn/ for cn-north-1"),
      (.s3control, "us-east-1", "https://123456789012.s3-control.us-east-1.amazonaws.com/ for us-east-1"),
      (.cloudwatch, "us-gov-east-1", "https://monitoring.us-gov-east-1.amazonaws.com/ for us-gov-east-1"),
      (.iam, "eu-west-1", "https://iam.amazonaws.com/ for us-east-1"),
      (.iam, "cn-northwest-1", "https://iam.cn-north-1.amazonaws.com.cn/ for cn-north-1"),
      (.iam, "us-gov-east-1", "https://iam.us-gov.amazonaws.com/ for us-gov-west-1"),
      (.sts, "eusc-de-east-1", "https://sts.eusc-de-east-1.amazonaws.eu/ for eusc-de-east-1"),
      (.sts, "us-isob-east-1", "https://sts.us-isob-east-1.sc2s.sgov.gov/ for us-isob-east-1"),
    ])
  func partitions(_ service: Service, _ region: String, _ expected: String) throws {
    #expect(
      try target(APIRequest(service, "Op", permission: "", accountID: "123456789012"), region: region) == expected)
  }

  @Test("an account that is none stays out of the host; a custom endpoint has none in it")
  func accounts() throws {
    let odd = APIRequest(.s3control, "Op", permission: "", accountID: "evil.example/")
    #expect(try target(odd) == "https://s3-control.eu-west-1.amazonaws.com/ for eu-west-1")
    let good = APIRequest(.s3control, "Op", permission: "", path: "/v20180820", accountID: "123456789012")
    #expect(try target(good, endpoint: "http://localhost:1") == "http://localhost:1/v20180820 for eu-west-1")
  }

  @Test(
    arguments: [
      ("b.s3.eu-west-1.amazonaws.com", "eu-west-1"), ("b.s3-eu-west-1.amazonaws.com", "eu-west-1"),
      ("s3.cn-north-1.amazonaws.com.cn", "cn-north-1"), ("b.s3.amazonaws.com", nil),
      ("b.s3-fips.us-gov-west-1.amazonaws.com", "us-gov-west-1"),
      ("b.s3.dualstack.eu-west-1.amazonaws.com", "eu-west-1"),
      ("s3-fips.dualstack.us-east-2.amazonaws.com", "us-east-2"),
      ("s3", nil), ("b.s3.dualstack", nil), ("example.com", nil),
    ] as [(String, String?)])
  func regionsInHosts(_ host: String, _ region: String?) { #expect(Answer.region(inHost: host) == region) }
}
