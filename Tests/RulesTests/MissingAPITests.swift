import Model
import Testing

@testable import Rules

/// An API that a provider does not have is no setting in force: what can be read is judged all the same.
struct MissingAPITests {
  private static func missing<Value>(_ operation: String) -> Observation<Value> {
    .unknown(.unsupported(operation: operation))
  }

  private static let open = #"""
    {"Version":"2012-10-17","Statement":[{"Sid":"Open","Effect":"Allow","Principal":"*","Action":"s3:GetObject",
    "Resource":"*"}]}
    """#
  private static let everyone = AccessControlList(
    ownerID: "owner",
    grants: [
      .init(granteeType: .group, grantee: "http://acs.amazonaws.com/groups/global/AllUsers", permission: "READ")
    ])

  /// A bucket of MinIO's kind: policies and ACLs, but neither Block Public Access nor object ownership.
  private static func withoutBlocks(_ change: (inout BucketConfiguration) -> Void = { _ in }) -> BucketRecord {
    Make.bucket("data") { configuration in
      configuration.publicAccessBlock = missing("GetPublicAccessBlock")
      configuration.ownership = missing("GetBucketOwnershipControls")
      change(&configuration)
    }
  }

  private static func status(
    _ rule: String, _ bucket: BucketRecord,
    account: Observation<PublicAccessBlock> = missing("GetPublicAccessBlock")
  ) throws -> [Status] {
    var snapshot = Make.snapshot([bucket])
    snapshot.accountPublicAccessBlock = account
    return RuleEngine(rules: try RuleSet.builtIn()).findings(for: snapshot)
      .filter { $0.ruleID == rule && $0.bucket == bucket.name }.map(\.status)
  }

  @Test("without Block Public Access nothing holds a public policy back")
  func policy() throws {
    let bucket = Self.withoutBlocks { $0.policy = .known(Self.open) }
    #expect(try Self.status("public-policy", bucket) == [.fail])
    #expect(try Self.status("public-access", bucket) == [.fail])
    #expect(try Self.status("public-policy", Self.withoutBlocks()) == [.pass])
    #expect(
      try Self.status("public-policy", Self.withoutBlocks { $0.policy = Self.missing("GetBucketPolicy") })
        == [.notApplicable])
  }

  @Test("without Block Public Access and object ownership a public grant is in force")
  func grants() throws {
    let bucket = Self.withoutBlocks { $0.acl = .known(Self.everyone) }
    #expect(try Self.status("public-acl-grants", bucket) == [.fail])
    #expect(try Self.status("acls-disabled", bucket) == [.notApplicable])
  }

  @Test(
    "Block Public Access itself is judged where one of its two levels exists",
    arguments: [
      (missing("GetPublicAccessBlock"), missing("GetPublicAccessBlock"), .notApplicable),
      (.absent, missing("GetPublicAccessBlock"), .fail),
      (.known(.all), missing("GetPublicAccessBlock"), .pass),
      (missing("GetPublicAccessBlock"), .absent, .fail),
      (missing("GetPublicAccessBlock"), .known(.all), .pass),
      (missing("GetPublicAccessBlock"), .unknown(.denied(permission: "p")), .unknown),
      (.unknown(.denied(permission: "p")), missing("GetPublicAccessBlock"), .unknown),
      (.unknown(.denied(permission: "p")), .unknown(.denied(permission: "p")), .unknown),
    ] as [(Observation<PublicAccessBlock>, Observation<PublicAccessBlock>, Status)])
  func blocks(
    _ bucket: Observation<PublicAccessBlock>, _ account: Observation<PublicAccessBlock>, _ expected: Status
  ) throws {
    let record = Make.bucket("data") { $0.publicAccessBlock = bucket }
    #expect(try Self.status("block-public-access", record, account: account) == [expected])
  }

  @Test(
    "keys that look like secrets are told of a bucket whose ways in cannot be asked for",
    arguments: [(true, true), (true, false), (false, true)])
  func sensitiveNames(_ lacksPolicy: Bool, _ lacksACL: Bool) throws {
    var bucket = Self.withoutBlocks { configuration in
      if lacksPolicy { configuration.policy = Self.missing("GetBucketPolicy") }
      if lacksACL { configuration.acl = Self.missing("GetBucketAcl") }
    }
    var usage = Make.usage()
    usage.sensitiveNameCount = 1
    usage.sensitiveNames = [.init(key: "a/.env", bytes: 1, lastModified: nil, storageClass: .standard)]
    bucket.usage = .known(usage)
    #expect(try Self.status("sensitive-names", bucket) == [.fail])
    #expect(try Self.status("sensitive-names-exposed", bucket) == [.notApplicable])
    bucket.configuration.policy = .unknown(.denied(permission: "s3:GetBucketPolicy"))
    #expect(try Self.status("sensitive-names", bucket) == [.unknown])
    bucket.configuration.policy = .known(Self.open)
    #expect(try Self.status("sensitive-names-exposed", bucket) == [.fail])
  }
}
