import AWS
import Credentials
import Foundation
import Model
import Synchronization
import TestSupport

/// Answers from a list, and counts.
final class ScriptedProvider: CredentialProvider {
  let name: String
  private let answers: Mutex<[Result<AWSCredentials, CredentialFailure>]>
  private let count = Mutex(0)

  init(_ name: String = "scripted", _ answers: Result<AWSCredentials, CredentialFailure>...) {
    self.name = name
    self.answers = Mutex(answers)
  }

  var loads: Int { count.withLock { $0 } }

  func load() async throws(CredentialFailure) -> AWSCredentials {
    count.withLock { $0 += 1 }
    await Task.yield()
    return try answers.withLock { $0.count > 1 ? $0.removeFirst() : $0[0] }.get()
  }
}

final class TestClock: Sendable {
  private let seconds: Mutex<Int64>
  init(_ seconds: Int64 = 1_000_000) { self.seconds = Mutex(seconds) }
  func advance(_ by: Int64) { seconds.withLock { $0 += by } }
  var now: Timestamp { Timestamp(seconds: seconds.withLock { $0 }) }
}

func keys(_ id: String, expires: Timestamp? = nil) -> AWSCredentials {
  AWSCredentials(
    accessKeyID: id, secretAccessKey: "FAKE-SECRET", sessionToken: "FAKE-TOKEN", expiration: expires, source: "test")
}
