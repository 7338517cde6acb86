/// One entry of `Principal` or `NotPrincipal`.
///
/// Source: IAM User Guide, "AWS JSON policy elements: Principal".
public enum Principal: Hashable, Sendable {
  /// `"*"` and `{"AWS": "*"}`: everybody, anonymous callers included.
  case everyone
  /// The account, and every principal in it that its own account lets: `123456789012`, or its root ARN.
  case account(String)
  /// A user, role or session by its ARN.
  case identity(arn: String, account: String)
  /// A CloudFront origin access identity: a fixed principal of AWS, in no account.
  case originAccessIdentity(arn: String)
  /// A unique id (`AIDA...`, `AROA...`): what is left of a deleted user or role. Nobody is it.
  case deleted(String)
  /// A service, `cloudtrail.amazonaws.com`; `*` for any.
  case service(String)
  /// A web identity provider's name, or the ARN of a SAML or OIDC provider; `*` for any.
  case federated(String)
  /// An account by its canonical user id.
  case canonicalUser(String)
  /// Nobody can be this, and AWS refuses it: a partial wildcard, for example.
  case invalid(String)

  /// The entry in the words of the document.
  public var text: String {
    switch self {
    case .everyone: "*"
    case .account(let text), .deleted(let text), .service(let text), .federated(let text), .canonicalUser(let text),
      .invalid(let text), .originAccessIdentity(let text), .identity(let text, _):
      text
    }
  }

  /// The account that the principal belongs to, where the entry says.
  public var account: String? {
    switch self {
    case .account(let account), .identity(_, let account): account
    case .federated(let text): ResourcePattern(text, resolvingVariables: false).account
    default: nil
    }
  }
}

extension Principal {
  /// An entry under `AWS`.
  init(aws text: String) {
    if text == "*" {
      self = .everyone
    } else if isAccountID(text) {
      self = .account(text)
    } else if text.hasPrefix("AIDA") || text.hasPrefix("AROA"), !text.contains(":") {
      self = .deleted(text)
    } else {
      let parts = text.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false).map(String.init)
      guard parts.count == 6, parts[0] == "arn", parts[2] == "iam" || parts[2] == "sts", parts[3].isEmpty,
        !text.contains("*"), !text.contains("?")
      else {
        self = .invalid(text)
        return
      }
      if parts[4] == "cloudfront", parts[5].hasPrefix("user/CloudFront Origin Access Identity ") {
        self = .originAccessIdentity(arn: text)
      } else if !isAccountID(parts[4]) {
        self = .invalid(text)
      } else if parts[5] == "root" {
        self = .account(parts[4])
      } else {
        self = .identity(arn: text, account: parts[4])
      }
    }
  }

  /// Whether whoever is `other` is also this: everyone is anybody, an account is all of its identities.
  func covers(_ other: Principal) -> Bool {
    switch self {
    case .everyone: true
    case .account(let account): other.account == account && !other.isFederated
    case .service("*"): if case .service = other { true } else { false }
    default: self == other
    }
  }

  private var isFederated: Bool { if case .federated = self { true } else { false } }
}
