import Foundation
import Model
import Locking
import TestSupport
import Transport

@testable import AWS

/// Credentials that never change.
struct FixedSource: CredentialSource {
  func current() -> AWSCredentials {
    AWSCredentials(
      accessKeyID: "AKIAFAKE", secretAccessKey: "FAKE-SECRET-KEY", sessionToken: "FAKE-SESSION-TOKEN", source: "test")
  }
  func invalidate(_ credentials: AWSCredentials) -> Bool { false }
}

/// Gives numbered credentials, the next number once they are called expired.
final class RenewingSource: CredentialSource {
  private let number = Locked(1)
  func current() -> AWSCredentials {
    AWSCredentials(accessKeyID: "AKIA\(number.withLock { $0 })", secretAccessKey: "s", source: "test")
  }
  func invalidate(_ credentials: AWSCredentials) -> Bool {
    number.withLock { number in
      if credentials.accessKeyID == "AKIA\(number)" { number += 1 }
      return true
    }
  }
}

/// Has none.
struct EmptySource: CredentialSource {
  func current() throws(Problem) -> AWSCredentials {
    throw Problem("no AWS credentials were found", fix: "run 'aws configure'")
  }
  func invalidate(_ credentials: AWSCredentials) -> Bool { false }
}

/// A client of a local server, which notes its pauses instead of making them.
struct Bench {
  let client: AWSClient
  let pauses: Pauses

  final class Pauses: Sendable {
    private let list = Locked<[Int]>([])
    func append(_ value: Int) { list.withLock { $0.append(value) } }
    var all: [Int] { list.withLock { $0 } }
  }

  init(
    _ server: LocalServer, credentials: (any CredentialSource)? = FixedSource(),
    maximumAttempts: Int = 5, traffic: Traffic? = nil,
    now: Timestamp = Timestamp(iso8601: "2026-11-20T12:00:00Z") ?? Timestamp(seconds: 0),
    configure: (inout ClientConfiguration) -> Void = { _ in }, observer: Exchange.Observer? = nil
  ) throws {
    var configuration = ClientConfiguration(
      maximumAttempts: maximumAttempts,
      timeouts: Timeouts(connectMilliseconds: 2000, idleSeconds: 1, totalMilliseconds: 5000))
    for service in Service.allCases { configuration.endpoints[service] = try WebAddress(server.url) }
    configure(&configuration)
    let pauses = Pauses()
    self.pauses = pauses
    client = try AWSClient(
      configuration: configuration, credentials: credentials,
      traffic: traffic,
      surroundings: Surroundings(now: { now }, uptime: { 0 }, sleep: { pauses.append($0) }, dice: { $0 }),
      observer: observer)
  }
}

extension APIRequest {
  static let versioning = APIRequest(
    .s3, "GetBucketVersioning", permission: "s3:GetBucketVersioning", bucket: "my-bucket", query: [("versioning", "")])
}

extension LocalServer.Received {
  /// The region in the signature's scope.
  var signedRegion: String? {
    header("authorization")?.split(separator: "/").dropFirst(2).first.map { String($0) }
  }
}

func s3Error(_ code: String, _ extra: String = "") -> String {
  """
  <?xml version="1.0" encoding="UTF-8"?>
  <Error><Code>\(code)</Code><Message>Words about \(code).</Message>\(extra)<RequestId>R1</RequestId></Error>
  """
}

/// The error of a call that must fail.
func failure(of client: AWSClient, _ request: APIRequest = .versioning) async -> APIError? {
  do throws(APIError) {
    _ = try await client.call(request)
    return nil
  } catch {
    return error
  }
}
