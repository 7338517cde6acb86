import AWS
import Catalog
import Foundation
import Model
import Testing

@testable import Services

struct ProviderTests {
  @Test func everyFileIsAProvider() {
    #expect(
      Provider.all.map(\.name) == [
        "aws", "backblaze-b2", "ceph", "cloudflare-r2", "digitalocean-spaces", "generic", "ibm-cos", "minio",
        "oracle-oci", "rclone", "wasabi",
      ])
    #expect(Provider.all.map { "providers/\($0.name).yaml" } == Catalog.names(prefix: "providers/"))
  }

  @Test(arguments: [
    (nil, "aws"),
    ("", "aws"),
    ("https://s3.eu-west-1.amazonaws.com", "aws"),
    ("https://s3.cn-north-1.amazonaws.com.cn/", "aws"),
    ("https://nyc3.digitaloceanspaces.com", "digitalocean-spaces"),
    ("https://s3.wasabisys.com", "wasabi"),
    ("https://s3.eu-central-1.wasabisys.com:443/x?y", "wasabi"),
    ("s3.us-west-004.backblazeb2.com", "backblaze-b2"),
    ("https://0123.eu.R2.CloudflareStorage.com", "cloudflare-r2"),
    ("https://s3.us-south.cloud-object-storage.appdomain.cloud", "ibm-cos"),
    ("https://ns.compat.objectstorage.us-ashburn-1.oraclecloud.com", "oracle-oci"),
    ("https://play.min.io", "minio"),
    ("http://localhost:5000", "generic"),
    ("http://127.0.0.1:9000", "generic"),
    ("http://[::1]:9000", "generic"),
    ("https://storage.example.com", "generic"),
    ("https://amazonaws.com.evil.example", "generic"),
    ("https://evil.example/s3.amazonaws.com", "generic"),
    ("https://s3.amazonaws.com@evil.example", "generic"),
  ])
  func detection(_ endpoint: String?, _ name: String) {
    #expect(Provider.detect(endpoint: endpoint).name == name)
  }

  @Test("AWS and whatever nobody knows lack nothing")
  func nothingMissing() {
    for provider in [Provider.aws, .generic] {
      #expect(provider.unsupported.isEmpty)
      #expect(provider.missingServices.isEmpty)
    }
  }

  @Test("S3 Control's operation of the same name is another one")
  func sameName() throws {
    let minio = try Provider.named("minio")
    #expect(minio.unsupported.contains("GetPublicAccessBlock"))
    let provider = Provider(name: "x", title: "X", unsupportedReasons: ["GetPublicAccessBlock": "no"])
    #expect(provider.lacks(BucketReads.publicAccessBlock.operation))
    #expect(!provider.lacks(ControlReads.publicAccessBlock.operation))
  }

  @Test func unknownName() {
    let problem = #expect(throws: Problem.self) { try Provider.named("minios") }
    #expect(problem?.why.contains("minio") == true)
  }

  @Test(arguments: [
    ("name: x\n", "providers/x.yaml:1:1: title is missing"),
    ("title: X\n", "providers/x.yaml:1:1: name is missing"),
    ("name: y\ntitle: Y\n", "providers/x.yaml:1:7: the name is 'y', but the file is providers/x.yaml"),
    ("name: x\ntitle: X\nhost: [a]\n", "providers/x.yaml:3:7: 'host' is not a key here"),
    ("name: x\ntitle: X\nhosts: a\n", "providers/x.yaml:3:8: hosts is a list"),
    ("name: x\ntitle: X\naddressing: paht\n", "providers/x.yaml:3:13: there is no way of addressing 'paht'"),
    ("name: x\ntitle: X\nmissing-services: [s4]\n", "providers/x.yaml:3:20: there is no service 's4'"),
    (
      "name: x\ntitle: X\nsources: [a]\nunsupported:\n  GetBucketEncrypton: no\n",
      "providers/x.yaml:5:23: there is no operation 'GetBucketEncrypton' that is ever asked for"
    ),
    (
      "name: x\ntitle: X\nunsupported:\n  GetBucketEncryption: no\n",
      "providers/x.yaml:4:3: what is unsupported needs a source"
    ),
    ("- x\n", "providers/x.yaml:1:1: keys and values are expected here"),
  ])
  func brokenFiles(_ text: String, _ what: String) {
    let problem = #expect(throws: Problem.self) { try Provider(parsing: text, file: "providers/x.yaml") }
    #expect(problem?.what == what)
  }

  @Test("not YAML at all")
  func notYAML() {
    let problem = #expect(throws: Problem.self) { try Provider(parsing: "a: [", file: "providers/x.yaml") }
    #expect(problem?.what.hasPrefix("providers/x.yaml:") == true)
  }
}

struct PermissionsTests {
  @Test func namesAreIAMs() {
    let names = Permissions.all.map(\.permission)
    #expect(names == names.sorted())
    #expect(Set(names).count == names.count)
    for name in [
      "s3:GetEncryptionConfiguration", "s3:GetLifecycleConfiguration", "s3:GetBucketPublicAccessBlock",
      "s3:GetAccelerateConfiguration", "s3:GetReplicationConfiguration", "s3:GetInventoryConfiguration",
      "s3:GetMetricsConfiguration", "s3:GetAnalyticsConfiguration", "s3:GetIntelligentTieringConfiguration",
      "s3:GetBucketObjectLockConfiguration", "s3:GetBucketNotification", "s3:GetBucketOwnershipControls",
      "s3:GetBucketCORS", "s3:GetAccountPublicAccessBlock", "s3:ListAllMyBuckets", "s3:ListBucket",
      "s3:ListBucketVersions", "s3:ListBucketMultipartUploads", "s3:ListMultipartUploadParts",
      "cloudwatch:GetMetricData", "cloudwatch:ListMetrics", "iam:GetAccountAuthorizationDetails",
      "sts:GetCallerIdentity", "s3:ListAccessPoints", "s3:GetAccessPointPolicyStatus",
    ] { #expect(names.contains(name), "\(name)") }
    // They all only read.
    #expect(names.allSatisfy { $0.contains(":Get") || $0.contains(":List") })
    let list = Permissions.all.first { $0.permission == "s3:ListBucket" }
    #expect(list?.operations == [OperationName(.s3, "HeadBucket"), OperationName(.s3, "ListObjectsV2")])
  }

  @Test("the policy is JSON, and grants every permission once and nothing else")
  func policy() throws {
    let policy = Permissions.policy()
    let document = try #require(try JSONSerialization.jsonObject(with: Data(policy.utf8)) as? [String: Any])
    #expect(document["Version"] as? String == "2012-10-17")
    let statements = try #require(document["Statement"] as? [[String: Any]])
    #expect(statements.map { $0["Effect"] as? String } == ["Allow", "Allow"])
    let actions = statements.flatMap { $0["Action"] as? [String] ?? [] }
    #expect(actions.sorted() == Permissions.all.map(\.permission))
    #expect(statements[0]["Resource"] as? [String] == ["*"])
    #expect(statements[1]["Resource"] as? [String] == ["arn:aws:s3:::*", "arn:aws:s3:*:*:accesspoint/*"])
    #expect(Permissions.policy(partition: "aws-cn").contains("\"arn:aws-cn:s3:::*\""))
    #expect(policy.hasPrefix("{\n  \"Version\": \"2012-10-17\",\n  \"Statement\": [\n    {\n      \"Sid\":"))
  }
}
