import AWS
import Model

/// `AssumeRole`: the parameters of one role's sessions.
///
/// Source: AWS STS API Reference, "AssumeRole".
struct RoleToAssume: Sendable {
  var arn: String
  var sessionName: String
  var externalID: String?
  var durationSeconds: Int?
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
    if let mfaSerial { parameters.append(("SerialNumber", mfaSerial)) }
    if let code { parameters.append(("TokenCode", code)) }
    let request = STSRequest("AssumeRole", parameters, secrets: [code, externalID].compactMap(\.self))
    return try await request.credentials(from: caller, source: source, role: arn)
  }

  /// What is said when nobody chose a name: it tells the sessions of this program apart in CloudTrail.
  static func defaultSessionName(_ now: Timestamp) -> String { "audit-\(now.seconds)" }
}
