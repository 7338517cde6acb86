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
  /// Listings are charged to the caller: `--request-payer`.
  private let paysRequests: Bool
  /// What is odd about endpoint and region, in sentences.
  let remarks: [String]
  /// The services that every audit asks.
  let asked: [Service]
  private let transport: Transport
  /// What is known of each host, over all accounts.
  private let traffic: Traffic
  /// Hears of every request: `--debug`.
  private let observer: Exchange.Observer?
  private let slots: Slots
  /// How buckets are listed.
  var listing = ListingSettings()

  /// - Throws: a `ConfigurationProblem` for a malformed file, an unknown profile or provider, an impossible address.
  init(_ input: Input) throws {
    if input[Shared.noSignRequest], input[Shared.requestPayer] != nil {
      throw UsageError("--request-payer needs credentials, and --no-sign-request has none", command: input.path)
    }
    try self.init(
      profile: input[Shared.profile], provider: input[Shared.provider],
      flags: ClientFlags(
        region: input[Shared.region], endpointURL: input[Shared.endpoint], concurrency: input[Shared.concurrency].value,
        timeouts: Shared.timeouts(input)),
      requestsPerSecond: input[Shared.maxRPS]?.value,
      isAnonymous: input[Shared.noSignRequest], paysRequests: input[Shared.requestPayer] != nil,
      environment: Environment.current, observer: input[Shared.debug] ? Talk.debug : nil)
  }

  init(
    profile: String?, provider named: String?, flags: ClientFlags, requestsPerSecond: Int? = nil,
    isAnonymous: Bool = false, paysRequests: Bool = false, environment: [String: String],
    observer: Exchange.Observer? = nil
  ) throws {
    let setup = try ConfigurationProblem.marking { () throws(Problem) in
      try Setup(
        profile: profile, provider: named, flags: flags, isAnonymous: isAnonymous, environment: environment)
    }
    var configuration = setup.configuration
    configuration.requestsPerSecond = requestsPerSecond
    provider = setup.provider
    remarks = setup.remarks
    asked = setup.asked
    // The credentials' own endpoints are asked over the same connections as the services.
    transport = Transport(configuration.transportOptions)
    traffic = Traffic(configuration)
    // Each bucket under way has a request under way, mostly more: as many buckets as requests leave no connection idle.
    slots = Slots(min(max(configuration.concurrency, 8), 256))
    credentials = CredentialChain.standard(
      profile: profile, environment: environment, shared: setup.shared, configuration: setup.login,
      transport: transport, traffic: traffic, observer: observer, prompter: MFAPrompt.prompter)
    self.isAnonymous = isAnonymous
    self.observer = observer
    self.paysRequests = paysRequests
    client = try AWSClient(
      configuration: configuration, credentials: isAnonymous ? nil : credentials, transport: transport,
      traffic: traffic, observer: observer)
    caller = Self.caller(client, isAnonymous: isAnonymous, paysRequests: paysRequests)
    account = Account(
      partition: configuration.partition.name, endpoint: configuration.endpointURL(for: .s3), provider: provider.name)
  }

  /// The same connection with other credentials, such as those of a role in another account.
  func client(credentials: any CredentialSource) throws -> AWSClient {
    try AWSClient(
      configuration: client.configuration, credentials: credentials, transport: transport, traffic: traffic,
      observer: observer)
  }

  /// What stands before a client, by the command line.
  private static func caller(_ client: AWSClient, isAnonymous: Bool, paysRequests: Bool) -> any APICaller {
    if isAnonymous { AnonymousCaller(client) } else if paysRequests { RequesterPaysCaller(client) } else { client }
  }

  /// - Parameter client: of the account to scan. All scanners of a session share the places for buckets under way.
  func scanner(_ client: AWSClient) -> Scanner {
    let caller = Self.caller(client, isAnonymous: isAnonymous, paysRequests: paysRequests)
    return Scanner(caller: caller, provider: provider, lister: listing.lister(caller), slots: slots)
  }

  /// Asks everything that is in scope of the session's own account.
  func scan(
    _ scope: ScanScope, _ talk: Talk, now: @Sendable () -> Timestamp = { Timestamp.now }
  ) async throws -> Snapshot {
    try await introduce(talk)
    defer { talk.progress.finish() }
    do throws(ScanFailure) {
      return try await scanner(client).scan(
        ScanOptions(scope: scope, account: account, toolVersion: Version.current), now: now
      ) { talk.show($0) }
    } catch {
      throw error.problem
    }
  }

  /// Without credentials there is nothing to ask: says so at once, with the way out.
  func introduce(_ talk: Talk) async throws(Problem) {
    let identity = isAnonymous ? "nowhere (--no-sign-request)" : try await credentials.current().source
    for remark in remarks { talk.remark(remark) }
    talk.detail(
      "credentials from \(identity), region \(client.configuration.region) by \(client.configuration.regionSource)"
    )
    talk.detail("provider \(provider.title)\(account.endpoint.map { ", endpoint \($0)" } ?? "")")
  }
}
