import AWS
import Model
import XML

/// Decodes GetAccountAuthorizationDetails.
///
/// Source: IAM API Reference, "GetAccountAuthorizationDetails"; policies are percent-encoded after RFC 3986.
enum IAMReads {
  static let authorizationDetails = Operation(
    "GetAccountAuthorizationDetails", service: .iam, permission: "iam:GetAccountAuthorizationDetails",
    level: .account, for: "users, groups, roles and their policies",
    roots: ["GetAccountAuthorizationDetailsResponse"])

  static func add(_ result: XMLElement, to details: inout AuthorizationDetails) throws(AnswerError) {
    for element in result.members("UserDetailList") {
      details.users.append(try principal(.user, element, name: "UserName", policies: "UserPolicyList"))
    }
    for element in result.members("GroupDetailList") {
      details.groups.append(try principal(.group, element, name: "GroupName", policies: "GroupPolicyList"))
    }
    for element in result.members("RoleDetailList") {
      details.roles.append(try principal(.role, element, name: "RoleName", policies: "RolePolicyList"))
    }
    for element in result.members("Policies") { details.policies.append(try policy(element)) }
  }

  private static func principal(
    _ kind: IAMPrincipal.Kind, _ element: XMLElement, name: String, policies: String
  ) throws(AnswerError) -> IAMPrincipal {
    var inline: [IAMPrincipal.InlinePolicy] = []
    for policy in element.members(policies) {
      inline.append(
        IAMPrincipal.InlinePolicy(
          name: try policy.requiredText("PolicyName"), document: try document(policy, "PolicyDocument")))
    }
    var attached: [String] = []
    for policy in element.members("AttachedManagedPolicies") { attached.append(try policy.requiredWord("PolicyArn")) }
    return IAMPrincipal(
      kind: kind, arn: try element.requiredWord("Arn"), name: try element.requiredText(name),
      created: try element.time("CreateDate"), inlinePolicies: inline, attachedPolicies: attached,
      groups: element.members("GroupList").map(\.word),
      trustPolicy: kind == .role ? try document(element, "AssumeRolePolicyDocument") : nil,
      permissionsBoundary: element.child("PermissionsBoundary")?.word("PermissionsBoundaryArn"))
  }

  /// The policy in its default version.
  private static func policy(_ element: XMLElement) throws(AnswerError) -> ManagedPolicy {
    let arn = try element.requiredWord("Arn")
    let number = element.word("DefaultVersionId")
    let version = element.members("PolicyVersionList").first {
      $0.word("IsDefaultVersion") == "true" || number != nil && $0.word("VersionId") == number
    }
    guard let version else { throw AnswerError("the policy \(arn) comes without its default version") }
    // moto leaves the name out; it is the ARN's end.
    let name = element.text("PolicyName") ?? arn.split(separator: "/").last.map(String.init) ?? arn
    return ManagedPolicy(
      arn: arn, name: name,
      attachmentCount: try element.integer("AttachmentCount") ?? 0, document: try document(version, "Document"))
  }

  /// A policy's text. A server that does not encode it sends the JSON as it is.
  private static func document(_ element: XMLElement, _ name: String) throws(AnswerError) -> String {
    let text = try element.requiredText(name)
    if text.first(where: { !$0.isWhitespace }) == "{" { return text }
    guard let decoded = text.percentDecoded else { throw AnswerError("\(name) is not percent-encoded UTF-8") }
    return decoded
  }
}
