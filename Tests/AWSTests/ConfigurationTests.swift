import Profiles
import Foundation
import Model
import Testing

@testable import AWS

struct ConfigurationTests {
  /// The shared configuration of a profile that names these settings.
  func shared(_ config: String) throws -> SharedConfiguration {
    let path = NSTemporaryDirectory() + "audit-config-" + UUID().uuidString
    try config.write(toFile: path, atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(atPath: path) }
    return try SharedConfiguration.load(
      profile: nil, environment: ["AWS_CONFIG_FILE": path, "AWS_SHARED_CREDENTIALS_FILE": path + "-none"])
  }

  static let file = """
    [default]
    region = ap-south-1
    endpoint_url = http://profile:1
    services = s
    ca_bundle = /ca.pem
    max_attempts = 3
    s3 =
      addressing_style = virtual
    [services s]
    s3 =
      endpoint_url = http://section:1
    """

  @Test(
    arguments: [
      ([:], nil, "http://section:1", "http://profile:1"),
      (["AWS_ENDPOINT_URL": "http://all:1"], nil, "http://all:1", "http://all:1"),
      (
        [
          "AWS_ENDPOINT_URL": "http://all:1", "AWS_ENDPOINT_URL_S3": "http://own:1",
          "AWS_ENDPOINT_URL_S3_CONTROL": "http://c:1",
        ],
        nil, "http://own:1", "http://c:1"
      ),
      (["AWS_ENDPOINT_URL_S3": "http://own:1"], "http://flag:1", "http://flag:1", "http://flag:1"),
      (["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "true", "AWS_ENDPOINT_URL": "http://all:1"], nil, nil, nil),
      (["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "True"], "http://flag:1", "http://flag:1", "http://flag:1"),
    ] as [([String: String], String?, String?, String?)])
  func endpoints(_ environment: [String: String], _ flag: String?, _ s3: String?, _ control: String?) throws {
    let configuration = try ClientConfiguration.resolve(
      flags: ClientFlags(endpointURL: flag), environment: environment, shared: try shared(Self.file))
    #expect(configuration.endpointURL(for: .s3) == s3)
    #expect(configuration.endpointURL(for: .s3control) == control)
  }

  @Test(
    arguments: [
      ("eu-west-1", ["AWS_REGION": "a-1", "AWS_DEFAULT_REGION": "b-1"], "eu-west-1", "--region"),
      (nil, ["AWS_REGION": "a-1", "AWS_DEFAULT_REGION": "b-1"], "a-1", "AWS_REGION"),
      (nil, ["AWS_REGION": "", "AWS_DEFAULT_REGION": "b-1"], "b-1", "AWS_DEFAULT_REGION"),
      (nil, [:], "ap-south-1", "profile 'default'"),
    ] as [(String?, [String: String], String, String)])
  func regions(_ flag: String?, _ environment: [String: String], _ region: String, _ source: String) throws {
    let configuration = try ClientConfiguration.resolve(
      flags: ClientFlags(region: flag), environment: environment, shared: try shared(Self.file))
    #expect(configuration.region == region)
    #expect(configuration.regionSource == source)
  }

  @Test func theRest() throws {
    let configuration = try ClientConfiguration.resolve(
      environment: ["AWS_CA_BUNDLE": "/mine.pem"], shared: try shared(Self.file), version: "1.2")
    #expect(configuration.caBundle == "/mine.pem")
    #expect(configuration.addressing == .virtual)
    #expect(configuration.maximumAttempts == 3)
    #expect(configuration.userAgent == "audit/1.2")
    #expect(try ClientConfiguration.resolve(environment: [:], shared: try shared(Self.file)).caBundle == "/ca.pem")
    let plain = try ClientConfiguration.resolve(environment: [:])
    #expect(plain.region == "us-east-1")
    #expect(plain.endpoints.isEmpty)
    #expect(plain.maximumAttempts == 5)
  }

  @Test(arguments: [
    (["AWS_REGION": "evil.example/"], "AWS_REGION: 'evil.example/' is no region"),
    (["AWS_ENDPOINT_URL_IAM": "localhost:1"], "AWS_ENDPOINT_URL_IAM is no address"),
    (["AWS_ENDPOINT_URL": "http://user:FAKE@h"], "AWS_ENDPOINT_URL is no address"),
    (["AWS_MAX_ATTEMPTS": "many"], "AWS_MAX_ATTEMPTS or max_attempts is no number from 1 to 100"),
  ])
  func refuses(_ environment: [String: String], _ what: String) {
    let problem = #expect(throws: Problem.self) { try ClientConfiguration.resolve(environment: environment) }
    #expect(problem?.what == what)
    #expect(problem?.description.contains("FAKE") == false)
  }
}
