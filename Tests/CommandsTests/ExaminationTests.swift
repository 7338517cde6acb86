import AWS
import Foundation
import Listing
import Model
import Services
import TestSupport
import Testing

@testable import Commands

/// What `audit doctor` concludes from answers.
struct ExaminationTests {
  private struct Caller: APICaller {
    let body: String

    func call(_ request: APIRequest) async throws(APIError) -> APIResponse {
      APIResponse(status: 200, body: Array(body.utf8))
    }
  }

  @Test("the bucket's and the account's GetPublicAccessBlock are two permissions")
  func operationsOfOneName() throws {
    func outcome(_ permission: String) throws -> Examination.Outcome {
      let use = try #require(Permissions.all.first { $0.permission == permission })
      let refused = ScanError(
        bucket: "", service: "s3control", operation: "GetPublicAccessBlock", code: "AccessDenied", message: "no")
      return Examination.outcome(of: use, heard: [refused], provider: .generic) { $0.service == .s3 ? 1 : 0 }
    }
    #expect(try outcome("s3:GetBucketPublicAccessBlock") == .works)
    #expect(try outcome("s3:GetAccountPublicAccessBlock") == .refused("AccessDenied"))
    #expect(try outcome("iam:GetAccountAuthorizationDetails") == .untried("nothing to try it on"))
  }

  @Test("what a provider lacks is said so, whole services too")
  func lacking() throws {
    let use = try #require(Permissions.all.first { $0.permission == "s3:ListAccessPoints" })
    let minio = try Provider.named("minio")
    #expect(
      Examination.outcome(of: use, heard: [], provider: minio) { _ in 0 } == .untried("not offered by this provider"))
  }

  @Test("a listing of another kind is no answer")
  func foreignListing() async {
    let request = S3Requests.listObjectVersions(bucket: "b", prefix: "", maxKeys: 1)
    func error(_ body: String) async -> ScanError? {
      await Examination.tryListing(.versions, request, Caller(body: body))
    }
    #expect(await error("<ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>") != nil)
    #expect(await error("<html>hello</html>")?.operation == "ListObjectVersions")
    #expect(
      await error(
        "<ListVersionsResult><Name>b</Name><Prefix></Prefix><IsTruncated>false</IsTruncated></ListVersionsResult>")
        == nil)
  }

  @Test("the policy is the partition's, and needs no credentials")
  func policyOfPartition() async throws {
    let folder = try Project.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }  // Left-overs in the temporary folder harm nobody.
    let outcome = try await AuditProgram.run(
      ["doctor", "--policy", "--region", "cn-north-1"],
      environment: ["HOME": folder.path(), "AWS_EC2_METADATA_DISABLED": "true"])
    #expect(outcome.status == 0)
    #expect(outcome.standardOutput.contains("\"arn:aws-cn:s3:::*\""))
    #expect(!outcome.standardOutput.contains("arn:aws:"))
  }
}
