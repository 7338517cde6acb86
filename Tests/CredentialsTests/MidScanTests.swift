import AWS
import Model
import Locking
import TestSupport
import Testing

@testable import Credentials

/// Credentials that end while hundreds of requests are under way.
@Suite(.timeLimit(.minutes(20)))
struct MidScanTests {
  /// S3 that takes one session after the other, and a user whose role gives them.
  final class Account: Sendable {
    let valid = Locked("ADMIN0")
    let assumed = Locked(0)
    let refused = Locked(0)
    let expires: Timestamp

    init(expires: Timestamp) { self.expires = expires }

    @Sendable func answer(_ request: LocalServer.Received) -> [LocalServer.Step] {
      if request.method == "POST" {
        let number = assumed.withLock { count in
          defer { count += 1 }
          return count
        }
        return STS.answer("AssumeRole", id: "ADMIN\(number)", expires: expires)
      }
      let id = request.header("authorization")?.firstMatch(of: /Credential=([^\/]+)\//)?.output.1 ?? ""
      guard valid.withLock({ $0 }) == id else {
        refused.withLock { $0 += 1 }
        return LocalServer.answer(
          400, "<Error><Code>ExpiredToken</Code><Message>FAKE-STS-TOKEN has expired</Message></Error>")
      }
      return LocalServer.answer(200, "<ListAllMyBucketsResult/>")
    }
  }

  func user(_ account: Account) throws -> User {
    try User(
      config: "[profile p]\n\(ProviderTableTests.role)admin\nsource_profile = q\n",
      credentials: ProviderTableTests.keys(of: "q"), profile: "p", server: account.answer)
  }

  func calls(_ count: Int, _ client: AWSClient) async throws -> Int {
    try await withThrowingTaskGroup(of: Int.self) { group in
      for _ in 0..<count {
        group.addTask { try await client.call(APIRequest(.s3, "ListBuckets", permission: "")).status }
      }
      return try await group.reduce(0) { $0 + ($1 == 200 ? 1 : 0) }
    }
  }

  @Test("ended by the service before its time: all calls succeed, and STS is asked once more")
  func revoked() async throws {
    let account = Account(expires: Timestamp(seconds: 4_000_000_000))
    let user = try user(account)
    let client = try user.server.client(credentials: try user.chain(), maximumAttempts: 3)
    #expect(try await calls(50, client) == 50)
    #expect(account.assumed.withLock { $0 } == 1)
    account.valid.withLock { $0 = "ADMIN1" }
    #expect(try await calls(200, client) == 200)
    #expect(account.refused.withLock { $0 } > 0)
    #expect(account.assumed.withLock { $0 } == 2)
  }

  @Test("ended by the clock: renewed beforehand, so that no call is ever refused")
  func byTheClock() async throws {
    let account = Account(expires: Timestamp(seconds: 1_795_003_600))
    let user = try user(account)
    let client = try user.server.client(credentials: try user.chain(), maximumAttempts: 1)
    #expect(try await calls(50, client) == 50)
    user.clock.advance(3600 - 30)
    account.valid.withLock { $0 = "ADMIN1" }
    #expect(try await calls(200, client) == 200)
    #expect(account.refused.withLock { $0 } == 0)
    #expect(account.assumed.withLock { $0 } == 2)
  }

  @Test("sessions that the service keeps refusing end in its own words, without asking STS for ever")
  func refusedForGood() async throws {
    let account = Account(expires: Timestamp(seconds: 4_000_000_000))
    account.valid.withLock { $0 = "nobody" }
    let user = try user(account)
    let client = try user.server.client(credentials: try user.chain(), maximumAttempts: 3)
    let error = await #expect(throws: APIError.self) {
      try await client.call(APIRequest(.s3, "ListBuckets", permission: ""))
    }
    #expect(error?.code == "ExpiredToken")
    #expect(error?.message.contains("FAKE") == false)
    #expect(account.assumed.withLock { $0 } == 2)
  }
}
