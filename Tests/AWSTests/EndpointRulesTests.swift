import Foundation
import TestSupport
import Testing
import Transport

@testable import AWS

/// Every host of ours beside botocore's, which evaluates AWS's own endpoint rule sets.
struct EndpointRulesTests {
  /// What botocore makes of one service, region and variant.
  struct Row: Decodable, CustomTestStringConvertible {
    let service, region: String
    let fips, dualStack: Bool
    /// S3 only.
    let bucket: String?
    /// Nil with an error.
    let url, signingRegion, signingName, error: String?
    var testDescription: String {
      "\(service) \(region) \(fips ? "fips " : "")\(dualStack ? "dual stack " : "")\(bucket ?? "")"
    }
  }

  /// botocore's words for our services, and the bucket names that S3 is asked for.
  static let script = """
    import json, itertools, botocore, botocore.session
    from botocore.endpoint_provider import EndpointProvider
    loader = botocore.session.Session().get_component('data_loader')
    partitions = loader.load_data('partitions')
    account = '123456789012'
    builtins = {
        's3': dict(UseGlobalEndpoint=False, ForcePathStyle=False, Accelerate=False, DisableMultiRegionAccessPoints=False),
        's3control': dict(AccountId=account, RequiresAccountId=True),
        'sts': dict(UseGlobalEndpoint=False),
    }
    rows = []
    for service in ['s3', 's3control', 'cloudwatch', 'iam', 'sts', 'organizations', 'sso', 'sso-oidc']:
        provider = EndpointProvider(loader.load_service_model(service, 'endpoint-rule-set-1'), partitions)
        model = loader.load_service_model(service, 'service-2')['metadata']
        name = model.get('signingName', model['endpointPrefix'])
        buckets = [None, 'my-bucket', 'dotted.name', 'Under_score'] if service == 's3' else [None]
        for partition in partitions['partitions']:
            regions = [r for r in partition['regions'] if not r.endswith('-global')]
            for region, fips, dual, bucket in itertools.product(regions, [False, True], [False, True], buckets):
                row = dict(service=service, region=region, fips=fips, dualStack=dual, bucket=bucket)
                parameters = dict(Region=region, UseFIPS=fips, UseDualStack=dual, **builtins.get(service, {}))
                if bucket:
                    parameters['Bucket'] = bucket
                try:
                    endpoint = provider.resolve_endpoint(**parameters)
                    scheme = endpoint.properties.get('authSchemes', [{}])[0]
                    row.update(url=endpoint.url, signingRegion=scheme.get('signingRegion', region),
                               signingName=scheme.get('signingName', name))
                except Exception as error:
                    row.update(error=str(error))
                rows.append(row)
    print(json.dumps(rows))
    """

  func ours(_ row: Row) throws -> Target {
    let service = try #require(Service(rawValue: row.service))
    let configuration = ClientConfiguration(
      region: row.region, variant: EndpointVariant(fips: row.fips, dualStack: row.dualStack))
    let request = APIRequest(
      service, "Op", permission: "", bucket: row.bucket, path: "", accountID: "123456789012")
    return TargetRules(configuration: configuration).target(of: request, region: row.region)
  }

  @Test("the same host, signing region and name as botocore, for every service, region and variant")
  func hosts() async throws {
    let output = try await Python.run(Self.script, [])
    let rows = try JSONDecoder().decode([Row].self, from: Data(output.utf8))
    #expect(rows.count >= 1900)
    #expect(Set(rows.map(\.service)) == Set(Service.allCases.map(\.rawValue)))
    var refused: Set<String> = []
    for row in rows {
      guard let url = row.url else {
        // Ours says so when the configuration is read: ConfigurationTests.
        #expect(row.error == "Partition does not support FIPS", "\(row.testDescription)")
        refused.insert("\(row.service) in \(Partition.of(region: row.region).name)")
        #expect(row.fips && !Partition.of(region: row.region).hasS3FIPS, "\(row.testDescription)")
        continue
      }
      let target = try ours(row)
      #expect(target.address.origin + target.path == url, "\(row.testDescription)")
      #expect(target.signingRegion == row.signingRegion, "\(row.testDescription)")
      #expect(Service(rawValue: row.service)?.signingName == row.signingName, "\(row.testDescription)")
    }
    #expect(refused == ["s3 in aws-cn", "s3control in aws-cn"])
  }

  @Test(
    "a region that no table has yet",
    arguments: [
      ("us-iso-south-9", "aws-iso"), ("us-isob-south-9", "aws-iso-b"), ("us-isof-north-1", "aws-iso-f"),
      ("eu-isoe-north-1", "aws-iso-e"), ("us-gov-south-1", "aws-us-gov"), ("cn-south-1", "aws-cn"),
      ("eusc-fr-west-1", "aws-eusc"), ("zz-north-1", "aws"),
    ])
  func newRegions(_ region: String, _ partition: String) {
    #expect(Partition.of(region: region).name == partition)
    #expect(Partition.named(partition) == Partition.of(region: region))
  }
}
