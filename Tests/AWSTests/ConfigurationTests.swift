import Foundation
import Model
import Profiles
import TestSupport
import Testing
import Transport

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
      (["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "false"], nil, "http://section:1", "http://profile:1"),
      (["AWS_ENDPOINT_URL": ""], nil, "http://section:1", "http://profile:1"),
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
      environment: [:], shared: try shared(Self.file), version: "1.2")
    #expect(configuration.addressing == .virtual)
    #expect(configuration.maximumAttempts == 3)
    #expect(configuration.userAgent == "audit/1.2")
    let plain = try ClientConfiguration.resolve(environment: [:])
    #expect(plain.region == "us-east-1")
    #expect(plain.endpoints.isEmpty)
    #expect(plain.maximumAttempts == 5)
  }

  @Test(arguments: [
    (["AWS_REGION": "evil.example/"], "AWS_REGION: 'evil.example/' is no region"),
    (["AWS_USE_FIPS_ENDPOINT": "yes"], "AWS_USE_FIPS_ENDPOINT: 'yes' is neither true nor false"),
    (["AWS_USE_DUALSTACK_ENDPOINT": "1"], "AWS_USE_DUALSTACK_ENDPOINT: '1' is neither true nor false"),
    (
      ["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "on"],
      "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'on' is neither true nor false"
    ),
    (["AWS_REGION": "aws-global"], "AWS_REGION: 'aws-global' names a whole partition"),
    (["AWS_REGION": "aws-us-gov-global"], "AWS_REGION: 'aws-us-gov-global' names a whole partition"),
    (["AWS_CA_BUNDLE": "/nowhere/ca.pem"], "AWS_CA_BUNDLE: there is no file '/nowhere/ca.pem'"),
    (["REQUESTS_CA_BUNDLE": "/"], "REQUESTS_CA_BUNDLE: '/' cannot be read"),
    (["AWS_CA_BUNDLE": "/etc/hostname"], "AWS_CA_BUNDLE: '/etc/hostname' holds no certificate in PEM"),
    (["AWS_MAX_ATTEMPTS": "many"], "AWS_MAX_ATTEMPTS or max_attempts is no number from 1 to 100"),
  ])
  func refuses(_ environment: [String: String], _ what: String) {
    let problem = #expect(throws: Problem.self) { try ClientConfiguration.resolve(environment: environment) }
    #expect(problem?.what == what)
    #expect(problem?.description.contains("FAKE") == false)
  }

  @Test(
    "a profile's mistakes name their place",
    arguments: [
      ("use_fips_endpoint = 1", ":2: '1' is neither true nor false"),
      ("use_dualstack_endpoint = maybe", ":2: 'maybe' is neither true nor false"),
      ("ignore_configured_endpoint_urls = 0", ":2: '0' is neither true nor false"),
      ("ca_bundle = /nowhere/ca.pem", ":2: there is no file '/nowhere/ca.pem'"),
      ("s3 =\n  addressing_style = foo", "profile 'default': 'foo' is no addressing_style"),
      (
        "s3 =\n  use_dualstack_endpoint = ja",
        "use_dualstack_endpoint below s3 in profile 'default': 'ja' is neither true nor false"
      ),
    ])
  func refusesInProfile(_ lines: String, _ what: String) throws {
    let shared = try shared("[default]\n\(lines)\n")
    let problem = #expect(throws: Problem.self) { try ClientConfiguration.resolve(environment: [:], shared: shared) }
    #expect(problem?.what.hasSuffix(what) == true, "\(problem?.what ?? "")")
  }

  @Test(
    "an endpoint that cannot be asked is an error of the services that need it, and of no others",
    arguments: [
      (["AWS_ENDPOINT_URL_IAM": "localhost:1"], "", [.iam], "AWS_ENDPOINT_URL_IAM is no address"),
      (["AWS_ENDPOINT_URL": "http://user:FAKE@h"], "", Service.allCases, "AWS_ENDPOINT_URL is no address"),
      (
        ["AWS_REGION": "cn-north-1", "AWS_USE_FIPS_ENDPOINT": "TRUE"], "", [.s3, .s3control],
        "S3 has no FIPS endpoint in cn-north-1"
      ),
      (["AWS_REGION": "fips-cn-north-1"], "", [.s3, .s3control], "S3 has no FIPS endpoint in cn-north-1"),
      (
        ["AWS_REGION": "fips-cn-north-1", "AWS_ENDPOINT_URL_S3": "http://h:1"], "", [.s3control],
        "S3 has no FIPS endpoint in cn-north-1"
      ),
      ([:], "services = nope", Service.allCases, ":2: there is no section [services nope]"),
      (
        ["AWS_ENDPOINT_URL_S3": "http://h:1"], "services = nope", Service.allCases.filter { $0 != .s3 },
        ":2: there is no section [services nope]"
      ),
    ] as [([String: String], String, [Service], String)])
  func brokenEndpoints(
    _ environment: [String: String], _ lines: String, _ services: [Service], _ what: String
  ) async throws {
    let configuration = try ClientConfiguration.resolve(
      environment: environment, shared: try shared("[default]\n\(lines)\n"))
    for service in Service.allCases {
      guard services.contains(service) else {
        #expect(configuration.obstacle(to: service) == nil, "\(service)")
        continue
      }
      let problem = #expect(throws: Problem.self) { try configuration.check([service]) }
      #expect(problem?.what.hasSuffix(what) == true, "\(service): \(problem?.what ?? "")")
      #expect(problem?.description.contains("FAKE") == false)
      // What is asked all the same is never sent to AWS's own host instead.
      let client = try AWSClient(configuration: configuration, credentials: nil)
      let error = await #expect(throws: APIError.self) {
        try await client.call(APIRequest(service, "Op", permission: ""))
      }
      #expect(error?.message.contains(what) == true)
      #expect(error?.attempts == 0)
      #expect(client.requestCounts.isEmpty)
    }
  }

  @Test("a missing services section is no matter where a variable or the flag decides")
  func servicesSectionUnused() throws {
    let shared = try shared("[default]\nservices = nope\n")
    let byVariable = try ClientConfiguration.resolve(environment: ["AWS_ENDPOINT_URL": "http://a:1"], shared: shared)
    #expect(byVariable.endpointURL(for: .s3) == "http://a:1")
    let ignored = try ClientConfiguration.resolve(
      environment: ["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "true"], shared: shared)
    #expect(ignored.endpoints.isEmpty)
  }

  @Test(
    "FIPS and dual stack: variable before profile, S3's own dual stack only adds",
    arguments: [
      ("", [:], false, false, false),
      ("use_fips_endpoint = true", [:], true, false, false),
      ("use_fips_endpoint = true", ["AWS_USE_FIPS_ENDPOINT": "false"], false, false, false),
      ("use_dualstack_endpoint = True", [:], false, true, true),
      ("", ["AWS_USE_DUALSTACK_ENDPOINT": "true"], false, true, true),
      ("s3 =\n  use_dualstack_endpoint = true", [:], false, false, true),
      ("s3 =\n  use_dualstack_endpoint = true", ["AWS_USE_DUALSTACK_ENDPOINT": "false"], false, false, true),
      ("s3 =\n  use_dualstack_endpoint = false", ["AWS_USE_DUALSTACK_ENDPOINT": "true"], false, true, true),
      ("region = fips-us-gov-west-1", [:], true, false, false),
      ("region = us-gov-west-1-fips", [:], true, false, false),
    ] as [(String, [String: String], Bool, Bool, Bool)])
  func variants(
    _ lines: String, _ environment: [String: String], _ fips: Bool, _ dualStack: Bool, _ s3DualStack: Bool
  ) throws {
    let configuration = try ClientConfiguration.resolve(
      environment: environment, shared: try shared("[default]\n\(lines)\n"))
    #expect(configuration.variant(of: .sts) == EndpointVariant(fips: fips, dualStack: dualStack))
    #expect(configuration.variant(of: .s3) == EndpointVariant(fips: fips, dualStack: s3DualStack))
    #expect(configuration.variant(of: .s3control) == configuration.variant(of: .s3))
    if lines.contains("gov") { #expect(configuration.region == "us-gov-west-1") }
  }

  @Test("a custom endpoint is taken as it is, whatever FIPS and dual stack say")
  func customEndpointWithVariant() throws {
    let configuration = try ClientConfiguration.resolve(environment: [
      "AWS_REGION": "cn-north-1", "AWS_USE_FIPS_ENDPOINT": "true", "AWS_ENDPOINT_URL": "http://localhost:9",
    ])
    let target = TargetRules(configuration: configuration).target(
      of: APIRequest(.s3, "Op", permission: ""), region: "cn-north-1")
    #expect(target.address.description == "http://localhost:9")
  }

  @Test("the bundle of certificates: variable, profile, then REQUESTS_CA_BUNDLE")
  func caBundle() throws {
    let folder = try Folder()
    let pem = "# mine\n-----BEGIN CERTIFICATE-----\nMII=\n-----END CERTIFICATE-----\n"
    var paths: [String: String] = [:]
    for name in ["a", "b", "c"] { paths[name] = try folder.write("\(name).pem", pem) }
    let profile = try shared("[default]\nca_bundle = ~/b.pem\n")
    let all = ["AWS_CA_BUNDLE": paths["a"], "REQUESTS_CA_BUNDLE": paths["c"], "HOME": folder.path].compactMapValues(
      \.self)
    #expect(try ClientConfiguration.resolve(environment: all, shared: profile).caBundle == paths["a"])
    var fewer = all
    fewer["AWS_CA_BUNDLE"] = ""
    #expect(try ClientConfiguration.resolve(environment: fewer, shared: profile).caBundle == paths["b"])
    #expect(try ClientConfiguration.resolve(environment: fewer).caBundle == paths["c"])
    #expect(try ClientConfiguration.resolve(environment: [:]).caBundle == nil)
  }
}
