import AWS
import Model
import Profiles

/// `AssumeRole`: the parameters of one role's sessions.
///
/// Source: AWS STS API Reference, "AssumeRole".
struct RoleToAssume: Sendable {
  var arn: String
  var sessionName: String
  var externalID: String?
  var durationSeconds: Int?
  /// What the session may do at most, in JSON.
  var policy: String?
  /// `arn:aws:iam::111122223333:mfa/anna`
  var mfaSerial: String?

  /// - Parameters:
  ///   - code: six digits of the device `mfaSerial`.
  ///   - source: what the credentials say of their origin.
  func credentials(
    from caller: any APICaller, mfaCode code: String? = nil, source: String
  ) async throws(Problem) -> AWSCredentials {
    var parameters = [(name: "RoleArn", value: arn), (name: "RoleSessionName", value: sessionName)]
    if let externalID { parameters.append(("ExternalId", externalID)) }
    if let durationSeconds { parameters.append(("DurationSeconds", String(durationSeconds))) }
    if let policy { parameters.append(("Policy", policy)) }
    if let mfaSerial { parameters.append(("SerialNumber", mfaSerial)) }
    if let code { parameters.append(("TokenCode", code)) }
    let request = STSRequest("AssumeRole", parameters, secrets: [code, externalID].compactMap(\.self))
    return try await request.credentials(from: caller, source: source, role: arn)
  }

  /// A role's name that is none is told before anything is sent.
  static func checked(_ setting: Section.Setting) throws(Problem) -> String {
    // What stands behind is the service's business: other STSs than AWS's have names of their own.
    guard setting.value.hasPrefix("arn:"), setting.value.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f }) else {
      throw Problem(
        "\(setting.place): role_arn is no role's name", why: "it is written like arn:aws:iam::111122223333:role/audit",
        fix: "copy the role's ARN from the IAM console")
    }
    return setting.value
  }

  /// What is said when nobody chose a name: it tells the sessions of this program apart in CloudTrail.
  static func defaultSessionName(_ now: Timestamp) -> String { "audit-\(now.seconds)" }
}
