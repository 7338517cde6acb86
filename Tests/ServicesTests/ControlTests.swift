import AWS
import Model
import Locking
import Testing

@testable import Services

/// S3 Control, IAM and STS.
struct ControlTests {
  static let block = """
    <BlockPublicAcls>true</BlockPublicAcls><IgnorePublicAcls>true</IgnorePublicAcls>
    <BlockPublicPolicy>true</BlockPublicPolicy><RestrictPublicBuckets>true</RestrictPublicBuckets>
    """

  @Test func accountBlock() async {
    let table = Table([
      "GetPublicAccessBlock": .body(
        "<PublicAccessBlockConfiguration>\(Self.block)</PublicAccessBlockConfiguration>")
    ])
    #expect(await S3ControlService(caller: table, provider: .aws).publicAccessBlock(account: "1") == .known(.all))
    #expect(table.requests[0].path == "/v20180820/configuration/publicAccessBlock")
    #expect(table.requests[0].accountID == "1")
    #expect(table.requests[0].service == .s3control)
    #expect(table.requests[0].permission == "s3:GetAccountPublicAccessBlock")
  }

  @Test("never set, refused, and not this API: three answers")
  func accountBlockMissing() async {
    func answer(_ answer: Table.Answer, provider: Provider = .aws) async -> Observation<PublicAccessBlock> {
      await S3ControlService(caller: Table { _ in answer }, provider: provider).publicAccessBlock(account: "1")
    }
    #expect(await answer(.error("NoSuchPublicAccessBlockConfiguration")) == .absent)
    #expect(await answer(.denied) == .unknown(.denied(permission: "s3:GetAccountPublicAccessBlock")))
    #expect(await answer(.body(ConfigurationTests.listing)).gap?.reason == "failed")
    #expect(
      await answer(.denied, provider: Provider(name: "x", title: "X", missingServices: [.s3control]))
        == .unknown(.unsupported(operation: "GetPublicAccessBlock")))
  }

  @Test("access points with their own settings, page after page")
  func accessPoints() async {
    let table = Table { request in
      switch (request.operation, request.parameter("nextToken"), request.path) {
      case ("ListAccessPoints", nil, _):
        .body(
          """
          <ListAccessPointsResult><AccessPointList><AccessPoint><Name>two</Name><NetworkOrigin>VPC</NetworkOrigin>
          <VpcConfiguration><VpcId>vpc-1</VpcId></VpcConfiguration><Bucket>b</Bucket></AccessPoint><AccessPoint>
          <Name>foreign</Name><NetworkOrigin>VPC</NetworkOrigin><Bucket>other</Bucket></AccessPoint></AccessPointList>
          <NextToken>n</NextToken></ListAccessPointsResult>
          """)
      case ("ListAccessPoints", "n", _):
        .body(
          """
          <ListAccessPointsResponse><AccessPointList><AccessPoint><Name>one</Name>
          <NetworkOrigin>Internet</NetworkOrigin><Bucket>b</Bucket><AccessPointArn>arn:one</AccessPointArn>
          </AccessPoint></AccessPointList></ListAccessPointsResponse>
          """)
      case ("GetAccessPoint", _, "/v20180820/accesspoint/one"):
        .body(
          """
          <GetAccessPointResult><Name>one</Name><PublicAccessBlockConfiguration>\(Self.block)
          </PublicAccessBlockConfiguration></GetAccessPointResult>
          """)
      case ("GetAccessPoint", _, _): .body("<GetAccessPointResult><Name>two</Name></GetAccessPointResult>")
      case ("GetAccessPointPolicy", _, "/v20180820/accesspoint/one/policy"):
        .body("<GetAccessPointPolicyResult><Policy>{&quot;Version&quot;:1}</Policy></GetAccessPointPolicyResult>")
      case ("GetAccessPointPolicyStatus", _, "/v20180820/accesspoint/one/policyStatus"):
        .body(
          """
          <GetAccessPointPolicyStatusResult><PolicyStatus><IsPublic>false</IsPublic></PolicyStatus>
          </GetAccessPointPolicyStatusResult>
          """)
      case ("GetAccessPointPolicy", _, _): .error("NoSuchAccessPointPolicy")
      default: nil
      }
    }
    let errors = Locked<[ScanError]>([])
    let service = S3ControlService(caller: table, provider: .aws) { error in errors.withLock { $0.append(error) } }
    #expect(
      await service.accessPoints(account: "1", bucket: "b", region: "eu-west-1")
        == .known([
          AccessPoint(
            name: "one", arn: "arn:one", networkOrigin: "Internet", publicAccessBlock: .known(.all),
            policy: .known(#"{"Version":1}"#), policyIsPublic: .known(false)),
          AccessPoint(
            name: "two", arn: "arn:aws:s3:eu-west-1:1:accesspoint/two", networkOrigin: "VPC", vpcID: "vpc-1",
            publicAccessBlock: .unknown(
              .failed(
                operation: "GetAccessPoint", message: "GetAccessPointResult has no PublicAccessBlockConfiguration")),
            policy: .absent, policyIsPublic: .unknown(.denied(permission: "s3:GetAccessPointPolicyStatus"))),
        ]))
    #expect(errors.withLock { $0.map(\.operation) } == ["GetAccessPoint", "GetAccessPointPolicyStatus"])
    #expect(errors.withLock { $0.allSatisfy { $0.bucket == "b" && $0.service == "s3control" } })
    #expect(table.requests.allSatisfy { $0.region == "eu-west-1" && $0.accountID == "1" })
  }

  @Test func noAccessPoints() async {
    let table = Table { _ in .body("<ListAccessPointsResult><AccessPointList/></ListAccessPointsResult>") }
    let service = S3ControlService(caller: table, provider: .aws)
    #expect(await service.accessPoints(account: "1", bucket: "b", region: nil) == .absent)
  }

  @Test func callerIdentity() async throws {
    let table = Table { _ in
      .body(
        """
        <GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>
        <Arn>arn:aws:iam::123456789012:user/u</Arn><UserId>AIDA</UserId><Account>123456789012</Account>
        </GetCallerIdentityResult></GetCallerIdentityResponse>
        """)
    }
    let identity = try await STSService(caller: table).callerIdentity()
    #expect(identity == ("123456789012", "arn:aws:iam::123456789012:user/u", "AIDA"))
    #expect(table.requests[0].method == "POST")
    #expect(table.requests[0].form == ["Action": "GetCallerIdentity", "Version": "2011-06-15"])
    let foreign = await #expect(throws: APIError.self) {
      try await STSService(caller: Table { _ in .body(ConfigurationTests.html) }).callerIdentity()
    }
    #expect(foreign?.kind == .foreignAnswer)
  }

  static func details(_ body: String, next: String? = nil) -> Table.Answer {
    .body(
      """
      <GetAccountAuthorizationDetailsResponse><GetAccountAuthorizationDetailsResult>\(body)
      <IsTruncated>\(next != nil)</IsTruncated>\(next.map { "<Marker>\($0)</Marker>" } ?? "")
      </GetAccountAuthorizationDetailsResult></GetAccountAuthorizationDetailsResponse>
      """)
  }

  @Test("everything in GetAccountAuthorizationDetails, page after page, policies decoded")
  func authorizationDetails() async {
    let first = """
      <UserDetailList><member><UserName>u</UserName><Arn>arn:u</Arn><CreateDate>2020-01-02T03:04:05Z</CreateDate>
      <UserPolicyList><member><PolicyName>in line</PolicyName>
      <PolicyDocument>%7B%22a%22%3A%22b%2Bc%20d+%C3%A9%22%7D</PolicyDocument></member></UserPolicyList>
      <GroupList><member>g</member></GroupList><AttachedManagedPolicies><member><PolicyName>p</PolicyName>
      <PolicyArn>arn:p</PolicyArn></member></AttachedManagedPolicies><PermissionsBoundary>
      <PermissionsBoundaryType>Policy</PermissionsBoundaryType><PermissionsBoundaryArn>arn:pb</PermissionsBoundaryArn>
      </PermissionsBoundary></member></UserDetailList>
      """
    let second = """
      <GroupDetailList><member><GroupName>g</GroupName><Arn>arn:g</Arn></member></GroupDetailList>
      <RoleDetailList><member><RoleName>r</RoleName><Arn>arn:r</Arn>
      <AssumeRolePolicyDocument>{"Statement":"100%"}</AssumeRolePolicyDocument></member></RoleDetailList>
      <Policies><member><Arn>arn:aws:iam::1:policy/path/p</Arn><AttachmentCount>2</AttachmentCount>
      <DefaultVersionId>v2</DefaultVersionId><PolicyVersionList><member><Document>old</Document>
      <VersionId>v1</VersionId><IsDefaultVersion>false</IsDefaultVersion></member><member><Document>%7B%7D</Document>
      <VersionId>v2</VersionId><IsDefaultVersion>true</IsDefaultVersion></member></PolicyVersionList></member></Policies>
      """
    let table = Table { $0.form["Marker"] == "m+/" ? Self.details(second) : Self.details(first, next: "m+/") }
    #expect(
      await IAMService(caller: table).authorizationDetails()
        == .known(
          AuthorizationDetails(
            users: [
              IAMPrincipal(
                kind: .user, arn: "arn:u", name: "u",
                created: Timestamp(year: 2020, month: 1, day: 2, hour: 3, minute: 4, second: 5),
                inlinePolicies: [.init(name: "in line", document: #"{"a":"b+c d+é"}"#)], attachedPolicies: ["arn:p"],
                groups: ["g"], permissionsBoundary: "arn:pb")
            ],
            groups: [IAMPrincipal(kind: .group, arn: "arn:g", name: "g")],
            // moto does not encode trust policies.
            roles: [IAMPrincipal(kind: .role, arn: "arn:r", name: "r", trustPolicy: #"{"Statement":"100%"}"#)],
            policies: [
              ManagedPolicy(arn: "arn:aws:iam::1:policy/path/p", name: "p", attachmentCount: 2, document: "{}")
            ])))
    #expect(table.requests.count == 2)
    #expect(table.requests[0].form["Action"] == "GetAccountAuthorizationDetails")
  }

  @Test(
    "half of the details are not the details",
    arguments: [
      (details("", next: "same"), "the same page was given twice"),
      (details("<RoleDetailList><member><RoleName>r</RoleName></member></RoleDetailList>"), "member has no Arn"),
      (
        details(
          "<UserDetailList><member><Arn>a</Arn><UserName>u</UserName><UserPolicyList><member><PolicyName>p</PolicyName><PolicyDocument>%7</PolicyDocument></member></UserPolicyList></member></UserDetailList>"
        ), "PolicyDocument is not percent-encoded UTF-8"
      ),
      (
        details("<Policies><member><PolicyName>p</PolicyName><Arn>arn:p</Arn></member></Policies>"),
        "the policy arn:p comes without its default version"
      ),
      (
        .body("<GetAccountAuthorizationDetailsResponse/>"),
        "GetAccountAuthorizationDetailsResponse has no GetAccountAuthorizationDetailsResult"
      ),
    ])
  func brokenDetails(_ answer: Table.Answer, _ message: String) async {
    let errors = Locked<[ScanError]>([])
    let service = IAMService(caller: Table { _ in answer }) { error in errors.withLock { $0.append(error) } }
    #expect(
      await service.authorizationDetails()
        == .unknown(.failed(operation: "GetAccountAuthorizationDetails", message: message)))
    #expect(errors.withLock { $0.map(\.message) } == [message])
  }

  @Test func deniedDetails() async {
    #expect(
      await IAMService(caller: Table { _ in nil }).authorizationDetails()
        == .unknown(.denied(permission: "iam:GetAccountAuthorizationDetails")))
  }
}
