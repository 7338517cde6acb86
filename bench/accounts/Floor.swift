import Signing
import Synchronization
import Transport

/// The least that a scan can cost: its requests signed and sent, the answers received and thrown away.
struct Floor {
  let endpoint: String

  /// - Parameter file: a line for each request: method, path, query as `name=value&name=value`; plain text.
  func run(requestsIn file: String) async throws {
    let requests = try File.read(file).split(separator: "\n").map { Self.request($0, host: host) }
    let signer = try Signer()
    let transport = Transport(.init(connections: Bench.concurrency))
    let list = Worklist()
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<Bench.concurrency {
        group.addTask {
          while case let index = list.next(), index < requests.count {
            do {
              let request = requests[index]
              let signed = try signer.sign(
                request, keys: Bench.keys, service: "s3", region: "us-east-1", style: .s3,
                at: SigningTime(day: "20261120", clock: "120000"))
              let response = try await transport.send(
                Request(request.method, endpoint + signed.target, headers: signed.headers))
              if response.status >= 500 { list.fail() }
            } catch {
              list.fail()
            }
          }
        }
      }
    }
    guard list.failures == 0 else { throw Failure("\(list.failures) of \(requests.count) requests failed") }
  }

  private var host: String { String(endpoint.drop { $0 != "/" }.dropFirst(2)) }

  private static func request(_ line: Substring, host: String) -> Unsigned {
    let words = line.split(separator: " ", omittingEmptySubsequences: false).map { String($0) }
    let query = words[2].split(separator: "&").map { pair in
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map { String($0) }
      return (name: parts[0], value: parts[1])
    }
    return Unsigned(words[0], host: host, path: words[1], query: query)
  }
}

/// Shared by the tasks that work it off.
private final class Worklist: Sendable {
  private let index = Atomic(0)
  private let failed = Atomic(0)

  func next() -> Int { index.add(1, ordering: .relaxed).oldValue }
  func fail() { failed.add(1, ordering: .relaxed) }
  var failures: Int { failed.load(ordering: .relaxed) }
}
