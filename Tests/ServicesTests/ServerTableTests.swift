import AWS
import Model
import TestSupport
import Testing

@testable import Services

/// Six servers, each with its own way to say that it does not know a sub-resource.
struct ServerTableTests {
  /// Each sub-resource with its setting.
  private static let settings: [(subresource: String, observed: @Sendable (BucketConfiguration) -> any Unknowable)] = [
    ("versioning", { $0.versioning }), ("lifecycle", { $0.lifecycle }), ("policy", { $0.policy }),
    ("policyStatus", { $0.policyIsPublic }), ("publicAccessBlock", { $0.publicAccessBlock }),
    ("encryption", { $0.encryption }), ("acl", { $0.acl }), ("ownershipControls", { $0.ownership }),
    ("tagging", { $0.tags }), ("logging", { $0.logging }), ("replication", { $0.replication }),
    ("notification", { $0.notifications }), ("object-lock", { $0.objectLock }), ("cors", { $0.cors }),
    ("website", { $0.website }), ("accelerate", { $0.acceleration }), ("requestPayment", { $0.requestPayment }),
    ("inventory", { $0.inventory }), ("metrics", { $0.metrics }), ("intelligent-tiering", { $0.intelligentTiering }),
    ("analytics", { $0.analytics }),
  ]

  private static func standIn(_ answers: ServerAnswers.Table) throws -> StandIn {
    try StandIn { method, query in
      if method == "HEAD" { return .text("") }
      if query.keys.contains("location") { return .text("<LocationConstraint>default</LocationConstraint>") }
      for name in query.keys { if let answer = answers[name] { return answer.reply } }
      return .text(ConfigurationTests.listing)
    }
  }

  @Test("server by sub-resource: known, absent or unknown", arguments: ServerAnswers.servers.map(\.name))
  func table(_ name: String) async throws {
    let answers = try #require(ServerAnswers.servers.first { $0.name == name }).answers
    #expect(answers.count == Self.settings.count)
    let (found, errors) = try await Self.standIn(answers).s3().configuration(of: "b", concurrency: 8)
    for (subresource, observed) in Self.settings {
      #expect(observed(found).state == answers[subresource]?.state, "\(name) \(subresource): \(observed(found))")
    }
    // Each unknown is told, and none of them passes for "not offered".
    let gaps = ConfigurationTests.gaps(of: found)
    #expect(errors.count == gaps.count)
    #expect(gaps.allSatisfy { $0.1.reason == "failed" }, "\(gaps)")
  }

  @Test("what Ceph and moto say in words of their own means the same")
  func values() async throws {
    let ceph = try #require(ServerAnswers.servers.first { $0.name == "ceph-rgw" }).answers
    let found = try await Self.standIn(ceph).s3().configuration(of: "b", concurrency: 8).0
    #expect(
      found.publicAccessBlock
        == .known(
          PublicAccessBlock(
            blockPublicACLs: false, ignorePublicACLs: false, blockPublicPolicy: false, restrictPublicBuckets: false)))
    #expect(found.location == .known("default"))
    let moto = try #require(ServerAnswers.servers.first { $0.name == "moto" }).answers
    let other = try await Self.standIn(moto).s3().configuration(of: "b", concurrency: 8).0
    #expect(other.versioning == .known(Versioning(status: .enabled)))
    #expect(other.inventory.value?.map(\.id) == ["i"])
  }

  @Test("what the file of rclone declares is not asked, and is not offered")
  func declared() async throws {
    let rclone = try Provider.named("rclone")
    let answers = try #require(ServerAnswers.servers.first { $0.name == "rclone" }).answers
    let standIn = try Self.standIn(answers)
    let (found, errors) = await standIn.s3(rclone).configuration(of: "b", concurrency: 8)
    let gaps = ConfigurationTests.gaps(of: found)
    #expect(gaps.allSatisfy { $0.1.reason == "unsupported" }, "\(gaps)")
    #expect(gaps.count == 21 && errors.isEmpty)
    #expect(standIn.server.received.map(\.target) == ["/b?location="])
  }

  @Test(
    "no answer in XML: unknown, and never off",
    arguments: [
      StandIn.Reply.text(""), .text(" \n"), .text(ConfigurationTests.html, "text/html"),
      StandIn.Reply(status: 500, body: ConfigurationTests.html, type: "text/html"),
      StandIn.Reply(status: 412, body: ConfigurationTests.html, type: "text/html"),
      StandIn.Reply(status: 404, body: "404 page not found\n", type: "text/plain"), StandIn.Reply(status: 404),
      StandIn.Reply(status: 403), StandIn.Reply(status: 501), StandIn.Reply(status: 405),
      .error(403, "AccessDenied", message: ""), .error(501, "NotImplemented", message: ""),
      .text("<ListAllMyBucketsResult><Buckets/></ListAllMyBucketsResult>"),
      .text("<Error><Code>InternalError</Code></Error>"),
    ])
  func foreign(_ reply: StandIn.Reply) async throws {
    let standIn = try StandIn { _, _ in reply }
    let (found, errors) = await standIn.s3().configuration(of: "b", concurrency: 8)
    #expect(ConfigurationTests.gaps(of: found).count == 22)
    #expect(errors.count == 22)
    #expect(standIn.server.received.allSatisfy { ["GET", "HEAD"].contains($0.method) })
  }

  @Test("an empty refusal of HeadBucket leaves the location to GetBucketLocation", arguments: [403, 404, 500])
  func emptyRefusalOfHead(_ status: Int) async throws {
    let standIn = try StandIn { method, query in
      method == "HEAD" ? StandIn.Reply(status: status) : .text("<LocationConstraint>fra1</LocationConstraint>")
    }
    #expect(await standIn.s3().readLocation(of: "b").observation == .known("fra1"))
  }
}

extension Unknowable {
  /// `known`, `absent` or `unknown`.
  var state: String {
    if gap != nil { return "unknown" }
    return "\(self)".hasSuffix("absent") ? "absent" : "known"
  }
}
