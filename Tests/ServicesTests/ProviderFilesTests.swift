import AWS
import Catalog
import Foundation
import Model
import TestSupport
import Testing

@testable import Services

/// The files as data.
struct ProviderFilesTests {
  @Test("every price table that a file names exists, and every table of no file's is AWS's own")
  func prices() {
    let tables = Catalog.names(prefix: "prices/").map { String($0.dropFirst(7).dropLast(5)) }
    for provider in Provider.all {
      guard let prices = provider.prices else { continue }
      #expect(tables.contains { $0 == prices || $0.hasPrefix("\(prices)-") })
    }
    let named = Provider.all.compactMap(\.prices)
    for table in tables where table != "storage-classes" {
      #expect(named.contains { table == $0 || $0 == "aws" && table.hasPrefix("aws-") }, "\(table)")
    }
    #expect(Provider.aws.prices == "aws")
  }

  @Test("whatever is unsupported has a source, and AWS lacks nothing")
  func sources() {
    for provider in Provider.all where !provider.unsupported.isEmpty || !provider.regionNames.isEmpty {
      #expect(!provider.sources.isEmpty, "\(provider.name)")
    }
    #expect(Provider.aws.unsupported.isEmpty && Provider.aws.missingServices.isEmpty)
  }

  @Test("the region of every endpoint that a file builds is told by that endpoint")
  func consistent() {
    for provider in Provider.all {
      guard let template = provider.endpoints[.s3] else { continue }
      let url = template.replacing("{region}", with: "zz-9").replacing("{account}", with: "acc")
      #expect(Provider.detect(endpoint: url) == provider)
      let told = provider.region(ofHost: String(url.dropFirst("https://".count)))
      #expect(told == (template.contains("{region}") ? "zz-9" : provider.quirks.signingRegion), "\(provider.name)")
    }
  }

  @Test(arguments: [
    (
      "name: aws\ntitle: X\nsources: [s]\nunsupported:\n  GetBucketAcl: no\n",
      "aws.yaml:5:3: nothing is unsupported on AWS"
    ),
    ("name: aws\ntitle: X\nmissing-services: [iam]\n", "aws.yaml:3:19: nothing is unsupported on AWS"),
    ("name: x\ntitle: X\nprices: nowhere\n", "x.yaml:3:9: there is no price table 'nowhere'"),
    ("name: x\ntitle: X\nprices: clou\n", "x.yaml:3:9: there is no price table 'clou'"),
    ("name: x\ntitle: X\nquirks: {empty-200: true}\n", "x.yaml:3:21: 'empty-200' is not a key here"),
    ("name: x\ntitle: X\nquirks: {bucket-pages: no}\n", "x.yaml:3:24: bucket-pages is true or false"),
    (
      "name: x\ntitle: X\nquirks: {not-configured: {GetBuckets: [A]}}\n",
      "x.yaml:3:39: there is no operation 'GetBuckets' that is ever asked for"
    ),
    ("name: x\ntitle: X\nhosts: [\"{zone}.x\"]\n", "x.yaml:3:9: '{zone}.x' is no pattern of hosts"),
    ("name: x\ntitle: X\nendpoints: {s4: https://x}\n", "x.yaml:3:17: there is no service 's4'"),
    ("name: x\ntitle: X\nendpoints: {s3: http://x}\n", "x.yaml:3:17: an endpoint begins with https://"),
    (
      "name: x\ntitle: X\nendpoints:\n  s3: https://{zone}.x\n",
      "x.yaml:4:7: only {region} and {account} can be filled in"
    ),
    (
      "name: x\ntitle: X\nendpoints:\n  s3: https://{account}.x\n",
      "x.yaml:4:7: 'account' is missing, which says what {account} stands for"
    ),
  ])
  func broken(_ text: String, _ what: String) throws {
    let file = "providers/\(try #require(text.split(separator: "\n").first).dropFirst("name: ".count)).yaml"
    let problem = #expect(throws: Problem.self) { try Provider(parsing: text, file: file) }
    #expect(problem?.what == "providers/\(what)")
  }

  @Test("each quirk is honoured")
  func quirks() async throws {
    let text = """
      name: x
      title: X
      quirks:
        locations-without-region: [default]
        location-suffixes: [-smart]
        bucket-region-header: false
        bucket-pages: false
        not-configured: {GetBucketCors: [NoCors]}
      """
    let provider = try Provider(parsing: text, file: "providers/x.yaml")
    for (location, region) in [("default", nil), ("us-south-smart", "us-south"), ("us-south", "us-south")] {
      let table = Table([
        "HeadBucket": .body("", headers: [(name: "x-amz-bucket-region", value: "elsewhere")]),
        "GetBucketLocation": .body("<LocationConstraint>\(location)</LocationConstraint>"),
        "GetBucketCors": .error("NoCors"), "GetBucketWebsite": .error("NoCors"),
        "ListBuckets": .body("<ListAllMyBucketsResult><Buckets/></ListAllMyBucketsResult>"),
      ])
      let service = S3Service(caller: table, provider: provider)
      let found = await service.configuration(of: "b", concurrency: 4).0
      #expect(found.location == region.map(Observation.known) ?? .absent)
      #expect(found.cors == .absent)
      #expect(found.website.gap != nil)
      _ = try await service.listBuckets()
      #expect(!table.requests.contains { $0.operation == "HeadBucket" })
      #expect(table.requests.last?.query.isEmpty == true)
    }
  }

  @Test("an operation of another service can be declared too")
  func otherService() async throws {
    let ceph = try Provider.named("ceph")
    #expect(ceph.lacks(OperationName(.iam, "GetAccountAuthorizationDetails")))
    #expect(!ceph.lacks(OperationName(.sts, "GetCallerIdentity")))
    let table = Table { _ in nil }
    let details = await IAMService(caller: table, provider: ceph, report: { _ in }).authorizationDetails()
    #expect(details == .unknown(.unsupported(operation: "GetAccountAuthorizationDetails")))
    #expect(table.requests.isEmpty)
  }

  @Test("docs/providers.md has a line for each file, as the file says it")
  func documented() throws {
    let text = try String(contentsOf: Project.root.appending(path: "docs/providers.md"), encoding: .utf8)
    for provider in Provider.all {
      #expect(text.contains(Self.line(provider)), "write this line:\n\(Self.line(provider))")
    }
  }

  private static func line(_ provider: Provider) -> String {
    let endpoint = provider.endpoints[.s3].map { "`\($0)`" } ?? (provider.name == "aws" ? "AWS's own" : "your own")
    let services = provider.missingServices.map(\.rawValue).sorted().joined(separator: ", ")
    let reads = provider.unsupported.count
    let lacks = [
      services.isEmpty ? nil : "services \(services)", reads == 0 ? nil : "\(reads) read\(reads == 1 ? "" : "s")",
    ]
    .compactMap(\.self).joined(separator: "; ")
    return "| `\(provider.name)` | \(provider.title) | \(endpoint) | \(provider.addressing.rawValue) | "
      + "\(lacks.isEmpty ? "nothing that is declared" : lacks) | \(provider.prices.map { "`\($0)`" } ?? "none") |"
  }
}
