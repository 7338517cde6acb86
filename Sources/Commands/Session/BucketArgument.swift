import AWS
import Arguments
import Model
import Services

/// A bucket as people write it: `name`, `s3://name`, `s3://name/prefix`, `arn:aws:s3:::name/prefix`.
struct BucketArgument: Readable, Equatable {
  let bucket: String
  /// Empty for the whole bucket.
  let prefix: String
  /// Of an ARN.
  let partition: String?
  /// What it is instead of a bucket that can be scanned.
  let relative: BucketRelative?
  private let text: String

  init?(argument: String) {
    text = argument
    if argument.hasPrefix("arn:") {
      // arn:partition:service:region:account:resource, and the resource may hold colons.
      let parts = argument.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false).map(String.init)
      guard parts.count == 6, Partition.named(parts[1]) != nil else { return nil }
      partition = parts[1]
      if let relative = BucketRelative(service: parts[2], region: parts[3], account: parts[4], resource: parts[5]) {
        (self.relative, bucket, prefix) = (relative, relative.name, "")
        return
      }
      guard parts[2] == "s3", parts[3].isEmpty, parts[4].isEmpty else { return nil }
      // In policies an ARN ends in a wildcard where it means all objects.
      let resource = parts[5].hasSuffix("*") ? parts[5].dropLast() : parts[5][...]
      guard let (name, rest) = Self.split(resource) else { return nil }
      (bucket, prefix) = (name, rest)
    } else {
      guard let (name, rest) = Self.split(argument.hasPrefix("s3://") ? argument.dropFirst(5) : argument[...]) else {
        return nil
      }
      (bucket, prefix, partition) = (name, rest, nil)
    }
    relative = BucketRelative(alias: bucket)
  }

  private static func split(_ text: Substring) -> (name: String, prefix: String)? {
    let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    // What no bucket can be called is a slip of the hand: a URL, a path. Old buckets may have capitals and `_`.
    guard let name = parts.first, name.contains(where: { $0.isLetter || $0.isNumber }) else { return nil }
    guard name.utf8.allSatisfy(\.isPartOfBucketName) else { return nil }
    return (String(name), parts.count == 2 ? String(parts[1]) : "")
  }

  static var expectation: String { "a bucket by its name, as s3://name/prefix or by its ARN" }

  /// - Throws: where this is something else on AWS, or an ARN of another partition than the one that is asked.
  /// - Parameter option: what it was written for: `--bucket: `, or nothing.
  func check(partition asked: Partition, for option: String = "--bucket: ") throws(Problem) {
    if let relative {
      throw Problem("\(option)'\(text)' is \(relative.title)", why: relative.kind.reason, fix: relative.fix)
    }
    if let partition, partition != asked.name {
      throw Problem(
        "\(option)'\(text)' is in the partition \(partition)", why: "the region in use is in \(asked.name)",
        fix: "choose a region of \(partition) with --region, and credentials of an account there")
    }
  }
}

extension Session {
  /// Refuses what is named as a bucket and is none. Elsewhere than on AWS, names and partitions have no such meanings.
  func check(_ buckets: [BucketArgument], for option: String = "--bucket: ") throws(ConfigurationProblem) {
    let isAWS = provider.name == "aws"
    for bucket in buckets where isAWS || (bucket.partition != nil && bucket.relative != nil) {
      try ConfigurationProblem.marking { () throws(Problem) in
        try bucket.check(partition: client.configuration.partition, for: option)
      }
    }
  }
}

extension UInt8 {
  fileprivate var isPartOfBucketName: Bool {
    (0x30...0x39).contains(self) || (0x41...0x5A).contains(self) || (0x61...0x7A).contains(self)
      || [UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_")].contains(self)
  }
}
