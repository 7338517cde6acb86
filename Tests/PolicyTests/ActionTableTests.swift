import Policy
import Testing

struct ActionTableTests {
  let table = ActionTable.builtIn()

  @Test func knowsWhereItComesFrom() {
    #expect(table.source.hasPrefix("AWS Service Authorization Reference"))
    #expect(table.date == "2026-11-20")
    #expect(table.serviceCount == 445)
    #expect(table.serviceName("ElasticMapReduce") == "Amazon Elastic MapReduce")
    #expect(table.serviceName("nosuchservice") == nil)
  }

  @Test(
    "counts by access level",
    arguments: [
      ("elasticmapreduce:*", "83 actions: 3 Permissions management, 48 Write, 2 Tagging, 19 Read, 11 List"),
      ("ELASTICMAPREDUCE:*", "83 actions: 3 Permissions management, 48 Write, 2 Tagging, 19 Read, 11 List"),
      ("s3:Get*", "60 actions: 60 Read"), ("s3:getobject", "1 action: 1 Read"),
      ("s3:ListAllMyBuckets", "1 action: 1 List"),
      ("*", "20455 actions: 535 Permissions management, 10375 Write, 701 Tagging, 5435 Read, 3409 List"),
      ("s3:NoSuchAction", "0 actions"), ("nosuchservice:*", "0 actions"), ("s3", "0 actions"), ("", "0 actions"),
    ])
  func counts(_ pattern: String, _ summary: String) {
    #expect(table.matching(pattern).summary == summary)
  }

  @Test func levelsAddUp() {
    let count = table.matching("*")
    #expect(count.byLevel.values.reduce(0, +) == count.total)
    #expect(AccessLevel.allCases.max() == .permissionsManagement)
  }

  @Test func details() throws {
    let action = try #require(table.actions(matching: "s3:getobject").first)
    #expect(action.fullName == "s3:GetObject")
    #expect(action.level == .read)
    #expect(action.resourceTypes == ["accesspointobject", "object"])
    #expect(action.requiredResourceTypes == [])
    #expect(action.conditionKeys.contains("s3:ExistingObjectTag/<key>"))
    #expect(action.conditionKeys.contains("s3:TlsVersion"))
    let create = try #require(table.actions(matching: "s3:CreateBucket").first)
    #expect(create.requiredResourceTypes == ["bucket"])
    let job = try #require(table.actions(matching: "s3:CreateJob").first)
    #expect(job.resourceTypes == [])
    #expect(job.dependentActions == ["iam:PassRole"])
    #expect(
      table.resourceTypes(of: "s3").first { $0.name == "object" }?.arn
        == "arn:${Partition}:s3:::${BucketName}/${ObjectName}")
  }
}
