import AWS
import TestSupport
import Testing

@testable import Commands

/// Which hosts `audit doctor` says that it will ask.
struct ConnectionReportTests {
  private static let services: [Service] = [.s3, .s3control, .iam, .sts]

  @Test(
    "FIPS and dual stack are shown with the hosts that they lead to",
    arguments: [
      (
        ["AWS_REGION": "eu-west-1"],
        [
          "FIPS       off", "Dual stack off", "Host       s3.eu-west-1.amazonaws.com for Amazon S3",
          "Host       s3-control.eu-west-1.amazonaws.com for S3 Control", "Host       iam.amazonaws.com for IAM",
          "Host       sts.eu-west-1.amazonaws.com for STS",
        ]
      ),
      (
        ["AWS_REGION": "us-east-1", "AWS_USE_FIPS_ENDPOINT": "true", "AWS_USE_DUALSTACK_ENDPOINT": "true"],
        [
          "FIPS       on", "Dual stack on", "Host       s3-fips.dualstack.us-east-1.amazonaws.com for Amazon S3",
          "Host       s3-control-fips.dualstack.us-east-1.amazonaws.com for S3 Control",
          "Host       iam-fips.global.api.aws for IAM", "Host       sts-fips.us-east-1.api.aws for STS",
        ]
      ),
      (
        ["AWS_REGION": "eu-west-1", "AWS_USE_FIPS_ENDPOINT": "true", "AWS_ENDPOINT_URL_S3": "https://s3.example.com"],
        [
          "FIPS       on", "Dual stack off", "Endpoint   https://s3.example.com for Amazon S3",
          "Host       s3-control-fips.eu-west-1.amazonaws.com for S3 Control",
          "Host       iam-fips.amazonaws.com for IAM",
          "Host       sts-fips.eu-west-1.amazonaws.com for STS",
        ]
      ),
      (
        ["AWS_USE_FIPS_ENDPOINT": "true", "AWS_ENDPOINT_URL": "http://localhost:9"],
        [
          "FIPS       on, without effect on endpoints that are named", "Dual stack off",
          "Endpoint   http://localhost:9 for all services",
        ]
      ),
    ] as [([String: String], [String])])
  func lines(_ environment: [String: String], _ expected: [String]) throws {
    let configuration = try ClientConfiguration.resolve(environment: environment)
    let found =
      ConnectionReport.variant(configuration, Self.services) + ConnectionReport.endpoints(configuration, Self.services)
    #expect(found == expected)
  }

  @Test("dual stack for S3 alone says so")
  func s3Alone() {
    let configuration = ClientConfiguration(s3UsesDualStack: true)
    #expect(ConnectionReport.variant(configuration, Self.services)[1] == "Dual stack on for Amazon S3 and S3 Control")
  }

  @Test("FIPS in China is refused where S3 is asked on AWS, and not where an endpoint is named")
  func onlyWhereNeeded() async throws {
    let server = try LocalServer { _ in LocalServer.answer(503) }
    var environment = try await DemoServer.shared.environment
    environment["AWS_ENDPOINT_URL"] = nil
    environment["AWS_REGION"] = "cn-north-1"
    environment["AWS_USE_FIPS_ENDPOINT"] = "true"
    environment["AWS_MAX_ATTEMPTS"] = "1"
    let refused = try await AuditProgram.run(["doctor"], environment: environment)
    #expect(refused.status == 2)
    #expect(refused.standardError.contains("S3 has no FIPS endpoint in cn-north-1"), "\(refused.standardError)")
    let asked = try await AuditProgram.run(["doctor", "--endpoint-url", server.url], environment: environment)
    #expect(asked.status == 4, "\(asked.standardError)")
    #expect(asked.standardOutput.contains("FIPS       on, without effect on endpoints that are named"))
    #expect(!server.received.isEmpty)
    // An endpoint for logging in that is wrong is no matter to keys that need no login.
    environment["AWS_ENDPOINT_URL_SSO"] = "nonsense"
    let other = try await AuditProgram.run(["doctor", "--endpoint-url", server.url], environment: environment)
    #expect(other.status == 4, "\(other.standardError)")
  }
}
