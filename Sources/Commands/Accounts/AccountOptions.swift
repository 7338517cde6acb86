import Arguments
import Model
import Services

/// What the command line says about scanning several accounts.
enum AccountOptions {
  static let organization = Flag("organization", "Scan every active account of the organization")
  static let accounts = Repeated<AccountIDs>(
    "accounts", takes: "id,...", "Scan these accounts; may be given several times")
  static let excluded = Repeated<AccountIDs>(
    "exclude-account", takes: "id,...", "With --organization: leave this account out")
  static let roleName = Choice<RoleName>(
    "role-name", takes: "name", "Role to assume in each other account (default \(RoleName.usual.text))")
  static let externalID = Choice<ExternalID>(
    "external-id", takes: "word", "External id that the role's trust policy asks for")

  static let section = Command.Section(
    "Several accounts", [organization, accounts, excluded, roleName, externalID])

  /// Nil where the command line is about one account.
  static func selection(_ input: Input) throws(UsageError) -> AccountSelection? {
    func wrong(_ message: String) -> UsageError { UsageError(message, command: input.path) }
    let named = try ids(input, accounts, "--accounts")
    let left = try ids(input, excluded, "--exclude-account")
    if input[organization], !named.isEmpty {
      throw wrong(
        "--organization and --accounts exclude each other: --exclude-account leaves accounts of the organization out")
    }
    if !left.isEmpty, !input[organization] { throw wrong("--exclude-account needs --organization") }
    guard input[organization] || !named.isEmpty else {
      if input[roleName] != nil { throw wrong("--role-name needs --organization or --accounts") }
      if input[externalID] != nil { throw wrong("--external-id needs --organization or --accounts") }
      return nil
    }
    return AccountSelection(
      accounts: input[organization] ? .organization(excluding: Set(left)) : .named(Set(named)),
      roleName: (input[roleName] ?? .usual).text, externalID: input[externalID]?.text)
  }

  private static func ids(
    _ input: Input, _ option: Repeated<AccountIDs>, _ name: String
  ) throws(UsageError) -> [String] {
    let all = input[option].flatMap(\.ids)
    var seen: Set<String> = []
    guard let twice = all.first(where: { !seen.insert($0).inserted }) else { return all }
    throw UsageError("\(name) has the account \(twice) twice", command: input.path)
  }
}

/// Which accounts to scan, and how to enter them.
struct AccountSelection: Equatable {
  enum Accounts: Equatable {
    case organization(excluding: Set<String>)
    case named(Set<String>)
  }

  var accounts: Accounts
  var roleName: String
  var externalID: String?
}

/// `111122223333`, or several of them with commas between.
struct AccountIDs: Readable, Equatable {
  let ids: [String]

  init?(argument: String) {
    ids = argument.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    guard ids.allSatisfy(\.isAccountID) else { return nil }
  }

  static var expectation: String { "an account id of 12 digits, or several with commas between" }
}

/// A role's name, with its path where it has one: `audit`, `security/audit`.
struct RoleName: Readable, Equatable {
  let text: String

  /// What AWS calls the role in each account that an organization creates.
  /// Source: AWS Organizations User Guide, "Accessing member accounts in an organization".
  static let usual = RoleName(text: "OrganizationAccountAccessRole")

  private init(text: String) { self.text = text }

  init?(argument: String) {
    let parts = argument.split(separator: "/", omittingEmptySubsequences: false)
    guard argument.utf8.count <= 512, (1...64).contains(parts.last?.utf8.count ?? 0), !parts.contains(""),
      argument.utf8.allSatisfy({ $0.isWordCharacter || "+=,.@-/".utf8.contains($0) })
    else { return nil }
    text = argument
  }

  static var expectation: String { "a role's name, such as audit; not its ARN" }
}

/// What a trust policy may ask for in `sts:ExternalId`.
/// Source: AWS Security Token Service API Reference, "AssumeRole".
struct ExternalID: Readable, Equatable {
  let text: String

  init?(argument: String) {
    guard (2...1224).contains(argument.utf8.count),
      argument.utf8.allSatisfy({ $0.isWordCharacter || "+=,.@:/-".utf8.contains($0) })
    else { return nil }
    text = argument
  }

  static var expectation: String { "2 to 1224 letters, digits and +=,.@:/-_" }
}

/// `eu-west-1`, or several regions with commas between.
struct RegionNames: Readable, Equatable {
  let names: [String]

  init?(argument: String) {
    names = argument.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    let isClean = names.allSatisfy { name in
      (1...63).contains(name.utf8.count)
        && name.utf8.allSatisfy { $0.isWordCharacter && $0 != UInt8(ascii: "_") || $0 == UInt8(ascii: "-") }
    }
    guard isClean else { return nil }
  }

  static var expectation: String { "a region, or several with commas between: eu-west-1,us-east-1" }
}

extension UInt8 {
  /// What regular expressions call `\w`, in ASCII.
  fileprivate var isWordCharacter: Bool {
    switch self {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "_"):
      true
    default: false
    }
  }
}
