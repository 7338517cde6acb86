extension APIError {
  /// What to do next; empty where there is nothing better than to read the message.
  public var fix: String {
    if !advice.isEmpty { return advice }
    switch code {
    case "ExpiredToken", "ExpiredTokenException", "TokenRefreshRequired", "RequestExpired":
      return
        "the session has expired: log in again (aws sso login, aws configure, or new AWS_SESSION_TOKEN), then repeat"
    case "InvalidAccessKeyId", "InvalidClientTokenId", "UnrecognizedClientException":
      return "the access key is unknown or switched off there: check AWS_ACCESS_KEY_ID, AWS_PROFILE and the endpoint "
        + "with 'audit doctor'"
    case "SignatureDoesNotMatch", "InvalidSignatureException", "IncompleteSignature":
      return "the secret key does not belong to the access key, or a proxy changed the request: set both keys again, "
        + "and check the region"
    case "InvalidToken":
      return "the session token does not belong to these keys: set AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and "
        + "AWS_SESSION_TOKEN from the same login, or unset AWS_SESSION_TOKEN for long-term keys"
    case "RequestTimeTooSkewed":
      return "this machine's clock is wrong: set it (timedatectl set-ntp true)"
    case "NoSuchBucket":
      return "check the spelling of the bucket, the account (audit doctor) and the endpoint"
    case "AuthorizationHeaderMalformed", "PermanentRedirect", "TemporaryRedirect", "IllegalLocationConstraintException":
      return "the bucket is in another region: name that region with --region"
    case "OptInRequired", "InvalidOptIn":
      return "the account has not enabled this region or service: enable it in the account's settings, or choose "
        + "another with --region"
    default: break
    }
    switch kind {
    case .denied:
      return permission.isEmpty
        ? "grant the permission of \(operation) to the identity in use" : "grant \(permission) to the identity in use"
    case .notFound: return ""
    case .credentials:
      return "check the credentials in use with 'audit doctor', or choose others with --profile or AWS_PROFILE"
    case .throttled: return "lower --concurrency, or repeat later"
    case .server: return "the service is in trouble; repeat later"
    case .connection: return connectionFix
    case .timeout:
      return "check the network and the proxy variables (HTTPS_PROXY, NO_PROXY); on a slow line lower --concurrency"
    case .tls
    where message.lowercased().contains("wrong version number") || message.lowercased().contains("packet length"):
      return "the server does not speak TLS there: write http:// instead of https://, or check the port"
    case .tls:
      return "if a proxy or a private authority signs this host's certificate, name its certificate file in "
        + "AWS_CA_BUNDLE; else check the host name and this machine's clock"
    case .foreignAnswer:
      return "something that is not \(service.title) answered: check --endpoint-url (scheme, host and port) and the "
        + "proxy variables (HTTPS_PROXY, NO_PROXY)"
    case .cancelled, .other: return ""
    }
  }

  private var connectionFix: String {
    let words = message.lowercased()
    if words.contains("proxy") {
      return "check the proxy variables HTTPS_PROXY and http_proxy; hosts to reach directly belong into NO_PROXY"
    }
    if words.contains("resolve") {
      return "the host's name is not known: check --region, --endpoint-url and this machine's DNS"
    }
    return "check --endpoint-url, the network, and the proxy variables (HTTPS_PROXY, NO_PROXY)"
  }
}
