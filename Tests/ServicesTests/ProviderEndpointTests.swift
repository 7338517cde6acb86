import AWS
import Model
import Testing
import Transport

@testable import Services

/// What a provider's file makes of what the user said.
struct ProviderEndpointTests {
  private static func complete(
    _ provider: String?, endpoint: String? = nil, region: String? = nil
  ) throws -> (ClientConfiguration, [String]) {
    var environment: [String: String] = [:]
    environment["AWS_ENDPOINT_URL_S3"] = endpoint
    environment["AWS_REGION"] = region
    var configuration = try ClientConfiguration.resolve(environment: environment)
    let found = try provider.map { try Provider.named($0) } ?? Provider.detect(endpoint: endpoint)
    let remarks = try found.complete(&configuration)
    return (configuration, remarks)
  }

  @Test(
    "a provider and a region make an endpoint",
    arguments: [
      ("wasabi", "eu-central-1", "https://s3.eu-central-1.wasabisys.com"),
      ("wasabi", nil, "https://s3.us-east-1.wasabisys.com"),
      ("backblaze-b2", "us-west-004", "https://s3.us-west-004.backblazeb2.com"),
      ("digitalocean-spaces", "fra1", "https://fra1.digitaloceanspaces.com"),
      ("ibm-cos", "eu-de", "https://s3.eu-de.cloud-object-storage.appdomain.cloud"),
      ("aws", "eu-west-1", nil),
    ] as [(String, String?, String?)])
  func built(_ provider: String, _ region: String?, _ endpoint: String?) throws {
    let (configuration, remarks) = try Self.complete(provider, region: region)
    #expect(configuration.endpointURL(for: .s3) == endpoint)
    #expect(remarks.isEmpty)
    if let region { #expect(configuration.region == region && configuration.regionSource == "AWS_REGION") }
  }

  @Test(
    "what is missing is said, with the way out",
    arguments: [
      ("cloudflare-r2", nil, "the account's id", "https://<the account's id>.r2.cloudflarestorage.com"),
      ("oracle-oci", "us-ashburn-1", "the tenancy's Object Storage namespace", ".compat.objectstorage."),
      ("backblaze-b2", nil, "{region}", "--region"), ("digitalocean-spaces", nil, "{region}", "--region"),
      ("ibm-cos", nil, "{region}", "--region"), ("minio", nil, "an address of its own", "--endpoint-url"),
      ("ceph", "eu", "an address of its own", "--endpoint-url"), ("rclone", nil, "address", "--endpoint-url"),
      ("generic", "us-east-1", "address", "--endpoint-url"),
    ] as [(String, String?, String, String)])
  func missing(_ provider: String, _ region: String?, _ why: String, _ fix: String) {
    let problem = #expect(throws: Problem.self) { try Self.complete(provider, region: region) }
    #expect(problem?.what.contains("provider '\(provider)' needs") == true)
    #expect(problem?.why.contains(why) == true, "\(String(describing: problem))")
    #expect(problem?.fix.contains(fix) == true, "\(String(describing: problem))")
  }

  @Test(
    "the endpoint tells the region where nobody named one",
    arguments: [
      ("https://s3.eu-central-1.wasabisys.com", "eu-central-1"), ("https://s3.wasabisys.com", "us-east-1"),
      ("https://s3.nl-1.wasabisys.com", "eu-central-1"), ("https://0123.r2.cloudflarestorage.com", "auto"),
      ("https://0123.eu.r2.cloudflarestorage.com", "auto"), ("https://fra1.digitaloceanspaces.com", "fra1"),
      ("https://s3.us-west-004.backblazeb2.com", "us-west-004"),
      ("https://s3.eu-de.cloud-object-storage.appdomain.cloud", "eu-de"),
      ("https://s3.private.us-south.cloud-object-storage.appdomain.cloud", "us-south"),
      ("https://ns.compat.objectstorage.us-ashburn-1.oraclecloud.com", "us-ashburn-1"),
      ("https://ns.compat.objectstorage.eu-frankfurt-1.oci.customer-oci.com", "eu-frankfurt-1"),
      ("https://s3.eu-west-1.amazonaws.com", "eu-west-1"),
      ("https://s3.dualstack.eu-west-1.amazonaws.com", "eu-west-1"),
      ("https://bucket.vpce-1a2b-5e6f.s3.us-east-2.vpce.amazonaws.com", "us-east-2"),
      ("https://s3.cn-north-1.amazonaws.com.cn", "cn-north-1"),
    ])
  func derived(_ endpoint: String, _ region: String) throws {
    let (configuration, remarks) = try Self.complete(nil, endpoint: endpoint)
    #expect(configuration.region == region)
    #expect(configuration.regionSource == "endpoint")
    #expect(remarks.isEmpty)
    #expect(configuration.endpointURL(for: .s3) == endpoint)
  }

  @Test("hosts that tell nothing leave the default", arguments: ["http://127.0.0.1:9000", "https://s3.amazonaws.com"])
  func silent(_ endpoint: String) throws {
    let (configuration, remarks) = try Self.complete(nil, endpoint: endpoint)
    #expect(configuration.region == "us-east-1" && configuration.regionSource == "default")
    #expect(remarks.isEmpty)
  }

  @Test("a region that the vendor does not list, or another than the endpoint's, is odd and no error")
  func odd() throws {
    let (unlisted, remarks) = try Self.complete("wasabi", region: "eu-north-9")
    #expect(unlisted.endpointURL(for: .s3) == "https://s3.eu-north-9.wasabisys.com")
    #expect(
      remarks == [
        "no region 'eu-north-9' of Wasabi is known (by AWS_REGION); did you mean 'eu-south-1'? It is asked all the same"
      ])
    let (other, words) = try Self.complete(nil, endpoint: "https://fra1.digitaloceanspaces.com", region: "us-east-1")
    #expect(other.region == "us-east-1")
    #expect(words.count == 1 && words[0].contains("'fra1'") && words[0].contains("'us-east-1'"))
  }

