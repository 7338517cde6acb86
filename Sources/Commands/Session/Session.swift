import AWS
import Arguments
import Credentials
import Listing
import Model
import Profiles
import Scanner
import Services
import Terminal
import Transport

/// A connection to an account, as the command line, the environment and the configuration files describe it.
struct Session: Sendable {
  /// Without the id, which only the service can tell.
  let account: Account
  let provider: Provider
  let client: AWSClient
  /// The client, or what stands before it.
  let caller: any APICaller
  let credentials: CredentialChain
  /// Requests are not signed: `--no-sign-request`.
  let isAnonymous: Bool

  /// - Throws: a `ConfigurationProblem` for a malformed file, an unknown profile or provider, an impossible address.
  init(_ input: Input) throws {
    if input[Shared.noSignRequest], input[Shared.requestPayer] != nil {
      throw UsageError("--request-payer needs credentials, and --no-sign-request has none", command: input.path)
    }
    try self.init(
      profile: input[Shared.profile], provider: input[Shared.provider],
      flags: ClientFlags(
        region: input[Shared.region], endpointURL: input[Shared.endpoint], concurrency: input[Shared.concurrency].value),
      isAnonymous: input[Shared.noSignRequest], paysRequests: input[Shared.requestPayer] != nil,
      environment: Environment.current)
  }

  init(
    profile: String?, provider named: String?, flags: ClientFlags, isAnonymous: Bool = false,
    paysRequests: Bool = false,
    environment: [String: String]
  ) throws {
    let (shared, configuration, login, provider) = try ConfigurationProblem.marking { () throws(Problem) in
      let shared = try SharedConfiguration.load(profile: profile, environment: environment)
      var configuration = try ClientConfiguration.resolve(
        flags: flags, environment: environment, shared: shared, version: Version.current)
      // As in the AWS CLI, the flag names the endpoint of what is asked, not of the login.
      var loginFlags = flags
      loginFlags.endpointURL = nil
      let login = try ClientConfiguration.resolve(
        flags: loginFlags, environment: environment, shared: shared, version: Version.current)
      let provider: Provider =
        if let name = named ?? environment["AUDIT_PROVIDER"], !name.isEmpty {
          try Provider.named(name)
        } else {
          Provider.detect(endpoint: configuration.endpointURL(for: .s3))
        }
      if configuration.addressing == .auto, provider.addressing == .virtual { configuration.addressing = .virtual }
      return (shared, configuration, login, provider)
    }
    self.provider = provider
    // The credentials' own endpoints are asked over the same connections as the services.
    let transport = Transport(configuration.transportOptions)
    credentials = CredentialChain.standard(
      profile: profile, environment: environment, shared: shared, configuration: login, transport: transport,
      prompter: MFAPrompt.prompter)
    self.isAnonymous = isAnonymous
    client = try AWSClient(
      configuration: configuration, credentials: isAnonymous ? nil : credentials, transport: transport)
    caller =
      if isAnonymous { AnonymousCaller(client) } else if paysRequests { RequesterPaysCaller(client) } else { client }
    account = Account(
      partition: configuration.partition.name, endpoint: configuration.endpointURL(for: .s3), provider: provider.name)
  }

  /// Asks everything that is in scope.
  func scan(
    _ scope: ScanScope, _ talk: Talk, now: @Sendable () -> Timestamp = { Timestamp.now }
  ) async throws -> Snapshot {
    // Without credentials there is nothing to ask: say so at once, with the way out.
    let identity = isAnonymous ? "nowhere (--no-sign-request)" : try await credentials.current().source
    talk.detail(
      "credentials from \(identity), region \(client.configuration.region) by \(client.configuration.regionSource)"
    )
    talk.detail("provider \(provider.title)\(account.endpoint.map { ", endpoint \($0)" } ?? "")")
    let scanner = Scanner(caller: caller, provider: provider, lister: ChainLister(caller: caller))
    let options = ScanOptions(scope: scope, account: account, toolVersion: Version.current)
    defer { talk.progress.finish() }
    return try await scanner.scan(options, now: now) { progress in
      talk.progress.update { state in
        state.phase = progress.phase
        state.bucketsDone = progress.bucketsDone
        state.bucketsTotal = progress.bucketsTotal
        state.objects = progress.objects
        state.bytes = progress.bytes
        state.pages = progress.pages
      }
    }
  }

  /// What the run itself asked, and so what it costs.
  func tellRequests(_ talk: Talk) {
    let counts = client.requestCounts
    let words = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { "\($0.key) \($0.value)" }
    talk.detail("\(counts.values.reduce(0, +)) requests: \(words.joined(separator: ", "))")
  }
}
