import Foundation
import Model
import Locking
import TestSupport
import Testing
import Transport

@testable import AWS

/// What a client does to a host in trouble, seen from that host.
@Suite(.timeLimit(.minutes(20)))
struct OverloadTests {
  /// Counts the requests that are being answered, and can hold them until enough are there.
  final class Desk: Sendable {
    private let state = Locked((now: 0, peaks: [Int: Int](), isMet: false))

    /// - Returns: whether `together` requests were seen at once, which is waited for ten seconds at most.
    func serve(_ index: Int, until together: Int = 0) -> Bool {
      state.withLock {
        $0.now += 1
        $0.peaks[index] = $0.now
        if together > 0, $0.now >= together { $0.isMet = true }
      }
      defer { state.withLock { $0.now -= 1 } }
      let end = Date(timeIntervalSinceNow: 10)
      while together > 0, !state.withLock({ $0.isMet }) {
        guard Date() < end else { return false }
        usleep(1000)
      }
      return true
    }

    /// How many were there, this one included, when the request of that number came.
    var peaks: [Int: Int] { state.withLock { $0.peaks } }
  }

  @Test("under overload one request is left, and afterwards the window opens again")
  func halvesAndRecovers() async throws {
    let desk = Desk()
    let server = try LocalServer { request in
      let isAnswered = desk.serve(request.index, until: request.index >= 150 ? 8 : 0)
      if request.index < 40 { return LocalServer.answer(503, s3Error("SlowDown")) }
      return LocalServer.answer(isAnswered ? 200 : 400, "<ok/>")
    }
    let bench = try Bench(server, maximumAttempts: 60) { $0.concurrency = 32 }
    let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
      for _ in 0..<300 { group.addTask { try await bench.client.call(.versioning).status } }
      return try await group.reduce(into: [Int]()) { $0.append($1) }
    }
    #expect(statuses == Array(repeating: 200, count: 300))
    // One more for each of 32 connections that a busy machine let go stale.
    #expect((340...372).contains(server.received.count))
    // 16, 8, 4 and 2 requests at most are sent between one cut and the next.
    let late = (31..<40).compactMap { desk.peaks[$0] }
    #expect(late == Array(repeating: 1, count: 9))
    #expect(desk.peaks.values.max() ?? 0 <= 32)
  }

  @Test("where everything fails, a hundred requests are repeated and the rest is not")
  func budget() async throws {
    let server = try LocalServer { _ in LocalServer.answer(500, s3Error("InternalError")) }
    let bench = try Bench(server)
    var errors: [APIError] = []
    for _ in 0..<60 { if let error = await failure(of: bench.client) { errors.append(error) } }
    #expect(errors.map(\.attempts) == Array(repeating: 5, count: 25) + Array(repeating: 1, count: 35))
    #expect(server.received.count == 160)
    #expect(errors.last?.kind == .server)
    #expect(errors.last?.summary.contains("too many requests to this host fail") == true)
    // The same failure, whether the budget lasted or not: no change in a report.
    #expect(errors.first?.gap == errors.last?.gap)
  }

  @Test("clients of one run share what they know")
  func shared() async throws {
    let server = try LocalServer { _ in LocalServer.answer(500, s3Error("InternalError")) }
    let traffic = Traffic(ClientConfiguration())
    let (one, two) = (try Bench(server, traffic: traffic), try Bench(server, traffic: traffic))
    for _ in 0..<25 { _ = await failure(of: one.client) }
    #expect(await failure(of: two.client)?.attempts == 1)
  }

  @Test("at 5 % of faults a thousand calls end with every answer, and the budget is as good as new")
  func storm() async throws {
    let server = try LocalServer { request in
      switch request.index % 100 {
      case 7: LocalServer.answer(500, s3Error("InternalError"))
      case 27: [.reset]
      case 47: LocalServer.answer(200, "<r><a>")
      case 67: LocalServer.answer(503, s3Error("SlowDown"))
      case 87: [.text("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n<a"), .reset]
      default: LocalServer.answer(200, "<r>\(request.target)</r>")
      }
    }
    let bench = try Bench(server)
    let bodies = try await withThrowingTaskGroup(of: String.self) { group in
      for index in 0..<1000 {
        group.addTask {
          let request = APIRequest(.s3, "GetIt", permission: "", bucket: "b.b", path: "/\(index)")
          return String(decoding: try await bench.client.call(request).body, as: UTF8.self)
        }
      }
      return try await group.reduce(into: Set<String>()) { $0.insert($1) }
    }
    #expect(bodies == Set((0..<1000).map { "<r>/b.b/\($0)</r>" }))
  }

  @Test("an endpoint where nobody listens costs the attempts of one call")
  func circuit() async throws {
    let server = try LocalServer { _ in [] }
    // Port 1 is nobody's.
    let nobody = try WebAddress("http://127.0.0.1:1")
    let bench = try Bench(server) { for service in Service.allCases { $0.endpoints[service] = nobody } }
    let first = try #require(await failure(of: bench.client))
    #expect(first.attempts == 5)
    let second = try #require(await failure(of: bench.client))
    #expect(second.attempts == 0)
    #expect(second.kind == .connection)
    #expect(second.summary.contains("the host did not answer 5 requests in a row"))
    #expect(first.gap == second.gap)
    #expect(first.fix == second.fix)
    // Another service of the same host is not asked either.
    #expect(await failure(of: bench.client, APIRequest(.iam, "GetUser", permission: ""))?.attempts == 0)
    #expect(bench.client.requestCounts == ["GetBucketVersioning": 5])
  }

  @Test("hundreds of calls at once to an endpoint where nobody listens")
  func circuitOfMany() async throws {
    let server = try LocalServer { _ in [] }
    let nobody = try WebAddress("http://127.0.0.1:1")
    let bench = try Bench(server) { $0.endpoints[.s3] = nobody }
    let kinds = await withTaskGroup(of: APIError.Kind?.self) { group in
      for _ in 0..<500 { group.addTask { await failure(of: bench.client)?.kind } }
      return await group.reduce(into: [APIError.Kind?]()) { $0.append($1) }
    }
    #expect(kinds == Array(repeating: .connection, count: 500))
    // At most a window at once, and five rounds.
    #expect(bench.client.requestCounts["GetBucketVersioning"] ?? 0 <= 16 * 5)
  }

  @Test(
    "the server's wish for a pause is followed, within limits", arguments: [("7", 7000), ("3600", 20_000), ("0", 500)])
  func retryAfter(_ wish: String, _ pause: Int) async throws {
    let server = try LocalServer { request in
      request.index == 0
        ? LocalServer.answer(503, s3Error("SlowDown"), headers: [("Retry-After", wish)]) : LocalServer.answer(200)
    }
    let bench = try Bench(server)
    #expect(try await bench.client.call(.versioning).attempts == 2)
    #expect(bench.pauses.all == [pause])
  }

  @Test("new credentials may come from the very host that has one place left")
  func credentialsFromTheSameHost() async throws {
    let server = try LocalServer { request in
      request.header("authorization")?.contains("AKIA1/") == true
        ? LocalServer.answer(400, s3Error("ExpiredToken")) : LocalServer.answer(200)
    }
    let traffic = Traffic(ClientConfiguration(concurrency: 1))
    let login = try Bench(server, credentials: nil, traffic: traffic).client
    let bench = try Bench(server, credentials: AskingSource(client: login), traffic: traffic)
    let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
      for _ in 0..<20 { group.addTask { try await bench.client.call(.versioning).status } }
      return try await group.reduce(into: [Int]()) { $0.append($1) }
    }
    #expect(statuses == Array(repeating: 200, count: 20))
  }

  /// Asks before each answer.
  final class AskingSource: CredentialSource {
    private let client: AWSClient
    private let source = RenewingSource()

    init(client: AWSClient) { self.client = client }

    func current() async throws(Problem) -> AWSCredentials {
      do throws(APIError) {
        _ = try await client.call(APIRequest(.sts, "AssumeRole", permission: ""))
      } catch {
        throw error.problem
      }
      return source.current()
    }

    func invalidate(_ credentials: AWSCredentials) async -> Bool {
      // The answer to whether it helps comes with the next `current`.
      _ = try? await client.call(APIRequest(.sts, "AssumeRole", permission: ""))
      return source.invalidate(credentials)
    }
  }

  @Test("what must not be done twice is sent again only where it never arrived")
  func notRepeatable() async throws {
    var request = APIRequest.versioning
    request.isRepeatable = false
    let broken: [[LocalServer.Step]] = [
      LocalServer.answer(500), LocalServer.answer(503, s3Error("SlowDown")), LocalServer.answer(200, "<a>"),
      [.text("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n<a"), .close],
    ]
    for steps in broken {
      let server = try LocalServer { _ in steps }
      #expect(await failure(of: try Bench(server).client, request)?.attempts == 1)
      #expect(server.received.count == 1)
    }
    let server = try LocalServer { _ in LocalServer.answer(200) }
    let nobody = try WebAddress("http://127.0.0.1:1")
    #expect(await failure(of: try Bench(server) { $0.endpoints[.s3] = nobody }.client, request)?.attempts == 5)
    let expired = try LocalServer { request in
      request.index == 0 ? LocalServer.answer(400, s3Error("ExpiredToken")) : LocalServer.answer(200)
    }
    #expect(try await Bench(expired, credentials: RenewingSource()).client.call(request).attempts == 2)
  }
}
