import AWS
import Model
import Profiles
import TestSupport
import Testing
import Transport

@testable import Credentials

struct CredentialChainTests {
  @Test("the first that has some, and what became of the others")
  func order() async throws {
    let chain = CredentialChain(providers: [
      ScriptedProvider("first", .failure(.absent("not set"))), ScriptedProvider("second", .success(keys("B"))),
      ScriptedProvider("third", .success(keys("C"))),
    ])
    #expect(try await chain.current().accessKeyID == "B")
    #expect(
      await chain.attempts() == [
        ProviderAttempt(name: "first", outcome: "not set", used: false),
        ProviderAttempt(name: "second", outcome: "found B", used: true),
      ])
  }

  @Test("a broken provider stops the chain: another identity is not what was meant")
  func broken() async throws {
    let chain = CredentialChain(providers: [
      ScriptedProvider("first", .failure(.broken(Problem("half a key")))),
      ScriptedProvider("second", .success(keys("B"))),
    ])
    await #expect(throws: Problem("half a key")) { try await chain.current() }
  }

  @Test("nothing anywhere: what was tried, and the way out; asked once, not by every request")
  func nothing() async throws {
    let clock = TestClock()
    let provider = ScriptedProvider("first", .failure(.absent("not set")))
    let chain = CredentialChain(providers: [provider], now: { clock.now })
    for _ in 0..<5 {
      let problem = await #expect(throws: Problem.self) { try await chain.current() }
      #expect(problem?.what == "no AWS credentials were found")
      #expect(problem?.why == "tried first: not set")
      #expect(problem?.fix.contains("aws configure") == true)
    }
    #expect(provider.loads == 1)
    clock.advance(60)
    await #expect(throws: Problem.self) { try await chain.current() }
    #expect(provider.loads == 2)
  }

  @Test("a hundred tasks, one load; and one more before the end")
  func singleFlight() async throws {
    let clock = TestClock()
    let provider = ScriptedProvider(
      "p", .success(keys("A", expires: clock.now.adding(seconds: 3600))),
      .success(keys("B", expires: clock.now.adding(seconds: 7200))))
    let chain = CredentialChain(providers: [provider], now: { clock.now })
    func ids() async throws -> Set<String> {
      try await withThrowingTaskGroup(of: String.self) { group in
        for _ in 0..<100 { group.addTask { try await chain.current().accessKeyID } }
        return try await group.reduce(into: Set<String>()) { $0.insert($1) }
      }
    }
    #expect(try await ids() == ["A"])
    clock.advance(3299)
    #expect(try await ids() == ["A"])
    #expect(provider.loads == 1)
    clock.advance(1)
    // The one that loads waits; the others need not, while the old ones are good for more than a minute.
    #expect(try await ids().isSubset(of: ["A", "B"]))
    #expect(try await ids() == ["B"])
    #expect(provider.loads == 2)
  }

  @Test("in the last minute everybody waits for the new ones")
  func lastMinute() async throws {
    let clock = TestClock()
    let provider = ScriptedProvider(
      "p", .success(keys("A", expires: clock.now.adding(seconds: 3600))),
      .success(keys("B", expires: clock.now.adding(seconds: 7200))))
    let chain = CredentialChain(providers: [provider], now: { clock.now })
    #expect(try await chain.current().accessKeyID == "A")
    clock.advance(3540)
    let ids = try await withThrowingTaskGroup(of: String.self) { group in
      for _ in 0..<100 { group.addTask { try await chain.current().accessKeyID } }
      return try await group.reduce(into: Set<String>()) { $0.insert($1) }
    }
    #expect(ids == ["B"])
    #expect(provider.loads == 2)
  }

  @Test("credentials that are past their end on arrival are used, and asked for again a minute later")
  func expiredOnArrival() async throws {
    let clock = TestClock()
    let provider = ScriptedProvider(
      "p", .success(keys("A", expires: clock.now.adding(seconds: -10))),
      .success(keys("B", expires: clock.now.adding(seconds: 7200))))
    let chain = CredentialChain(providers: [provider], now: { clock.now })
    #expect(try await chain.current().accessKeyID == "A")
    clock.advance(59)
    #expect(try await chain.current().accessKeyID == "A")
    #expect(provider.loads == 1)
    clock.advance(1)
    #expect(try await chain.current().accessKeyID == "B")
  }

  @Test("where the service refused keys and a load gives the same again, trying on is pointless")
  func refusedTwice() async throws {
    let later = Timestamp(seconds: 2_000_000_000_000)
    let provider = ScriptedProvider("p", .success(keys("A", expires: later)))
    let chain = CredentialChain(providers: [provider])
    #expect(await chain.invalidate(try chain.current()))
    #expect(await chain.invalidate(try chain.current()) == false)
    #expect(try await chain.current().accessKeyID == "A")
    #expect(provider.loads == 2)
  }

  @Test("a refresh that fails leaves the old ones until they expire")
  func failedRefresh() async throws {
    let clock = TestClock()
    let provider = ScriptedProvider(
      "p", .success(keys("A", expires: clock.now.adding(seconds: 600))), .failure(.absent("gone")))
    let chain = CredentialChain(providers: [provider], now: { clock.now })
    #expect(try await chain.current().accessKeyID == "A")
    clock.advance(400)
    #expect(try await chain.current().accessKeyID == "A")
    #expect(try await chain.current().accessKeyID == "A")
    #expect(provider.loads == 2)
    clock.advance(200)
    let problem = await #expect(throws: Problem.self) { try await chain.current() }
    #expect(problem?.what == "the credentials could not be refreshed from p")
  }

  @Test func expiredOnesAreLoadedAgain() async throws {
    let later = Timestamp(seconds: 2_000_000_000_000)
    let provider = ScriptedProvider("p", .success(keys("A", expires: later)), .success(keys("B", expires: later)))
    let chain = CredentialChain(providers: [provider])
    let first = try await chain.current()
    #expect(await chain.invalidate(first))
    #expect(try await chain.current().accessKeyID == "B")
    #expect(await chain.invalidate(first))
    #expect(provider.loads == 2)
    let lasting = CredentialChain(providers: [ScriptedProvider("p", .success(keys("C")))])
    #expect(await lasting.invalidate(try lasting.current()) == false)
  }

  @Test("keys that would break a header are refused, and not shown", arguments: ["a\r\nb", "a b", "", "a/b"])
  func defects(_ id: String) async {
    let chain = CredentialChain(providers: [ScriptedProvider("p", .success(keys(id)))])
    let problem = await #expect(throws: Problem.self) { try await chain.current() }
    #expect(problem?.what == "the credentials from test are unusable")
  }

  @Test func credentialsDoNotShow() {
    var text = "\(keys("AKIA")) \(String(reflecting: keys("AKIA"))) \([keys("AKIA")])"
    dump(keys("AKIA"), to: &text)
    #expect(text.contains("AKIA"))
    #expect(!text.contains("FAKE"))
  }

  @Test("environment before files, unless --profile says otherwise")
  func standard() async throws {
    let folder = try Folder()
    var environment = try folder.environment(
      credentials: "[p]\naws_access_key_id = F\naws_secret_access_key = f\n")
    environment["AWS_ACCESS_KEY_ID"] = "E"
    environment["AWS_SECRET_ACCESS_KEY"] = "e"
    environment["AWS_EC2_METADATA_DISABLED"] = "true"
    func id(profile: String?) async throws -> String {
      try await CredentialChain.standard(
        profile: profile, environment: environment,
        shared: try SharedConfiguration.load(profile: profile, environment: environment), transport: Transport()
      ).current().accessKeyID
    }
    #expect(try await id(profile: nil) == "E")
    #expect(try await id(profile: "p") == "F")
    environment["AWS_ACCESS_KEY_ID"] = nil
    environment["AWS_SECRET_ACCESS_KEY"] = nil
    let problem = await #expect(throws: Problem.self) { try await id(profile: nil) }
    #expect(problem?.why.contains("instance metadata: switched off") == true)
  }
}
