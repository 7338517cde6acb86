import AWS
import Model
import Profiles
import Transport

/// The role of the Amazon EC2 instance that this runs on, through version 2 of the instance metadata service.
///
/// Source: Amazon EC2 User Guide, "Use the Instance Metadata Service to access instance metadata"; AWS SDKs and Tools
/// Reference Guide, "IMDS credential provider". Elsewhere than on an instance the first request must fail quickly, so it
/// is made once with a second's patience, unless `AWS_METADATA_SERVICE_TIMEOUT` and `AWS_METADATA_SERVICE_NUM_ATTEMPTS`
/// say otherwise. Version 1 is never asked: a token that does not come back is no reason to trust whatever answers.
struct InstanceMetadataProvider: CredentialProvider {
  let name = "instance metadata"
  private let login: Login

  static let rolePath = "/latest/meta-data/iam/security-credentials/"

  init(_ login: Login) { self.login = login }

  func load() async throws(CredentialFailure) -> AWSCredentials {
    if login.variable("AWS_EC2_METADATA_DISABLED")?.lowercased() == "true" {
      throw .absent("switched off by AWS_EC2_METADATA_DISABLED")
    }
    let metadata: InstanceMetadata
    do throws(Problem) {
      metadata = InstanceMetadata(
        address: try address(),
        patience: try number("metadata_service_timeout", "AWS_METADATA_SERVICE_TIMEOUT", 1...3600),
        attempts: try number("metadata_service_num_attempts", "AWS_METADATA_SERVICE_NUM_ATTEMPTS", 1...100),
        endpoint: LocalEndpoint(name: name, transport: login.transport, observer: login.observer))
    } catch {
      throw .broken(error)
    }
    let token = try await metadata.token()
    let role = try await metadata.line("role", Self.rolePath, token: token, missing: "the instance has no role")
    // The name comes over an unprotected connection and goes into a path and into messages.
    guard !role.isEmpty, role.utf8.allSatisfy({ Self.isRoleCharacter($0) }) else {
      throw .absent("what answers at \(metadata.address) is not instance metadata")
    }
    let response = try await metadata.get("credentials", Self.rolePath + role, token: token)
    guard response.status == 200 else { throw .absent("no credentials for role \(role) (HTTP \(response.status))") }
    do throws(Problem) {
      return try CredentialDocument.read(
        response.body, source: "role \(role) of this instance", place: "instance metadata", secrets: [token])
    } catch {
      throw .broken(error)
    }
  }

  private func setting(_ name: String, _ variable: String) -> Section.Setting? {
    if let value = login.variable(variable) { return Section.Setting(value: value, place: variable) }
    guard let setting = login.shared.setting(name) else { return nil }
    return Section.Setting(value: setting.value, place: "\(setting.place): \(name)")
  }

  private func number(_ name: String, _ variable: String, _ range: ClosedRange<Int>) throws(Problem) -> Int {
    guard let setting = setting(name, variable) else { return 1 }
    guard let number = Int(setting.value), range.contains(number) else {
      throw Problem(
        "\(setting.place) is no number from \(range.lowerBound) to \(range.upperBound)",
        why: "it says how patiently instance metadata is asked", fix: "correct or unset it")
    }
    return number
  }

  func address() throws(Problem) -> WebAddress {
    if let setting = setting("ec2_metadata_service_endpoint", "AWS_EC2_METADATA_SERVICE_ENDPOINT") {
      do throws(WebAddress.Malformed) {
        return try WebAddress(setting.value)
      } catch {
        throw Problem("\(setting.place) is no address", why: error.reason, fix: "correct or unset it")
      }
    }
    let mode = setting("ec2_metadata_service_endpoint_mode", "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE")
    switch mode?.value.lowercased() {
    case nil, "ipv4": return WebAddress(isSecure: false, host: "169.254.169.254")
    case "ipv6": return WebAddress(isSecure: false, host: "fd00:ec2::254")
    default:
      throw Problem(
        "\(mode?.place ?? "") is neither IPv4 nor IPv6", why: "it chooses between the two addresses of the service",
        fix: "correct or unset it")
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
