import AWS
import Foundation
import Model
import Locking
import TestSupport
import Testing

@testable import Credentials

@Suite(.timeLimit(.minutes(20)))
struct SSOTests {
  func user(
    expires: String = "2026-11-01T00:00:00Z",
    server: @escaping @Sendable (LocalServer.Received) -> [LocalServer.Step] = StandIns.answer
  ) throws -> User {
    try User(
      config: ProviderTableTests.sso, files: [User.sessionFile: User.login(expires: expires)], profile: "s",
      server: server)
  }

  @Test("a renewed login is written as the CLI would, for its owner only, with all that was there")
  func renewalIsKept() async throws {
    let user = try user()
    _ = try await user.credentials()
    let file = "\(user.folder.path)/\(User.sessionFile)"
    #expect(
      try String(contentsOfFile: file, encoding: .utf8)
        == #"{"clientId":"client","clientSecret":"FAKE-CLIENT-SECRET","registrationExpiresAt":"2027-01-31T00:00:00Z","#
        + #""unknown":{"kept":true},"startUrl":"https://corp.awsapps.com/start","region":"eu-central-1","#
        + #""accessToken":"FAKE-SSO-TOKEN-2","expiresAt":"2026-11-18T12:06:40Z","refreshToken":"FAKE-REFRESH-TOKEN-2"}"#
    )
    let attributes = try FileManager.default.attributesOfItem(atPath: file)
    #expect(attributes[.posixPermissions] as? Int == 0o600)
    let folder = URL(filePath: file).deletingLastPathComponent().path()
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder).count == 1)
    // The next login finds it.
    let asked = user.server.received.count
    #expect(try await user.credentials().accessKeyID == "READER-BY-SSO2")
    #expect(user.server.received.dropFirst(asked).map(\.method) == ["GET"])
  }

  @Test("a login whose renewal cannot be written is used on, which is said")
  func unwritable() async throws {
    let user = try user()
    let folder = URL(filePath: "\(user.folder.path)/\(User.sessionFile)").deletingLastPathComponent().path()
    try FileManager.default.setAttributes([.posixPermissions: 0o500], ofItemAtPath: folder)
    defer { try? FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: folder) }
    let credentials = try await user.credentials()
    #expect(credentials.accessKeyID == "READER-BY-SSO2")
    // The superuser may write everywhere.
    guard getuid() != 0 else { return }
    #expect(credentials.source.hasSuffix("'corp'; its renewal could not be saved: Permission denied"))
  }

  @Test("where another program was faster with the renewal, its login is taken")
  func race() async throws {
    let path = Locked("")
    let user = try user(server: { request in
      guard request.target == "/token" else { return StandIns.answer(request) }
      let other = User.login().replacing("FAKE-SSO-TOKEN-1", with: "FAKE-SSO-TOKEN-3")
      try? other.write(toFile: path.withLock { $0 }, atomically: true, encoding: .utf8)
      return LocalServer.answer(400, #"{"error":"invalid_grant"}"#)
    })
    path.withLock { $0 = "\(user.folder.path)/\(User.sessionFile)" }
    #expect(try await user.credentials().accessKeyID == "READER-BY-SSO3")
  }
}
