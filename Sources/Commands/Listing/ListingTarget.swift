import AWS
import Arguments
import Model
import Services

/// A bucket, or a prefix of one, to list.
struct ListingTarget: Hashable, Sendable {
  var bucket: String
  /// Empty for the whole bucket.
  var prefix = ""
  /// Where the list of buckets says that it is.
  var region: String?

  /// `s3://bucket/prefix`
  var description: String { "s3://\(bucket)\(prefix.isEmpty ? "" : "/")\(prefix)" }
}

/// What `du` and `ls` are asked to look at.
enum ListingTargets {
  static let words = Words("target", "s3://bucket, s3://bucket/prefix, or a bucket by its name or ARN", 0...1000)
  static let all = Flag("all", "Every bucket of the account")

  /// Checks what the command line names before anything is asked.
  static func named(_ input: Input) throws(UsageError) -> [BucketArgument] {
    let texts = input[words]
    guard !texts.isEmpty || input[all] else {
      throw UsageError(
        "say what to list: s3://bucket/prefix, or --all for every bucket of the account", command: input.path)
    }
    guard texts.isEmpty || !input[all] else {
      throw UsageError("--all and a target exclude each other", command: input.path)
    }
    guard !input[all] || !input[Shared.noSignRequest] else {
      throw UsageError(
        "--no-sign-request needs a target: without credentials there is no list of buckets", command: input.path)
    }
    var arguments: [BucketArgument] = []
    for text in texts {
      guard let argument = BucketArgument(argument: text) else {
        throw UsageError("'\(text)' is not \(BucketArgument.expectation)", command: input.path)
      }
      for other in arguments where other.bucket == argument.bucket {
        let (outer, inner) =
          other.prefix.utf8.count <= argument.prefix.utf8.count ? (other, argument) : (argument, other)
        guard inner.prefix.utf8.starts(with: outer.prefix.utf8) else { continue }
        throw UsageError(
          "\(inner.target.description) is in \(outer.target.description): the sum would have it twice",
          command: input.path)
      }
      arguments.append(argument)
    }
    return arguments
  }

  /// - Throws: where there is nothing to list.
  static func found(_ named: [BucketArgument], _ session: Session) async throws(Problem) -> [ListingTarget] {
    guard named.isEmpty else { return named.map(\.target) }
    let service = S3Service(caller: session.caller, provider: session.provider)
    do throws(APIError) {
      let buckets = try await service.listBuckets()
      return buckets.map { ListingTarget(bucket: $0.name, region: $0.region) }
    } catch {
      throw error.problem
    }
  }
}

extension BucketArgument {
  var target: ListingTarget { ListingTarget(bucket: bucket, prefix: prefix) }
}
