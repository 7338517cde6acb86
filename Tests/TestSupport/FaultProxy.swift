import Foundation
import Locking

/// Stands between a client and a simulated account, and breaks some of the answers.
public final class FaultProxy: Sendable {
  /// What the client gets instead of the true answer. The closure gives the true one, and asks for it only then.
  public typealias Fault = @Sendable (LocalServer.Received, () -> TrueAnswer) -> [LocalServer.Step]

  private let server: LocalServer
  private let counts: Counts

  /// - Parameters:
  ///   - account: who gives the true answers.
  ///   - oneIn: of so many requests one is broken, none of them twice: 20 is 5 %; 1 breaks all, always.
  ///   - concerns: which requests may be broken at all.
  public init(
    _ account: SimulatedAccount, oneIn: Int = 1,
    concerns: @escaping @Sendable (LocalServer.Received) -> Bool = { _ in true },
    fault: @escaping Fault
  ) throws {
    let counts = Counts()
    self.counts = counts
    server = try LocalServer { request in
      let isBroken = counts.next(concerns(request) ? request : nil, oneIn: oneIn)
      return isBroken
        ? fault(request) { TrueAnswer(account.trueAnswer(to: request)) } : [.send(account.answer(to: request))]
    }
  }

  /// `http://127.0.0.1:PORT`.
  public var url: String { server.url }
  public var port: Int { server.port }
  /// Requests so far.
  public var requests: Int { counts.all }
  /// Those whose answers were broken.
  public var broken: Int { counts.broken }

  private final class Counts: Sendable {
    private struct Inner {
      var all = 0, concerned = 0, broken = 0, owed = 0
      var met: Set<String> = []
    }
    private let inner = Locked(Inner())

    var all: Int { inner.withLock(\.all) }
    var broken: Int { inner.withLock(\.broken) }

    /// - Parameter request: nil for one that is not concerned.
    func next(_ request: LocalServer.Received?, oneIn: Int) -> Bool {
      inner.withLock { inner in
        inner.all += 1
        guard let request else { return false }
        inner.concerned += 1
        // In the middle of each group, so that a run of half a group meets the fault, too.
        if inner.concerned % oneIn == oneIn / 2 { inner.owed += 1 }
        guard inner.owed > 0 else { return false }
        // What is repeated goes well, as it nearly always does where one of twenty is broken; another is broken for it.
        let name = "\(request.method) \(request.target) \(String(decoding: request.body, as: UTF8.self))"
        guard inner.met.insert(name).inserted || oneIn == 1 else { return false }
        inner.owed -= 1
        inner.broken += 1
        return true
      }
    }
  }
}

/// An answer as the origin gave it, with its length and without transfer encoding.
public struct TrueAnswer: Sendable {
  /// All of it, as it came over the wire.
  public let bytes: [UInt8]
  private let bodyStart: Int

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    bodyStart = bytes.firstRange(of: Array("\r\n\r\n".utf8))?.upperBound ?? bytes.count
  }

  /// Status line and headers, with the empty line.
  public var head: [UInt8] { Array(bytes[..<bodyStart]) }
  public var body: [UInt8] { Array(bytes[bodyStart...]) }

  /// Everything but the last `1 - share` of the body; the length announced stays.
  public func cut(at share: Double) -> [UInt8] { Array(bytes[..<(bodyStart + Int(Double(body.count) * share))]) }

  /// The same head, except for its length, with another body.
  public func with(body: [UInt8], headers: String = "") -> [UInt8] {
    var lines = String(decoding: bytes[..<max(0, bodyStart - 4)], as: UTF8.self).components(separatedBy: "\r\n")
    lines.removeAll { $0.lowercased().hasPrefix("content-length:") }
    return Array((lines.joined(separator: "\r\n") + "\r\nContent-Length: \(body.count)\r\n\(headers)\r\n").utf8) + body
  }
}
