import AWS
import Foundation
import Model
import Profiles
import Locking
import TestSupport
import Transport

@testable import Credentials

/// Somebody with files and variables, whose AWS is `StandIns` on this machine.
final class User: Sendable {
  let folder: Folder
  let server: LocalServer
  let clock = TestClock(1_795_000_000)
  private let environment: [String: String]
  private let profile: String?
  private let prompter: Prompter?
  private let asked = Texts()
  private let heard = Texts()

  private final class Texts: Sendable {
    let texts = Locked<[String]>([])
    func add(_ text: String) { texts.withLock { $0.append(text) } }
  }

  /// - Parameters:
  ///   - files: by their names below HOME: `.aws/config`, `token`.
  ///   - variables: `SERVER` in a value is the stand-ins' address, `HOME` the folder.
  ///   - answer: to questions at the terminal; nil: there is none.
  init(
    config: String = "", credentials: String = "", files: [String: String] = [:], variables: [String: String] = [:],
    profile: String? = nil, answer: String? = nil,
    server handler: @escaping @Sendable (LocalServer.Received) -> [LocalServer.Step] = StandIns.answer
  ) throws {
    folder = try Folder()
    server = try LocalServer(handler)
    let (home, address) = (folder.path, server.url)
    func filled(_ text: String) -> String {
      text.replacing("SERVER", with: address).replacing("HOME", with: home)
    }
    for (name, text) in files.merging(
      [".aws/config": config, ".aws/credentials": credentials], uniquingKeysWith: { $1 })
    {
      let file = "\(home)/\(name)"
      let parent = URL(filePath: file).deletingLastPathComponent().path()
      try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
      try filled(text).write(toFile: file, atomically: true, encoding: .utf8)
    }
    var environment = ["HOME": home, "PATH": "/usr/bin:/bin", "AWS_EC2_METADATA_DISABLED": "true"]
    environment.merge(variables.mapValues(filled)) { $1 }
    self.environment = environment
    self.profile = profile
    if let answer {
      prompter = { [asked] prompt in
        asked.add(prompt.text)
        return answer
      }
    } else {
      prompter = nil
    }
  }

  /// Questions put so far.
  var questions: [String] { asked.texts.withLock { $0 } }

  func chain() throws -> CredentialChain {
    let shared = try SharedConfiguration.load(profile: profile, environment: environment)
    var configuration = try server.configuration()
    configuration.region = shared.region ?? configuration.region
    return CredentialChain.standard(
      profile: profile, environment: environment, shared: shared, configuration: configuration,
      transport: Transport(), observer: { [heard] exchange in heard.add("\(exchange)") }, prompter: prompter,
      now: { [clock] in clock.now })
  }

  /// What `--debug` would say of the requests of the login.
  var debugLines: [String] { heard.texts.withLock { $0 } }

  func credentials() async throws -> AWSCredentials { try await chain().current() }

  /// What is said when it fails; folders and ports by name.
  func problem() async -> Problem? {
    do {
      _ = try await chain().current()
      return nil
    } catch let problem as Problem {
      return Problem(plain(problem.what), why: plain(problem.why), fix: plain(problem.fix))
    } catch {
      return nil
    }
  }

  func plain(_ text: String) -> String {
    text.replacing(folder.path, with: "~").replacing("127.0.0.1:\(server.port)", with: "HOST")
  }

  /// The login of `aws sso login`, as the AWS CLI caches it.
  static func login(
    expires: String = "2026-12-31T00:00:00Z", renewable: Bool = true, registration: String = "2027-01-31T00:00:00Z"
  ) -> String {
    let renewal =
      #","clientId":"client","clientSecret":"FAKE-CLIENT-SECRET","refreshToken":"FAKE-REFRESH-TOKEN-1","#
      + #""registrationExpiresAt":"\#(registration)","unknown":{"kept":true}"#
    return #"{"startUrl":"https://corp.awsapps.com/start","region":"eu-central-1","accessToken":"FAKE-SSO-TOKEN-1","#
      + #""expiresAt":"\#(expires)"\#(renewable ? renewal : "")}"#
  }

