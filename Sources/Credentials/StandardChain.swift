public import AWS
public import Model
public import Profiles
public import Transport

extension CredentialChain {
  /// The SDKs' order.
  ///
  /// | | provider | where it looks |
  /// | --- | --- | --- |
  /// | 1 | environment variables | `AWS_ACCESS_KEY_ID`; passed over where a profile was asked for by flag |
  /// | 2 | role of the profile | `role_arn` with `source_profile` or `credential_source` |
  /// | 3 | web identity | `AWS_WEB_IDENTITY_TOKEN_FILE`, `web_identity_token_file` |
  /// | 4 | IAM Identity Center | `sso_session`, `sso_start_url`, with `sso_account_id` and `sso_role_name` |
  /// | 5 | credentials file | `aws_access_key_id` there |
  /// | 6 | console login | `login_session` |
  /// | 7 | credential process | `credential_process` |
  /// | 8 | config file | `aws_access_key_id` there |
  /// | 9 | container endpoint | `AWS_CONTAINER_CREDENTIALS_FULL_URI`, `…_RELATIVE_URI` |
  /// | 10 | instance metadata | the EC2 instance |
  ///
  /// Source: botocore 1.44, `create_credential_resolver` and `ProfileProviderBuilder`, without its two legacy providers
  /// (`AWS_CREDENTIAL_FILE`, `BOTO_CONFIG`); AWS SDKs and Tools Reference Guide, "Standardized credential providers".
  /// - Parameters:
  ///   - profile: from `--profile`; it passes the environment variables over.
  ///   - environment: the process's variables.
  ///   - shared: the files, and the profile in use.
  ///   - configuration: region, custom endpoints and attempts for STS and IAM Identity Center.
  ///   - transport: for all requests that a login needs.
  ///   - traffic: of the run; nil leaves each client of a login with its own.
  ///   - observer: hears of every request of a login.
  ///   - prompter: asks for MFA codes; nil where there is no terminal.
  public static func standard(
    profile: String?,
    environment: [String: String],
    shared: SharedConfiguration,
    configuration: ClientConfiguration = ClientConfiguration(),
    transport: Transport,
    traffic: Traffic? = nil,
    observer: Exchange.Observer? = nil,
    prompter: Prompter? = nil,
    now: @escaping @Sendable () -> Timestamp = { Timestamp.now }
  ) -> CredentialChain {
    let login = Login(
      environment: environment, shared: shared, configuration: configuration, transport: transport, traffic: traffic,
      observer: observer, prompter: prompter, now: now)
    let chosen = shared.chosen
    let providers: [any CredentialProvider] =
      [
        EnvironmentProvider(environment, profileInFlag: profile),
        AssumeRoleProvider(chosen, login: login, visited: [chosen.name]),
      ]
      + login.providers(of: chosen, usesVariables: profile == nil)
      + [ContainerProvider(environment, transport: transport, observer: observer), InstanceMetadataProvider(login)]
    return CredentialChain(providers: providers, now: now)
  }
}

extension Login {
  /// What one profile may hold beside a role with a source of its own, in the SDKs' order.
  /// - Parameter usesVariables: whether variables may complete it; those of a source never do.
  func providers(of profile: Profile, usesVariables: Bool) -> [any CredentialProvider] {
    [
      WebIdentityProvider(profile, login: self, usesVariables: usesVariables), SSOProvider(profile, login: self),
      ProfileKeysProvider(profile, in: .credentials, of: shared), LoginSessionProvider(profile: profile),
      ProcessProvider(profile, environment: environment), ProfileKeysProvider(profile, in: .config, of: shared),
    ]
  }
}
