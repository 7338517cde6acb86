import Foundation
import Locking
import TestSupport
import Testing

/// Whatever goes wrong, no secret of the user's is in anything that is printed or kept.
@Suite(.enabled(if: Compiler.isThere, "the simulator needs a C++ compiler: clang++ comes with a Swift toolchain"))
struct SecretScanTests {
  private static let account = Task { try await SimulatedAccount(spec: Account.spec) }

  struct Place: Sendable, CustomTestStringConvertible {
    let place: SecretPlace
    let manners: Manners
    /// It is the login that is answered so, not what is audited.
    let inLogin: Bool

    var testDescription: String { "\(place.name), \(manners.rawValue) answers\(inLogin ? " to the login" : "")" }
  }

  /// All places with a good and with an echoing service and login; one place with all manners of a service.
  static let places =
    SecretPlace.all.flatMap { place in
      [
        Place(place: place, manners: .good, inLogin: false), Place(place: place, manners: .echo, inLogin: false),
        Place(place: place, manners: .echo, inLogin: true), Place(place: place, manners: .garbled, inLogin: true),
      ]
    } + [.page, .redirect, .signature, .garbled].map { Place(place: SecretPlace.all[0], manners: $0, inLogin: false) }
    + ["SSO session", "web identity"].flatMap { name in
      SecretPlace.all.filter { $0.name == name }.flatMap { place in
        [Manners.page, .redirect, .signature].map { Place(place: place, manners: $0, inLogin: true) }
      }
    }

  @Test("neither output, nor errors, nor the database hold a secret", arguments: places)
  func scan(_ row: Place) async throws {
    let (environment, folder, proxy) = try await Self.user(row)
    let database = "\(folder.path)/audit.db"
    let scan = try await Self.run(
      [
        "scan", "--all", "--provider", "aws", "--db", database, "--debug", "--verbose", "--format", "json", "--format",
        "markdown=\(folder.path)/report.md",
      ], environment)
    let doctor = try await Self.run(["doctor", "--provider", "aws", "--debug"], environment)
    for outcome in [scan, doctor] {
      #expect(outcome.signal == nil)
      #expect(FakeSecret.found(in: outcome.standardOutput) == [])
      #expect(FakeSecret.found(in: outcome.standardError) == [])
    }
    if row.manners == .good,
      !["proxy with a password", "endpoint with a password", "credential process that fails"]
        .contains(row.place.name)
    {
      #expect([0, 1, 3].contains(scan.status), "\(scan.standardError)")
      #expect(FileManager.default.fileExists(atPath: database))
    }
    for suffix in ["audit.db", "audit.db-wal", "audit.db-shm", "audit.db-journal", "report.md"] {
      let path = "\(folder.path)/\(suffix)"
      guard FileManager.default.fileExists(atPath: path) else { continue }
      #expect(FakeSecret.found(in: [UInt8](try Data(contentsOf: URL(filePath: path)))) == [], "\(suffix)")
    }
    withExtendedLifetime(proxy) {}
  }

  @Test(
    "a program that is killed by its own mistake tells no secret",
    .enabled(if: !Project.isSanitized, "a sanitizer handles these signals itself"),
    arguments: [SIGABRT, SIGSEGV, SIGILL])
  func crash(_ signal: Int32) async throws {
    // The fortieth request is never answered, so that the program is in the middle of its work.
    let count = Locked(0)
    let proxy = try await FaultProxy(Self.account.value) { _, answer in
      count.withLock { count in
        count += 1
        return count < 40
      } ? [.send(answer().bytes)] : [.hang]
    }
    let folder = try Folder()
    var environment = try await Self.account.value.environment(endpoint: proxy.url)
    environment["AWS_SECRET_ACCESS_KEY"] = FakeSecret.environmentKey.text
    environment["AWS_SESSION_TOKEN"] = FakeSecret.environmentToken.text
    environment["SWIFT_BACKTRACE"] = "enable=yes,color=no,interactive=no,limit=32"
    let outcome = try await AuditProgram.run(
      ["scan", "--all", "--provider", "aws", "--db", "\(folder.path)/audit.db", "--debug", "--verbose"],
      environment: environment, directory: URL(filePath: folder.path), signal: signal
    ) { proxy.requests >= 40 }
    #expect(outcome.signal == signal)
    // The crash text is there to be searched.
    #expect(outcome.standardError.contains("crashed"), "\(outcome.standardError.suffix(500))")
    #expect(FakeSecret.found(in: outcome.standardOutput) == [])
    #expect(FakeSecret.found(in: outcome.standardError) == [])
    for file in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
      let bytes = [UInt8](try Data(contentsOf: URL(filePath: "\(folder.path)/\(file)")))
      #expect(FakeSecret.found(in: bytes) == [], "\(file)")
    }
  }

  @Test("the search finds each secret in each form, wherever it stands")
  func search() {
    for secret in FakeSecret.allCases {
      for shift in 0..<7 {
        let text = "\(String(repeating: "-", count: shift))\(secret.text) b"
        #expect(FakeSecret.found(in: text).contains { $0.hasPrefix("\(secret): ") })
        #expect(!FakeSecret.found(in: Data(text.utf8).map { String(format: "%02X", $0) }.joined()).isEmpty)
      }
      #expect(!FakeSecret.found(in: Data("xy\(secret.text)".utf8).base64EncodedString()).isEmpty)
      for start in 0...(secret.text.count - 14) {
        let part = secret.text.dropFirst(start)
        #expect(!FakeSecret.found(in: "\(String(repeating: "-", count: start))\(part.prefix(14))").isEmpty)
        #expect(FakeSecret.found(in: String(part.prefix(13))).isEmpty)
      }
    }
    #expect(FakeSecret.found(in: "nothing of the kind").isEmpty)
  }

  private static func run(_ arguments: [String], _ environment: [String: String]) async throws -> Outcome {
    try await AuditProgram.run(arguments, environment: environment, timeLimit: .seconds(240))
  }

  private static func user(_ row: Place) async throws -> ([String: String], Folder, FaultProxy) {
    let proxy = try await FaultProxy(account.value) { request, answer in
      if let login = CredentialStandIns.answer(request) {
        return row.inLogin ? row.manners.answer(request) ?? login : login
      }
      return row.inLogin ? [.send(answer().bytes)] : row.manners.answer(request) ?? [.send(answer().bytes)]
    }
    let folder = try Folder()
    var environment = try await account.value.environment(endpoint: proxy.url)
    environment["AWS_ACCESS_KEY_ID"] = nil
    environment["AWS_SECRET_ACCESS_KEY"] = nil
    environment["HOME"] = folder.path
    try row.place.prepare(&environment, folder, proxy.url)
    return (environment, folder, proxy)
  }
}
