import Foundation
import TestSupport
import Testing

/// A place that a user's secrets may stand in.
struct SecretPlace: Sendable, CustomTestStringConvertible {
  let name: String
  /// Changes the environment of a user without credentials whose home is the folder; gets the stand-ins' address.
  let prepare: @Sendable (inout [String: String], Folder, String) throws -> Void

  var testDescription: String { name }

  init(_ name: String, _ prepare: @escaping @Sendable (inout [String: String], Folder, String) throws -> Void) {
    self.name = name
    self.prepare = prepare
  }

  static let all = [
    SecretPlace("environment") { environment, _, _ in keys(&environment) },
    SecretPlace("credentials file") { environment, folder, _ in
      environment["AWS_SHARED_CREDENTIALS_FILE"] = try folder.write("credentials", file)
    },
    SecretPlace("config file") { environment, folder, _ in
      environment["AWS_CONFIG_FILE"] = try folder.write(
        "config",
        "[default]\naws_access_key_id = AKIACONFIG\naws_secret_access_key = \(FakeSecret.configKey.text)\n")
    },
    SecretPlace("role with a source profile") { environment, folder, _ in
      environment["AWS_SHARED_CREDENTIALS_FILE"] = try folder.write("credentials", file)
      environment["AWS_CONFIG_FILE"] = try folder.write(
        "config",
        "[profile r]\nrole_arn = arn:aws:iam::111122223333:role/audit\nsource_profile = default\n")
      environment["AWS_PROFILE"] = "r"
    },
    SecretPlace("credential process") { environment, folder, _ in
      try process(&environment, folder, status: 0)
    },
    SecretPlace("credential process that fails") { environment, folder, _ in
      try process(&environment, folder, status: 3)
    },
    SecretPlace("SSO session") { environment, folder, _ in
      environment["AWS_CONFIG_FILE"] = try folder.write(
        "config",
        """
        [default]
        sso_session = corp
        sso_account_id = 111122223333
        sso_role_name = reader
        [sso-session corp]
        sso_start_url = https://corp.awsapps.com/start
        sso_region = us-east-1

        """)
      let cache = "\(folder.path)/.aws/sso/cache"
      try FileManager.default.createDirectory(atPath: cache, withIntermediateDirectories: true)
      // About to end, so that it is renewed. The name is the SHA-1 of `corp`.
      let login = """
        {"startUrl": "https://corp.awsapps.com/start", "region": "us-east-1", \
        "accessToken": "\(FakeSecret.ssoToken.text)", "expiresAt": \
        "\(Date(timeIntervalSinceNow: 300).formatted(.iso8601))", "clientId": "client", \
        "clientSecret": "\(FakeSecret.ssoClient.text)", "registrationExpiresAt": "2036-01-01T00:00:00Z", \
        "refreshToken": "\(FakeSecret.ssoRefresh.text)"}
        """
      _ = try folder.write(".aws/sso/cache/ee0bfd2552fbd840c02cc48b6e823320543c450f.json", login)
    },
    SecretPlace("web identity") { environment, folder, _ in
      environment["AWS_WEB_IDENTITY_TOKEN_FILE"] = try folder.write("token", FakeSecret.webToken.text)
      environment["AWS_ROLE_ARN"] = "arn:aws:iam::111122223333:role/audit"
    },
    SecretPlace("container") { environment, _, url in
      environment["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = "\(url)/container"
      environment["AWS_CONTAINER_AUTHORIZATION_TOKEN"] = FakeSecret.containerToken.text
    },
    SecretPlace("instance metadata") { environment, _, url in
      environment["AWS_EC2_METADATA_DISABLED"] = nil
      environment["AWS_EC2_METADATA_SERVICE_ENDPOINT"] = url
    },
    SecretPlace("proxy with a password") { environment, _, url in
      keys(&environment)
      environment["NO_PROXY"] = ""
      environment["http_proxy"] = "http://user:\(FakeSecret.proxyPassword.text)@127.0.0.1:9"
    },
    SecretPlace("endpoint with a password") { environment, _, url in
      keys(&environment)
      environment["AWS_ENDPOINT_URL"] = url.replacing("//", with: "//user:\(FakeSecret.endpointPassword.text)@")
    },
  ]

  private static let file = """
    [default]
    aws_access_key_id = AKIAFILE
    aws_secret_access_key = \(FakeSecret.fileKey.text)
    aws_session_token = \(FakeSecret.fileToken.text)

    """

  private static func keys(_ environment: inout [String: String]) {
    environment["AWS_ACCESS_KEY_ID"] = "AKIAENVIRONMENT"
    environment["AWS_SECRET_ACCESS_KEY"] = FakeSecret.environmentKey.text
    environment["AWS_SESSION_TOKEN"] = FakeSecret.environmentToken.text
  }

  private static func process(_ environment: inout [String: String], _ folder: Folder, status: Int) throws {
    let program = try folder.write(
      "login",
      """
      #!/bin/sh
      echo 'using \(FakeSecret.processComplaint.text)' >&2
      echo '{"Version": 1, "AccessKeyId": "ASIAPROCESS", "SecretAccessKey": "\(FakeSecret.processKey.text)", \
      "SessionToken": "\(FakeSecret.processToken.text)"}'
      exit \(status)

      """)
    try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: program)
    environment["AWS_CONFIG_FILE"] = try folder.write("config", "[default]\ncredential_process = \(program)\n")
  }
}
