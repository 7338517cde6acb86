public import AWS
import Model
public import Profiles
public import Transport

/// The role of the Amazon EC2 instance that this runs on, through version 2 of the instance metadata service.
///
/// Source: Amazon EC2 User Guide, "Use the Instance Metadata Service to access instance metadata". Elsewhere than on an
/// instance the first request must fail quickly, so it is made once with a second's patience.
public struct InstanceMetadataProvider: CredentialProvider {
  public let name = "instance metadata"
  private let environment: [String: String]
  private let shared: SharedConfiguration
  private let transport: Transport

  static let timeouts = Timeouts(connectMilliseconds: 1000, idleSeconds: 2, totalMilliseconds: 2000)
  static let rolePath = "/latest/meta-data/iam/security-credentials/"

  public init(_ environment: [String: String], shared: SharedConfiguration = .empty, transport: Transport) {
    self.environment = environment
    self.shared = shared
    self.transport = transport
  }

  public func load() async throws(CredentialFailure) -> AWSCredentials {
    if variable("AWS_EC2_METADATA_DISABLED")?.lowercased() == "true" {
      throw .absent("switched off by AWS_EC2_METADATA_DISABLED")
    }
    let address = try address()
    let token = try await token(at: address)
    let role = try await text(at: address, Self.rolePath, token: token, missing: "the instance has no role")
    // The name comes over an unprotected connection and goes into a path and into messages.
    guard !role.isEmpty, role.utf8.allSatisfy({ Self.isRoleCharacter($0) }) else {
      throw .absent("what answers at \(address) is not instance metadata")
    }
    let response = try await get(at: address, Self.rolePath + role, token: token)
    guard response.status == 200 else { throw .absent("no credentials for role \(role) (HTTP \(response.status))") }
    do throws(Problem) {
      return try CredentialDocument.read(
        response.body, source: "role \(role) of this instance", place: "instance metadata")
    } catch {
      throw .broken(error)
    }
  }

  private func variable(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }

  private func address() throws(CredentialFailure) -> WebAddress {
    let given = variable("AWS_EC2_METADATA_SERVICE_ENDPOINT") ?? shared.setting("ec2_metadata_service_endpoint")?.value
    let mode =
      variable("AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE") ?? shared.setting("ec2_metadata_service_endpoint_mode")?.value
    guard let given else {
      return WebAddress(isSecure: false, host: mode?.lowercased() == "ipv6" ? "fd00:ec2::254" : "169.254.169.254")
    }
    do throws(WebAddress.Malformed) {
      return try WebAddress(given)
    } catch {
      throw .broken(
        Problem("AWS_EC2_METADATA_SERVICE_ENDPOINT is no address", why: error.reason, fix: "correct or unset it"))
    }
  }

  private func token(at address: WebAddress) async throws(CredentialFailure) -> String {
    let response = try await send(
      Request(
        "PUT", "\(address)/latest/api/token", headers: [("X-aws-ec2-metadata-token-ttl-seconds", "21600")],
        timeouts: Self.timeouts, usesProxy: false))
    guard response.status == 200 else { throw .absent("no session at \(address) (HTTP \(response.status))") }
    return String(decoding: response.body, as: UTF8.self)
  }

  private func text(
    at address: WebAddress, _ path: String, token: String, missing: String
  ) async throws(CredentialFailure) -> String {
    let response = try await get(at: address, path, token: token)
    guard response.status == 200 else {
      throw .absent(response.status == 404 ? missing : "HTTP \(response.status) at \(address)")
    }
    let line = response.body.prefix { $0 != 0x0a && $0 != 0x0d }
    return String(decoding: line, as: UTF8.self)
  }

  private func get(at address: WebAddress, _ path: String, token: String) async throws(CredentialFailure) -> Response {
    try await send(
      Request(
        "GET", "\(address)\(path)", headers: [("X-aws-ec2-metadata-token", token)], timeouts: Self.timeouts,
        usesProxy: false))
  }

  private func send(_ request: Request) async throws(CredentialFailure) -> Response {
    do throws(TransportError) {
      return try await transport.send(request)
    } catch {
      throw .absent("not on an instance, or metadata is out of reach (\(error.message))")
    }
  }

  /// IAM role names: letters, digits and `+=,.@_-`.
  private static func isRoleCharacter(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: "+=,.@_-".utf8.contains(byte)
    }
  }
}
