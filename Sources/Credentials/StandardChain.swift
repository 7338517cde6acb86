public import AWS
public import Model
public import Profiles
public import Transport

extension CredentialChain {
  /// The SDKs' order: environment, shared files, container, instance.
  ///
  /// - Parameters:
  ///   - profile: from `--profile`; it passes the environment variables over.
  ///   - environment: the process's variables.
  ///   - shared: the files of that profile.
  ///   - transport: for the container endpoint and instance metadata.
  public static func standard(
    profile: String?,
    environment: [String: String],
    shared: SharedConfiguration,
    transport: Transport,
    now: @escaping @Sendable () -> Timestamp = { Timestamp.now }
  ) -> CredentialChain {
    let providers: [any CredentialProvider] = [
      EnvironmentProvider(environment, profileInFlag: profile),
      SharedFilesProvider(shared),
      ContainerProvider(environment, transport: transport),
      InstanceMetadataProvider(environment, shared: shared, transport: transport),
    ]
    return CredentialChain(providers: providers, now: now)
  }
}
