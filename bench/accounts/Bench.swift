import AWS
import Model
import Signing

/// What all measurements have in common: the account, and how hard it is asked. It is its own source of credentials.
struct Bench: CredentialSource {
  static let buckets = 500
  /// Of the simulator.
  static let latencySeconds = 0.030
  /// Requests under way at once, audit's own default.
  static let concurrency = 64
  static let keys = SigningKeys(accessKeyID: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "a-secret-that-opens-nothing")

  /// For a program that is to ask there and nowhere else.
  static func environment(endpoint: String, s3: String? = nil) -> [String: String] {
    [
      "AWS_ENDPOINT_URL": endpoint, "AWS_ENDPOINT_URL_S3": s3 ?? endpoint, "AWS_MAX_ATTEMPTS": "1",
      "AWS_ACCESS_KEY_ID": keys.accessKeyID, "AWS_SECRET_ACCESS_KEY": keys.secretAccessKey,
      "AWS_REGION": "us-east-1", "AWS_CONFIG_FILE": "/dev/null", "AWS_SHARED_CREDENTIALS_FILE": "/dev/null",
      "AWS_EC2_METADATA_DISABLED": "true", "AUDIT_PROVIDER": "aws",
    ]
  }

  func current() async throws(Problem) -> AWSCredentials {
    AWSCredentials(accessKeyID: Self.keys.accessKeyID, secretAccessKey: Self.keys.secretAccessKey, source: "bench")
  }

  func invalidate(_ credentials: AWSCredentials) async -> Bool { false }
}
