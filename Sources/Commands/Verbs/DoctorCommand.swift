import AWS
import Arguments
import Credentials
import Model
import Services
import Terminal

/// `audit doctor`: whose credentials these are, where they come from, and which of the needed reads work.
enum DoctorCommand {
  private static let bucket = Choice<BucketArgument>(
    "bucket", short: "b", takes: "name", "Try the reads of this bucket (default: the first of the list)")
  private static let policy = Flag("policy", "Print the least IAM policy for auditing, and nothing else")

  private static let organization = Flag(
    "organization", "Include what a scan of the whole organization needs beside that")

  static let command: Command = .init(
    "doctor", "Check credentials, connection and permissions.",
    discussion: """
      Every read that a scan needs is tried once on one bucket. Ends with 0 when all
      of them work, with 3 when some do not, and with 4 without credentials or
      connection.
      """,
    examples: [
      "", "--profile raydenrules", "--bucket raydenrules-data", "--policy > audit-policy.json",
      "--policy --organization --role-name audit",
    ],
    sections: [.init("Options", [bucket, policy, organization, AccountOptions.roleName]), Shared.connection], run: run)

  private static func run(_ input: Input) async throws -> Int32 {
    if input[policy] {
      try Output.write(leastPolicy(input, try Session(input)) + "\n")
      return ExitCode.success.rawValue
    }
    if input[Shared.noSignRequest], input[bucket] == nil {
      throw UsageError(
        "--no-sign-request needs --bucket: without credentials there is no list of buckets", command: input.path)
    }
    let session = try Session(input)
    try session.check(input[bucket].map { [$0] } ?? [])
    try say(ConnectionReport.lines(session, withOrganization: input[organization]))
    do {
      if !session.isAnonymous {
        let identity = try await session.credentials.current()
        try say(LoginReport.lines(await session.credentials.attempts(), identity, now: .now))
      }
    } catch {
      try say(LoginReport.lines(await session.credentials.attempts(), nil, now: .now))
      throw error
    }
    let examination = await Examination(session, bucket: input[bucket]?.bucket)
    try say(examination.identity)
    guard examination.isConnected else {
      throw examination.failure ?? Problem("no service could be reached")
    }
    try say(examination.table)
    var isWhole = true
    if input[organization] {
      let found = await accounts(session)
      isWhole = found.isKnown
      try say(["", found.line])
    }
    if examination.isHealthy, isWhole {
      try say(["", "Every read works."])
      return ExitCode.success.rawValue
    }
    if session.isAnonymous { return ExitCode.unknown.rawValue }
    try say(["", "The least IAM policy for auditing (`audit doctor --policy`):", "", leastPolicy(input, session)])
    return ExitCode.unknown.rawValue
  }

  private static func leastPolicy(_ input: Input, _ session: Session) -> String {
    Permissions.policy(
      partition: session.account.partition,
      entering: input[organization] ? (input[AccountOptions.roleName] ?? .usual).text : nil)
  }

  /// What the organization says to these credentials.
  private static func accounts(_ session: Session) async -> (line: String, isKnown: Bool) {
    let service = OrganizationsService(caller: session.client)
    do throws(APIError) {
      let accounts = try await service.listAccounts()
      let organization = try await service.describeOrganization()
      let active = accounts.count(where: \.isActive)
      return ("Organization \(organization.id): \(accounts.count) accounts, \(active) of them active", true)
    } catch {
      return ("Organization: \(error.summary); \(error.fix)", false)
    }
  }

  private static func say(_ lines: [String]) throws(Problem) {
    try Output.write(lines.map { $0.safeForTerminal + "\n" }.joined())
  }
}
