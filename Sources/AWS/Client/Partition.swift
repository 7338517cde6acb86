/// A group of regions with names, hosts and credentials of its own.
///
/// Source: botocore 1.44.5, `partitions.json` and the endpoint rule sets of the services in `Service`, read on
/// 2026-11-20. A test compares every host with what botocore makes of the same rules.
public struct Partition: Sendable, Equatable {
  /// The word behind `arn:`.
  public let name: String
  /// What its regions begin with; empty for the commercial partition, which has all the others.
  let regionPrefix: String
  /// The domain of its hosts.
  let domain: String
  /// The domain of the hosts that have IPv6, too; S3 keeps to `domain`.
  let dualStackDomain: String
  /// Where IAM, which is one for all regions, is signed for.
  let iamRegion: String
  let iamHosts: IAMHosts
  /// Where AWS Organizations, which is one for all regions, lives and is signed for.
  let organizationsRegion: String
  /// Whether S3 has hosts with FIPS 140 validated cryptography here.
  var hasS3FIPS = true
  /// Services whose ordinary hosts are the FIPS ones, by what they are asked with.
  var plainFIPS: [EndpointVariant: Set<Service>] = [:]

  /// IAM's hosts follow no pattern.
  struct IAMHosts: Sendable, Equatable {
    let plain, fips, dualStack, both: String

    subscript(variant: EndpointVariant) -> String {
      switch (variant.fips, variant.dualStack) {
      case (false, false): plain
      case (true, false): fips
      case (false, true): dualStack
      case (true, true): both
      }
    }
  }

  /// The partition of a region; a region that nobody knows yet is taken for a commercial one.
  public static func of(region: String) -> Partition {
    others.first { region.hasPrefix($0.regionPrefix) } ?? commercial
  }

  /// The partition of the word behind `arn:`.
  public static func named(_ name: String) -> Partition? { ([commercial] + others).first { $0.name == name } }
}

extension Partition {
  static let commercial = Partition(
    name: "aws", regionPrefix: "", domain: "amazonaws.com", dualStackDomain: "api.aws", iamRegion: "us-east-1",
    iamHosts: IAMHosts(
      plain: "iam.amazonaws.com", fips: "iam-fips.amazonaws.com", dualStack: "iam.global.api.aws",
      both: "iam-fips.global.api.aws"), organizationsRegion: "us-east-1")

  static let others = [
    Partition(
      name: "aws-cn", regionPrefix: "cn-", domain: "amazonaws.com.cn", dualStackDomain: "api.amazonwebservices.com.cn",
      iamRegion: "cn-north-1",
      iamHosts: IAMHosts(
        plain: "iam.cn-north-1.amazonaws.com.cn", fips: "iam-fips.amazonaws.com.cn",
        dualStack: "iam.global.api.amazonwebservices.com.cn", both: "iam-fips.api.amazonwebservices.com.cn"),
      organizationsRegion: "cn-northwest-1", hasS3FIPS: false),
    Partition(
      name: "aws-us-gov", regionPrefix: "us-gov-", domain: "amazonaws.com", dualStackDomain: "api.aws",
      iamRegion: "us-gov-west-1",
      iamHosts: IAMHosts(
        plain: "iam.us-gov.amazonaws.com", fips: "iam.us-gov.amazonaws.com", dualStack: "iam.us-gov.api.aws",
        both: "iam.us-gov.api.aws"), organizationsRegion: "us-gov-west-1",
      plainFIPS: [
        EndpointVariant(fips: true): [.cloudwatch, .organizations, .sts, .sso, .ssooidc],
        EndpointVariant(fips: true, dualStack: true): [.cloudwatch, .organizations],
      ]),
    Partition(
      name: "aws-iso", regionPrefix: "us-iso-", domain: "c2s.ic.gov", dualStackDomain: "api.aws.ic.gov",
      iamRegion: "us-iso-east-1",
      iamHosts: IAMHosts(
        plain: "iam.us-iso-east-1.c2s.ic.gov", fips: "iam-fips.us-iso-east-1.c2s.ic.gov",
        dualStack: "iam.api.aws.ic.gov", both: "iam-fips.api.aws.ic.gov"), organizationsRegion: "us-iso-east-1"),
    Partition(
      name: "aws-iso-b", regionPrefix: "us-isob-", domain: "sc2s.sgov.gov", dualStackDomain: "api.aws.scloud",
      iamRegion: "us-isob-east-1",
      iamHosts: IAMHosts(
        plain: "iam.us-isob-east-1.sc2s.sgov.gov", fips: "iam-fips.us-isob-east-1.sc2s.sgov.gov",
        dualStack: "iam.api.aws.scloud", both: "iam-fips.api.aws.scloud"), organizationsRegion: "us-isob-east-1"),
    Partition(
      name: "aws-iso-e", regionPrefix: "eu-isoe-", domain: "cloud.adc-e.uk", dualStackDomain: "api.cloud-aws.adc-e.uk",
      iamRegion: "eu-isoe-west-1",
      iamHosts: IAMHosts(
        plain: "iam.eu-isoe-west-1.cloud.adc-e.uk", fips: "iam-fips.cloud.adc-e.uk",
        dualStack: "iam.api.cloud-aws.adc-e.uk", both: "iam-fips.api.cloud-aws.adc-e.uk"),
      organizationsRegion: "eu-isoe-west-1"),
    Partition(
      name: "aws-iso-f", regionPrefix: "us-isof-", domain: "csp.hci.ic.gov", dualStackDomain: "api.aws.hci.ic.gov",
      iamRegion: "us-isof-south-1",
      iamHosts: IAMHosts(
        plain: "iam.us-isof-south-1.csp.hci.ic.gov", fips: "iam-fips.csp.hci.ic.gov",
        dualStack: "iam.api.aws.hci.ic.gov", both: "iam-fips.api.aws.hci.ic.gov"),
      organizationsRegion: "us-isof-south-1"),
    Partition(
      name: "aws-eusc", regionPrefix: "eusc-", domain: "amazonaws.eu", dualStackDomain: "api.amazonwebservices.eu",
      iamRegion: "eusc-de-east-1",
      iamHosts: IAMHosts(
        plain: "iam.eusc-de-east-1.amazonaws.eu", fips: "iam-fips.amazonaws.eu",
        dualStack: "iam.global.api.amazonwebservices.eu", both: "iam-fips.api.amazonwebservices.eu"),
      organizationsRegion: "eusc-de-east-1"),
  ]
}
