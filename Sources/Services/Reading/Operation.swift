import AWS

/// One operation of the API: what it is called, what it needs, and what an answer of its own looks like.
struct Operation: Sendable {
  /// What the permission is granted on.
  enum Level: String, Sendable, CaseIterable { case account, bucket, object, accessPoint }

  let service: Service
  /// `GetBucketEncryption`: the API's own name, which provider files and reports use.
  let name: String
  /// The IAM action, which is not always named after the operation: `s3:GetEncryptionConfiguration`.
  /// Source: Service Authorization Reference, "Actions, resources, and condition keys for Amazon S3".
  let permission: String
  let level: Level
  /// What the answer is needed for, as the end of "needed for …".
  let purpose: String
  /// The sub-resource, and whatever else is always in the query.
  let query: [(name: String, value: String)]
  /// Names of the root element that make an answer this API's: AWS's first, then those of servers that differ.
  let roots: [String]
  /// Error codes that mean "not configured".
  let absentCodes: Set<String>

  init(
    _ name: String, service: Service = .s3, permission: String, level: Level = .bucket, for purpose: String,
    query: [(name: String, value: String)] = [], roots: [String] = [], absentCodes: Set<String> = []
  ) {
    self.service = service
    self.name = name
    self.permission = permission
    self.level = level
    self.purpose = purpose
    self.query = query
    self.roots = roots
    self.absentCodes = absentCodes
  }
}
