import AWS
import Model
import Testing

@testable import Commands

struct BucketArgumentTests {
  @Test(
    "buckets as people write them",
    arguments: [
      ("a-bucket", "a-bucket", ""), ("Old_Bucket.1", "Old_Bucket.1", ""), ("s3://b", "b", ""), ("s3://b/", "b", ""),
      ("s3://b/p/q", "b", "p/q"), ("s3://b//p", "b", "/p"), ("b/p", "b", "p"), ("arn:aws:s3:::b", "b", ""),
      ("arn:aws:s3:::b/p/q", "b", "p/q"), ("arn:aws:s3:::b/*", "b", ""), ("arn:aws:s3:::b/logs/*", "b", "logs/"),
      ("arn:aws:s3:::b/a:b", "b", "a:b"), ("b-s3alias-x", "b-s3alias-x", ""),
      ("x--x-s3/p", "x--x-s3", "p"), ("b-123456789012-us-east-1-an", "b-123456789012-us-east-1-an", ""),
    ])
  func reads(_ text: String, _ bucket: String, _ prefix: String) throws {
    let argument = try #require(BucketArgument(argument: text))
    #expect(argument.bucket == bucket)
    #expect(argument.prefix == prefix)
  }

  @Test(
    "what is none",
    arguments: [
      "", "/", "s3://", "s3:///p", "https://b.s3.amazonaws.com/", "https://s3.eu-west-1.amazonaws.com/b", "b c", "büro",
      "arn:", "arn:aws:s3:::", "arn:aws:s3:::*", "arn:aws:s3:eu-west-1:123456789012:b", "arn:aws:sqs:::b",
      "arn:azure:s3:::b", "arn:aws:s3", "../b", "b?x", "b\nc",
    ])
  func refuses(_ text: String) { #expect(BucketArgument(argument: text) == nil) }

  @Test(
    "what looks like a bucket on AWS gets a word of its own",
    arguments: [
      ("arn:aws:s3:eu-west-1:123456789012:accesspoint/ap", "an access point", "--name ap --region eu-west-1"),
      ("arn:aws:s3:eu-west-1:123456789012:accesspoint:ap", "an access point", "--account-id 123456789012 --name ap"),
      ("arn:aws:s3:eu-west-1:123456789012:accesspoint/ap/object/k", "an access point", "--name ap"),
      ("ap-abcdefgh-s3alias", "an access point", "list-access-points"),
      ("arn:aws:s3::123456789012:accesspoint/m.mrap", "a Multi-Region Access Point", "list-multi-region-access-points"),
      ("m.mrap", "a Multi-Region Access Point", "list-multi-region-access-points"),
      (
        "arn:aws:s3-object-lambda:eu-west-1:123456789012:accesspoint/o", "an Object Lambda Access Point",
        "list-access-points-for-object-lambda"
      ),
      ("o-abc--ol-s3", "an Object Lambda Access Point", "list-access-points-for-object-lambda"),
      (
        "arn:aws:s3-outposts:eu-west-1:123456789012:outpost/op-1/bucket/b", "on an Outpost", "list-regional-buckets"
      ),
      ("b-abc--op-s3", "on an Outpost", "list-regional-buckets"),
      ("s3://b--usw2-az1--x-s3/p", "a directory bucket (S3 Express One Zone)", "list-directory-buckets"),
      ("arn:aws:s3express:us-west-2:123456789012:bucket/b--usw2-az1--x-s3", "a directory bucket", "s3api"),
      ("b--usw2-az1--xa-s3", "an access point of a directory bucket", "list-access-points-for-directory-buckets"),
      (
        "arn:aws:s3express:us-west-2:123456789012:accesspoint/a--usw2-az1--xa-s3",
        "an access point of a directory bucket", "list-access-points-for-directory-buckets"
      ),
      ("arn:aws:s3tables:us-west-2:123456789012:bucket/t", "a table bucket", "list-table-buckets"),
      ("0123--table-s3", "a table bucket", "list-table-buckets"),
      ("arn:aws:s3vectors:us-west-2:123456789012:bucket/v", "a vector bucket", "list-vector-buckets"),
    ])
  func relatives(_ text: String, _ title: String, _ fix: String) throws {
    let argument = try #require(BucketArgument(argument: text))
    let problem = #expect(throws: Problem.self) {
      try argument.check(partition: Partition.of(region: "eu-west-1"))
    }
    #expect(problem?.what.hasPrefix("--bucket: '\(text)' is \(title)") == true, "\(problem?.what ?? "")")
    #expect(problem?.fix.contains(fix) == true, "\(problem?.fix ?? "")")
    #expect(problem?.why.isEmpty == false)
  }

  @Test("an ARN's partition is the one that is asked")
  func partitions() throws {
    let argument = try #require(BucketArgument(argument: "arn:aws-us-gov:s3:::b"))
    try argument.check(partition: Partition.of(region: "us-gov-east-1"))
    let problem = #expect(throws: Problem.self) {
      try argument.check(partition: Partition.of(region: "us-east-1"))
    }
    #expect(problem?.what == "--bucket: 'arn:aws-us-gov:s3:::b' is in the partition aws-us-gov")
  }
}
