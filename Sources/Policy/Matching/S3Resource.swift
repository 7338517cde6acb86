/// ARNs of S3's resources.
enum S3Resource {
  /// The bucket, and all its objects.
  static func patterns(bucket: String, partition: String = "aws") -> [ResourcePattern] {
    ["arn:\(partition):s3:::\(bucket)", "arn:\(partition):s3:::\(bucket)/*"].map {
      ResourcePattern($0, resolvingVariables: false)
    }
  }
}
