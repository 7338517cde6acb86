/// ARNs of S3's resources.
enum S3Resource {
  /// Where AWS has regions for the public, for China and for the US government.
  static let partitions = ["aws", "aws-cn", "aws-us-gov"]

  /// Whether some action that the pattern stands for acts on buckets or objects. Account-wide actions, such as
  /// `s3:ListAllMyBuckets`, do not; an action that the table does not have may.
  static func actsOnBuckets(_ pattern: ActionPattern, _ table: ActionTable) -> Bool {
    guard pattern.service.matches("s3") else { return false }
    if pattern.name.isEverything { return true }
    let actions = table.actions(matching: "s3:\(pattern.name.text)")
    return actions.isEmpty || actions.contains { $0.resourceTypes.contains { $0 == "bucket" || $0 == "object" } }
  }

  /// The bucket, and all its objects.
  static func patterns(bucket: String, partition: String = "aws") -> [ResourcePattern] {
    ["arn:\(partition):s3:::\(bucket)", "arn:\(partition):s3:::\(bucket)/*"].map {
      ResourcePattern($0, resolvingVariables: false)
    }
  }
}

extension ResourcePattern {
  /// A bucket or object with a region or account in its ARN, where S3 has none. Access points and the like have both.
  var isMisplacedBucket: Bool {
    guard segments.count == 6, segments[2].text == "s3", segments[3].isFixed, segments[4].isFixed,
      !segments[3].text.isEmpty || !segments[4].text.isEmpty
    else { return false }
    let kinds = ["accesspoint", "job/", "storage-lens", "access-grants/", "async-request/", "*", "$"]
    return !kinds.contains { segments[5].text.hasPrefix($0) }
  }
}
