import AWS
import Model
import Profiles
import Transport

/// The endpoint that Amazon ECS, EKS Pod Identity and Greengrass give their containers.
///
/// Source: AWS SDKs and Tools Reference Guide, "Container credential provider".
struct ContainerProvider: CredentialProvider {
  let name = "container endpoint"
  private let environment: [String: String]
  private let local: LocalEndpoint

  /// A service on the same machine answers at once or not at all; seconds are for its own round trip to AWS.
  static let timeouts = Timeouts(connectMilliseconds: 1000, idleSeconds: 5, totalMilliseconds: 10_000)
  static let attempts = 3
  /// The addresses beside loopback that `http` may go to: ECS, and EKS Pod Identity over IPv4 and IPv6.
  static let allowedHosts: Set<String> = ["169.254.170.2", "169.254.170.23", "fd00:ec2::23"]

  init(_ environment: [String: String], transport: Transport, observer: Exchange.Observer? = nil) {
    self.environment = environment
    local = LocalEndpoint(name: name, transport: transport, observer: observer)
  }

  func load() async throws(CredentialFailure) -> AWSCredentials {
    let url = try endpoint()
    let token = try token()
    var headers: [(name: String, value: String)] = [("Accept", "application/json")]
    if let token { headers.append(("Authorization", token)) }
    var failure = TransportError(.broken, "no answer")
    for attempt in 1...Self.attempts {
      let response: Response
      do throws(TransportError) {
        response = try await local.send(
          "credentials", "GET", url, headers: headers, timeouts: Self.timeouts, attempt: attempt)
      } catch {
        failure = error
        if error.kind == .cancelled { break }
        continue
      }
      if response.status < 500 { return try credentials(in: response, token: token) }
      failure = TransportError(.broken, "HTTP \(response.status)")
    }
    throw .broken(
      Problem(
        "the container credentials endpoint did not answer", why: failure.message,
        fix: "check AWS_CONTAINER_CREDENTIALS_FULL_URI or AWS_CONTAINER_CREDENTIALS_RELATIVE_URI, or unset them"))
  }

  private func variable(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }

  private func endpoint() throws(CredentialFailure) -> String {
    if let relative = variable("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI") {
      guard relative.hasPrefix("/"), Self.isPlain(relative) else {
        throw .broken(
          Problem(
            "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI is no path", why: "it starts with / and holds no space",
            fix: "unset it outside of a container"))
      }
      return "http://169.254.170.2\(relative)"
    }
    guard let full = variable("AWS_CONTAINER_CREDENTIALS_FULL_URI") else {
      throw .absent("AWS_CONTAINER_CREDENTIALS_FULL_URI and _RELATIVE_URI are not set")
    }
    let address: WebAddress
    do throws(WebAddress.Malformed) {
      address = try WebAddress(Self.origin(of: full))
    } catch {
      throw .broken(Problem("AWS_CONTAINER_CREDENTIALS_FULL_URI is no address", why: error.reason, fix: "correct it"))
    }
    guard Self.isPlain(full) else {
      throw .broken(
        Problem(
          "AWS_CONTAINER_CREDENTIALS_FULL_URI is no address", why: "it holds a space or the like", fix: "correct it"))
    }
    guard address.isSecure || address.isLoopback || Self.allowedHosts.contains(address.host) else {
      throw .broken(
        Problem(
          "AWS_CONTAINER_CREDENTIALS_FULL_URI names \(address.host), which must not be asked over http",
          why: "without TLS, credentials may come only from this machine or "
            + Self.allowedHosts.sorted().joined(separator: ", "),
          fix: "use https"))
    }
    return full
  }

  /// The token file is read for every load: it is replaced while the container runs.
  private func token() throws(CredentialFailure) -> String? {
    guard let path = variable("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE") else {
      guard let token = variable("AWS_CONTAINER_AUTHORIZATION_TOKEN") else { return nil }
      return try Self.checked(token, from: "AWS_CONTAINER_AUTHORIZATION_TOKEN")
    }
    let text: String
    do throws(TextFile.Failure) {
      text = try TextFile.read(path)
    } catch {
      throw .broken(
        Problem(
          "the container's token file \(path) cannot be read", why: error.words, fix: "check the pod's service account")
      )
    }
    let trimmed = text.last?.isNewline == true ? String(text.dropLast()) : text
    return try Self.checked(trimmed, from: path)
  }

  /// A line break inside would end the header and start another.
  private static func checked(_ token: String, from place: String) throws(CredentialFailure) -> String {
    guard !token.isEmpty, token.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7f }) else {
      throw .broken(
        Problem(
          "the container's token in \(place) is unusable", why: "it is empty or holds a line break", fix: "set it again"
        ))
    }
    return token
  }

  /// Scheme and authority, whatever the path holds. All that could hide another host (`@`, `%`, `?`, a backslash) is
  /// part of the authority here, and `WebAddress` takes none of it.
  private static func origin(of url: String) -> String {
    guard let scheme = url.firstRange(of: "://") else { return url }
    return String(url[..<(url[scheme.upperBound...].firstIndex(of: "/") ?? url.endIndex)])
  }

  private static func isPlain(_ text: String) -> Bool { text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f } }

  private func credentials(in response: Response, token: String?) throws(CredentialFailure) -> AWSCredentials {
    let place = "the container credentials endpoint"
    guard response.status == 200 else {
      throw .broken(
        Problem(
          "\(place) refused with HTTP \(response.status)",
          why: "it wants another token, or has no role for this container",
          fix: "check AWS_CONTAINER_AUTHORIZATION_TOKEN or the token file, and the task's or the pod's role"))
    }
    do throws(Problem) {
      return try CredentialDocument.read(
        response.body, source: name, place: place, secrets: [token].compactMap(\.self))
    } catch {
      throw .broken(error)
    }
  }
}
