/// Which buckets an identity policy reaches.
///
/// Allow statements only: a policy that denies something of a bucket still reaches it by what it allows.
public struct BucketScope: Sendable {
  private let statements: [Statement]
  private let partition: String

  public init(_ document: PolicyDocument, table: ActionTable = .builtIn()) {
    partition = document.partition
    statements = document.statements.filter { $0.effect == .allow && Self.actsOnBuckets($0, table) }
  }

  /// Whether some statement allows an S3 action on the bucket or on some of its objects.
  public func reaches(bucket: String) -> Bool { !statements(reaching: bucket).isEmpty }

  /// The labels of the statements that reach the bucket.
  public func statements(reaching bucket: String) -> [String] {
    // What is named is named in any partition; what is left out is left out where the bucket is.
    let named = S3Resource.patterns(bucket: bucket, partition: "*")
    let leftOut = S3Resource.patterns(bucket: bucket, partition: partition)
    return statements.filter { statement in
      (statement.notResources.isEmpty ? named : leftOut).contains { statement.overlaps(resource: $0) }
    }.map(\.label)
  }

  /// Account-wide actions, such as `s3:ListAllMyBuckets` on `*`, reach no bucket.
  private static func actsOnBuckets(_ statement: Statement, _ table: ActionTable) -> Bool {
    if !statement.notActions.isEmpty {
      return ActionPattern("s3:*").map { statement.overlaps(action: $0) } ?? false
    }
    return statement.actionPatterns.contains { S3Resource.actsOnBuckets($0, table) }
  }
}
