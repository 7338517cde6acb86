internal import JSON

/// An IAM policy document in AWS's grammar: identity policy, bucket policy or trust policy.
///
/// Every form of the grammar is read: one statement or a list, one value or a list, all three versions. What AWS refuses
/// and what would leave a doubt about the meaning is an error; see `warnings` for the rest.
/// Source: IAM User Guide, "IAM JSON policy reference".
public struct PolicyDocument: Sendable {
  /// `2012-10-17` or `2008-10-17`; nil where the document does not say, which means 2008-10-17.
  public let version: String?
  public let id: String?
  public let statements: [Statement]
  /// What does not change the judgement, but is not what the author meant: a principal that nobody can be, an
  /// entry that matches nothing.
  public let warnings: [PolicyError]

  /// Bytes at most. A bucket policy has at most 20 KB, an IAM policy at most 10,240 characters besides white space.
  public static let maximumSize = 128 << 10

  /// Reads the JSON text of a policy.
  public init(parsing text: String) throws(PolicyError) {
    let root: JSONValue
    do {
      root = try JSONValue(parsing: text, limits: JSONLimits(depth: 32, bytes: Self.maximumSize))
    } catch {
      throw PolicyError(error.message, path: "$", mark: error.mark)
    }
    var reader = PolicyReader()
    try reader.read(root)
    version = reader.version
    id = reader.id
    statements = reader.statements
    warnings = reader.warnings
  }

  /// The partition of the first ARN among the resources, `aws-cn`; `aws` where there is none.
  var partition: String {
    let arn = statements.lazy.flatMap { $0.resources + $0.notResources }.first { $0.hasPrefix("arn:") }
    return arn?.split(separator: ":", omittingEmptySubsequences: false).dropFirst().first.map(String.init) ?? "aws"
  }

  /// Policy variables such as `${aws:username}` exist in version 2012-10-17 only; elsewhere they are plain text.
  public var hasVariables: Bool { version == "2012-10-17" }
}