  /// Where the login of session `corp`, and of the older form, is cached: by `printf %s corp | sha1sum` and by that of
  /// the start URL.
  static let sessionFile = ".aws/sso/cache/ee0bfd2552fbd840c02cc48b6e823320543c450f.json"
  static let legacyFile = ".aws/sso/cache/a51746d4aa793ae07b25e90c3a5db96fc7832bd7.json"
}

/// AWS's endpoints as far as a login needs them. The credentials that they give say in their id how they came about.
enum StandIns {
  @Sendable static func answer(_ request: LocalServer.Received) -> [LocalServer.Step] {
    let path = request.target.prefix { $0 != "?" }
    switch (request.method, path) {
    case ("POST", "/"): return sts(request)
    case ("GET", "/federation/credentials"): return portal(request)
    case ("POST", "/token"): return renewal(request)
    case ("GET", "/container"): return LocalServer.answer(200, document(id: "ASIACONTAINER"))
    case (_, _) where path.hasPrefix("/latest"): return InstanceMetadataTests.instance(request)
    default: return LocalServer.answer(404)
    }
  }

  static func document(id: String) -> String {
    #"{"Code":"Success","AccessKeyId":"\#(id)","SecretAccessKey":"FAKE-DOCUMENT-SECRET","Token":"FAKE-DOCUMENT-TOKEN","#
      + #""Expiration":"2027-01-01T00:00:00Z"}"#
  }

  private static func sts(_ request: LocalServer.Received) -> [LocalServer.Step] {
    let form = request.form
    let role = (form["RoleArn"] ?? "").split(separator: "/").last.map { String($0).uppercased() } ?? ""
    if form["Action"] == "AssumeRoleWithWebIdentity" {
      guard request.header("authorization") == nil, form["WebIdentityToken"] == "FAKE-WEB-TOKEN" else {
        return LocalServer.answer(400, STS.error("InvalidIdentityToken", "no token"))
      }
      return STS.answer("AssumeRoleWithWebIdentity", id: "\(role)-BY-WEB")
    }
    let signer = request.header("authorization")?.firstMatch(of: /Credential=([^\/]+)\//)?.output.1 ?? "NOBODY"
    return STS.answer("AssumeRole", id: "\(role)-BY-\(signer)")
  }

  private static func portal(_ request: LocalServer.Received) -> [LocalServer.Step] {
    let token = request.header("x-amz-sso_bearer_token") ?? ""
    guard token.hasPrefix("FAKE-SSO-TOKEN-"), request.header("authorization") == nil else {
      return LocalServer.answer(
        401, #"{"message":"Session token not found or invalid","__type":"com.amazonaws#UnauthorizedException"}"#)
    }
    guard request.target == "/federation/credentials?account_id=111122223333&role_name=Reader" else {
      return LocalServer.answer(403, #"{"message":"No access","__type":"com.amazonaws#ForbiddenException"}"#)
    }
    return LocalServer.answer(
      200,
      #"{"roleCredentials":{"accessKeyId":"READER-BY-SSO\#(token.suffix(1))","secretAccessKey":"FAKE-SSO-SECRET","#
        + #""sessionToken":"FAKE-SSO-SESSION","expiration":1798761600000}}"#)
  }

  private static func renewal(_ request: LocalServer.Received) -> [LocalServer.Step] {
    guard
      String(decoding: request.body, as: UTF8.self)
        == #"{"clientId":"client","clientSecret":"FAKE-CLIENT-SECRET","grantType":"refresh_token","#
        + #""refreshToken":"FAKE-REFRESH-TOKEN-1"}"#
    else { return LocalServer.answer(400, #"{"error":"invalid_grant"}"#) }
    return LocalServer.answer(
      200, #"{"accessToken":"FAKE-SSO-TOKEN-2","expiresIn":3600,"refreshToken":"FAKE-REFRESH-TOKEN-2"}"#)
  }
}
