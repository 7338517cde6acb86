import TestSupport
import Testing

/// `--provider` on the command line.
struct ProviderOptionTests {
  private static var environment: [String: String] {
    get async throws {
      var environment = try await DemoServer.shared.environment
      environment["AWS_ENDPOINT_URL"] = nil
      environment["AWS_REGION"] = nil
      return environment
    }
  }

  @Test(
    "a provider that cannot be reached by its name alone asks for what is missing, and nothing is sent to AWS",
    arguments: [
      ("cloudflare-r2", "there is the account's id in its address"), ("minio", "name it with --endpoint-url"),
      ("digitalocean-spaces", "name it with --region"), ("oracle-oci", "the tenancy's Object Storage namespace"),
    ])
  func missing(_ provider: String, _ words: String) async throws {
    for environment in [
      try await Self.environment, try await Self.environment.merging(["AUDIT_PROVIDER": provider]) { $1 },
    ] {
      let option = environment["AUDIT_PROVIDER"] == nil ? ["--provider", provider] : []
      let outcome = try await AuditProgram.run(
        ["scan", "--all", "--db", ":memory:"] + option, environment: environment)
      #expect(outcome.status == 2, "\(outcome.standardError)")
      #expect(outcome.standardError.contains("provider '\(provider)' needs"))
      #expect(outcome.standardError.contains(words), "\(outcome.standardError)")
    }
  }

  @Test("a region that the vendor does not list is remarked on, and asked")
  func unlistedRegion() async throws {
    let server = try LocalServer { _ in LocalServer.answer(503) }
    var environment = try await Self.environment
    environment["AWS_ENDPOINT_URL"] = server.url
    environment["AWS_MAX_ATTEMPTS"] = "1"
    let outcome = try await AuditProgram.run(
      ["scan", "--all", "--db", ":memory:", "--provider", "wasabi", "--region", "eu-north-9"], environment: environment)
    #expect(outcome.status == 4)
    #expect(outcome.standardError.contains("no region 'eu-north-9' of Wasabi is known (by --region)"))
    #expect(!server.received.isEmpty)
    let scopes = server.received.compactMap { $0.header("authorization") }
    #expect(scopes.allSatisfy { $0.contains("/eu-north-9/") })
    let doctor = try await AuditProgram.run(
      ["doctor", "--provider", "wasabi", "--region", "eu-north-9"], environment: environment)
    #expect(doctor.standardOutput.contains("Remark     no region 'eu-north-9' of Wasabi is known"))
  }

  @Test("R2 is signed for its own region, whatever the environment names")
  func fixedRegion() async throws {
    let server = try LocalServer { _ in LocalServer.answer(503) }
    var environment = try await Self.environment
    environment["AWS_ENDPOINT_URL"] = server.url
    environment["AWS_REGION"] = "eu-west-1"
    environment["AWS_MAX_ATTEMPTS"] = "1"
    _ = try await AuditProgram.run(
      ["scan", "--all", "--db", ":memory:", "--provider", "cloudflare-r2"], environment: environment)
    #expect(!server.received.isEmpty)
    #expect(server.received.allSatisfy { $0.header("authorization")?.contains("/auto/s3/aws4_request") == true })
  }
}
