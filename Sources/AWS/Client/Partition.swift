/// A group of regions with names, hosts and credentials of its own.
///
/// Source: botocore's `partitions.json` and `endpoints.json`, read on 2026-11-20.
public struct Partition: Sendable, Equatable {
  /// The word behind `arn:`.
  public let name: String
  let domain: String
  let regionPrefixes: [String]
  /// Where IAM, which is one for all regions, lives and signs.
  let iamHost: String
  let iamRegion: String

  static let commercial = Partition(
    name: "aws", domain: "amazonaws.com", regionPrefixes: [], iamHost: "iam.amazonaws.com", iamRegion: "us-east-1")

  static let others = [
    Partition(
      name: "aws-cn", domain: "amazonaws.com.cn", regionPrefixes: ["cn-"],
      iamHost: "iam.cn-north-1.amazonaws.com.cn", iamRegion: "cn-north-1"),
    Partition(
      name: "aws-us-gov", domain: "amazonaws.com", regionPrefixes: ["us-gov-"],
      iamHost: "iam.us-gov.amazonaws.com", iamRegion: "us-gov-west-1"),
    Partition(
      name: "aws-iso", domain: "c2s.ic.gov", regionPrefixes: ["us-iso-"],
      iamHost: "iam.us-iso-east-1.c2s.ic.gov", iamRegion: "us-iso-east-1"),
    Partition(
      name: "aws-iso-b", domain: "sc2s.sgov.gov", regionPrefixes: ["us-isob-"],
      iamHost: "iam.us-isob-east-1.sc2s.sgov.gov", iamRegion: "us-isob-east-1"),
    Partition(
      name: "aws-iso-e", domain: "cloud.adc-e.uk", regionPrefixes: ["eu-isoe-"],
      iamHost: "iam.eu-isoe-west-1.cloud.adc-e.uk", iamRegion: "eu-isoe-west-1"),
    Partition(
      name: "aws-iso-f", domain: "csp.hci.ic.gov", regionPrefixes: ["us-isof-"],
      iamHost: "iam.us-isof-south-1.csp.hci.ic.gov", iamRegion: "us-isof-south-1"),
    Partition(
      name: "aws-eusc", domain: "amazonaws.eu", regionPrefixes: ["eusc-"],
      iamHost: "iam.eusc-de-east-1.amazonaws.eu", iamRegion: "eusc-de-east-1"),
  ]

  /// The partition of a region; unknown regions are taken for commercial ones.
  public static func of(region: String) -> Partition {
    others.first { $0.regionPrefixes.contains(where: region.hasPrefix) } ?? commercial
  }
}