  @Test(
    "a slip in a region's name gets the name that was meant",
    arguments: [
      ("digitalocean-spaces", nil, "nyc2", "did you mean 'nyc3'?"), ("wasabi", nil, "eu-centrl-1", "'eu-central-1'?"),
      ("ibm-cos", nil, "eu-dee", "did you mean 'eu-de'?"),
      (
        "oracle-oci", "https://ns.compat.objectstorage.us-ashbrun-1.oci.customer-oci.com", "us-ashbrun-1",
        "did you mean 'us-ashburn-1'?"
      ),
    ] as [(String, String?, String, String)])
  func slip(_ provider: String, _ endpoint: String?, _ region: String, _ words: String) throws {
    let (configuration, remarks) = try Self.complete(provider, endpoint: endpoint, region: region)
    #expect(configuration.region == region)
    #expect(remarks.count == 1 && remarks[0].contains("'\(region)'") && remarks[0].contains(words), "\(remarks)")
  }

  @Test("where no list is known, no name is odd")
  func unlisted() throws {
    #expect(try Self.complete("backblaze-b2", region: "us-west-009").1.isEmpty)
    for name in ["digitalocean-spaces", "oracle-oci"] {
      let provider = try Provider.named(name)
      #expect(provider.regionNames.count > 10 && Set(provider.regionNames).count == provider.regionNames.count)
    }
  }

  @Test("R2 is signed for its one region, whatever the environment says")
  func fixedRegion() throws {
    let (configuration, remarks) = try Self.complete(
      nil, endpoint: "https://0123.r2.cloudflarestorage.com", region: "eu-west-1")
    #expect(configuration.region == "auto" && configuration.regionSource == "provider cloudflare-r2")
    #expect(remarks == ["Cloudflare R2 has one region, 'auto'; region 'eu-west-1' (by AWS_REGION) is left aside"])
    #expect(
      try Self.complete(nil, endpoint: "https://0123.r2.cloudflarestorage.com", region: "auto").1.isEmpty)
  }

  @Test("a provider's keys are not shown to AWS: its services are its own")
  func services() throws {
    let (wasabi, _) = try Self.complete("wasabi")
    #expect(wasabi.endpointURL(for: .iam) == "https://iam.wasabisys.com")
    #expect(wasabi.endpointURL(for: .sts) == "https://sts.wasabisys.com")
    let (ceph, _) = try Self.complete("ceph", endpoint: "https://rgw.example.com:7480")
    #expect(ceph.endpointURL(for: .iam) == "https://rgw.example.com:7480")
    #expect(ceph.endpointURL(for: .sts) == "https://rgw.example.com:7480")
    for provider in Provider.all where provider.name != "aws" && provider.name != "generic" {
      let (configuration, _) = try Self.complete(provider.name, endpoint: "https://s.example.com", region: "auto")
      for service in [Service.s3, .s3control, .cloudwatch, .iam, .sts] where !provider.missingServices.contains(service)
      {
        #expect(configuration.endpointURL(for: service) != nil, "\(provider.name) \(service)")
      }
    }
    // Without a file, the SDKs' own rule holds: one service's endpoint says nothing of the others.
    let (generic, _) = try Self.complete(nil, endpoint: "https://s.example.com")
    #expect(generic.endpointURL(for: .sts) == nil)
    #expect(try Self.complete("aws").0.endpoints.isEmpty)
  }

  @Test("buckets are named in the path where the file says so")
  func addressing() throws {
    #expect(try Self.complete("minio", endpoint: "https://m.example.com").0.addressing == .path)
    #expect(try Self.complete("ceph", endpoint: "https://m.example.com").0.addressing == .auto)
    var configuration = ClientConfiguration(addressing: .virtual)
    configuration.endpoints[.s3] = try WebAddress("https://s3.us-east-1.wasabisys.com")
    _ = try Provider.named("wasabi").complete(&configuration)
    #expect(configuration.addressing == .virtual)
  }

  @Test(
    "patterns of hosts",
    arguments: [
      ("a.b", "a.b", true, nil), ("a.b", "xa.b", false, nil), ("*.b", "a.b", true, nil), ("*.b", ".b", true, nil),
      ("*.b", "a.c.b", true, nil), ("*.b", "b", false, nil), ("s.{region}.b", "s.x-1.b", true, "x-1"),
      ("s.{region}.b", "s.x.y.b", false, nil), ("s.{region}.b", "s..b", false, nil),
      ("s.{region}.b", "s.-x.b", false, nil), ("*.s.{region}.b", "q.s.x.b", true, "x"),
      ("*.{region}.b", "q.r.x.b", true, "x"), ("{region}.b", "x_y.b", false, nil), ("a*", "a", true, nil),
    ] as [(String, String, Bool, String?)])
  func patterns(_ pattern: String, _ host: String, _ matches: Bool, _ region: String?) throws {
    let match = try #require(HostPattern(pattern)).match(host)
    #expect((match != nil) == matches)
    #expect(match?.region == region)
  }
}
