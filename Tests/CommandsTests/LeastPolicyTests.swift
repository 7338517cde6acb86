import Foundation
import Services
import TestSupport
import Testing

/// The policy that `audit doctor --policy` prints, against moto with IAM enforcement: enough, and nothing too much.
struct LeastPolicyTests {
  /// Permissions that moto asks for, each with the place in the report that is unknown without it. moto asks
  /// `s3:ListBucket` for every sub-resource that it has no action for, so that others cannot be told apart.
  static let permissions: [(name: String, place: String)] = [
    ("s3:GetBucketAcl", "acl"), ("s3:GetBucketCORS", "cors"), ("s3:GetBucketLogging", "logging"),
    ("s3:GetBucketNotification", "notifications"), ("s3:GetBucketPolicy", "policy"),
    ("s3:GetBucketTagging", "tags"), ("s3:GetBucketVersioning", "versioning"), ("s3:GetBucketWebsite", "website"),
    ("s3:GetAccelerateConfiguration", "acceleration"), ("s3:GetLifecycleConfiguration", "lifecycle"),
    ("s3:ListBucketVersions", "usage.versions"), ("s3:ListBucketMultipartUploads", "usage.multipart_uploads"),
    ("s3:ListMultipartUploadParts", "usage.upload_parts"), ("iam:GetAccountAuthorizationDetails", "iam"),
  ]

  /// What moto calls otherwise than IAM does: HeadBucket goes by s3:ListBucket, CloudWatch's actions begin with
  /// `cloudwatch`, and the account's Block Public Access has an action of its own.
  static let motosWords = """
    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Resource": "*", "Action": ["s3:HeadBucket",
    "s3:GetPublicAccessBlock", "monitoring:ListMetrics", "monitoring:GetMetricData"]}]}
    """

  private static let server = Task {
    let policy = Permissions.policy()
    var policies = ["all": [policy, motosWords]]
    for (permission, _) in permissions {
      // A name that IAM does not know takes its place, so that the list stays one.
      policies[permission] = [policy.replacing("\"\(permission)\"", with: "\"s3:ListNothing\""), motosWords]
    }
    return try await EnforcingMoto(policies: policies)
  }

  private static func report(of user: String) async throws -> [String: Any] {
    let outcome = try await AuditProgram.run(
      ["scan", "--all", "--db", ":memory:", "--quiet", "--fail-on", "never", "--format", "json"],
      environment: try await server.value.environment(of: user))
    #expect(outcome.status == 0, "\(outcome.standardError)")
    return try #require(
      try JSONSerialization.jsonObject(with: Data(outcome.standardOutput.utf8)) as? [String: Any])
  }

  /// What is unknown because of a denial, by its place, with the permission.
  private static func denied(_ report: [String: Any]) -> [String: String] {
    var found: [String: String] = [:]
    func look(_ value: Any?, _ place: String) {
      guard let gap = (value as? [String: Any])?["gap"] as? [String: Any], gap["reason"] as? String == "denied" else {
        return
      }
      found[place] = gap["permission"] as? String ?? ""
    }
    for bucket in report["buckets"] as? [[String: Any]] ?? [] {
      for (name, setting) in bucket["configuration"] as? [String: Any] ?? [:] { look(setting, name) }
      look(bucket["usage"], "usage")
      look(bucket["metrics"], "metrics")
      let usage = (bucket["usage"] as? [String: Any])?["value"] as? [String: Any] ?? [:]
      for (name, part) in usage { look(part, "usage.\(name)") }
    }
    let account = report["account"] as? [String: Any]
    look(account?["iam"], "iam")
    look(account?["public_access_block"], "account.public_access_block")
    return found
  }

  @Test("with exactly this policy nothing is denied")
  func enough() async throws {
    let report = try await Self.report(of: "all")
    #expect(Self.denied(report).isEmpty)
    let errors = report["errors"] as? [[String: Any]] ?? []
    #expect(errors.filter { $0["http_status"] as? Int == 403 }.isEmpty, "\(errors)")
    let buckets = report["buckets"] as? [[String: Any]] ?? []
    let usage = (buckets.first?["usage"] as? [String: Any])?["value"] as? [String: Any]
    #expect(usage?["complete"] as? Bool == true)
    #expect((report["account"] as? [String: Any])?["id"] as? String == "123456789012")
  }

  @Test("a wrong secret is said to be one")
  func wrongSecret() async throws {
    var environment = try await Self.server.value.environment(of: "all")
    environment["AWS_SECRET_ACCESS_KEY"] = "not-the-secret-of-these-tests-0000000000"
    let outcome = try await AuditProgram.run(["scan", "--all", "--db", ":memory:"], environment: environment)
    #expect(outcome.status == 4)
    #expect(outcome.standardError.contains("SignatureDoesNotMatch"), "\(outcome.standardError)")
    #expect(outcome.standardError.contains("fix: the secret key does not belong to the access key"))
  }

  @Test("without one permission exactly that is unknown, and the permission named", arguments: permissions.map(\.name))
  func oneIsMissing(_ permission: String) async throws {
    let place = try #require(Self.permissions.first { $0.name == permission }).place
    let report = try await Self.report(of: permission)
    var expected = [place: permission]
    // Nobody asks for the parts of uploads that may not be listed.
    if permission == "s3:ListBucketMultipartUploads" {
      expected["usage.upload_parts"] = Self.denied(report)["usage.upload_parts"]
    }
    #expect(Self.denied(report) == expected)
  }
}
