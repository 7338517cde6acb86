import Foundation
import Locking

/// An HTTP server in the test process that answers what a closure says, well or badly: cut, reset, stalled, slow.
public final class LocalServer: Sendable {
  public struct Received: Sendable {
    public let method: String
    /// Path and query as they stood in the request line.
    public let target: String
    public let headers: [(name: String, value: String)]
    public let body: [UInt8]
    /// How many requests came before this one.
    public let index: Int
    /// The connection's number: equal numbers show re-use.
    public let connection: Int

    public func header(_ name: String) -> String? {
      headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }
  }

  public enum Step: Sendable {
    case send([UInt8])
    case pause(milliseconds: UInt32)
    /// Byte by byte, with a pause before each; nothing more once the client has gone.
    case drip([UInt8], milliseconds: UInt32)
    /// The same bytes again and again until the client goes.
    case endless([UInt8])
    /// Sends nothing more, and waits until the client goes.
    case hang
    /// Closes in good order.
    case close
    /// Closes with a RST.
    case reset

    public static func text(_ text: String) -> Step { .send(Array(text.utf8)) }
  }

  /// A well-formed answer with its length; the connection stays open.
  public static func answer(
    _ status: Int, _ body: String = "", headers: [(String, String)] = [], hasBody: Bool = true
  ) -> [Step] {
    let lines = headers.map { "\($0.0): \($0.1)\r\n" }.joined()
    let head = "HTTP/1.1 \(status) Status\r\nContent-Length: \(body.utf8.count)\r\n\(lines)\r\n"
    return [.text(head + (hasBody ? body : ""))]
  }

  public struct Unavailable: Error {}

  public let port: Int
  private let listener: Int32
  private let log = Locked<[Received]>([])
  private let handler: @Sendable (Received) -> [Step]

  public init(_ handler: @escaping @Sendable (Received) -> [Step]) throws {
    self.handler = handler
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard listener >= 0 else { throw Unavailable() }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = in_addr_t(INADDR_LOOPBACK).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        bind(listener, address, size) == 0 && listen(listener, 512) == 0 && getsockname(listener, address, &size) == 0
      }
    }
    guard isBound else { throw Unavailable() }
    self.listener = listener
    port = Int(UInt16(bigEndian: address.sin_port))
    Thread.detachNewThread { [weak self] in
      var connection = 0
      while true {
        // The listener is closed here and nowhere else: a number closed elsewhere is soon another server's.
        let client = accept(listener, nil, nil)
        guard client >= 0, let server = self else {
          if client >= 0 { close(client) }
          close(listener)
          return
        }
        connection += 1
        let number = connection
        Thread.detachNewThread { server.serve(client, number) }
      }
    }
  }

  deinit { shutdown(listener, Int32(SHUT_RDWR)) }

  public var url: String { "http://127.0.0.1:\(port)" }
  /// Every request so far, in the order they came.
  public var received: [Received] { log.withLock { $0 } }

  private func serve(_ client: Int32, _ connection: Int) {
    var buffer: [UInt8] = []
    while let (head, body) = read(client, &buffer) {
      let lines = head.components(separatedBy: "\r\n")
      let words = lines[0].split(separator: " ")
      guard words.count >= 2 else { break }
      let request = log.withLock { log in
        let request = Received(
          method: String(words[0]), target: String(words[1]), headers: Self.headers(lines.dropFirst()), body: body,
          index: log.count, connection: connection)
        log.append(request)
        return request
      }
      for step in handler(request) {
        switch step {
        case .send(let bytes): guard write(bytes, to: client) else { return finish(client) }
        case .pause(let milliseconds): usleep(milliseconds * 1000)
        case .drip(let bytes, let milliseconds):
          for byte in bytes {
            usleep(milliseconds * 1000)
            guard write([byte], to: client) else { return finish(client) }
          }
        case .endless(let bytes): while write(bytes, to: client) {}
        case .hang: drain(client)
        case .close: return finish(client)
        case .reset:
          var linger = linger(l_onoff: 1, l_linger: 0)
          setsockopt(client, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout.size(ofValue: linger)))
          return finish(client)
        }
      }
    }
    finish(client)
  }

  private func finish(_ client: Int32) { _ = close(client) }

  /// Reads until the other side closes.
  private func drain(_ client: Int32) {
    var chunk = [UInt8](repeating: 0, count: 4096)
    while recv(client, &chunk, chunk.count, 0) > 0 {}
  }

  private func write(_ bytes: [UInt8], to client: Int32) -> Bool {
    var sent = 0
    while sent < bytes.count {
      let count = bytes.withUnsafeBytes { buffer in
        send(client, buffer.baseAddress.map { $0 + sent }, bytes.count - sent, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return false }
      sent += count
    }
    return true
  }

  /// One request's head and body; what came after it stays in the buffer.
  private func read(_ client: Int32, _ buffer: inout [UInt8]) -> (String, [UInt8])? {
    while true {
      if let end = buffer.firstRange(of: Array("\r\n\r\n".utf8)) {
        let head = String(decoding: buffer[..<end.lowerBound], as: UTF8.self)
        let length =
          Self.headers(head.components(separatedBy: "\r\n").dropFirst())
          .first { $0.name.lowercased() == "content-length" }.flatMap { Int($0.value) } ?? 0
        if buffer.count >= end.upperBound + length {
          let body = Array(buffer[end.upperBound..<end.upperBound + length])
          buffer.removeFirst(end.upperBound + length)
          return (head, body)
        }
      }
      var chunk = [UInt8](repeating: 0, count: 65536)
      let count = recv(client, &chunk, chunk.count, 0)
      guard count > 0 else { return nil }
      buffer += chunk[..<count]
    }
  }

  private static func headers(_ lines: ArraySlice<String>) -> [(name: String, value: String)] {
    lines.compactMap { line in
      guard let colon = line.firstIndex(of: ":") else { return nil }
      return (
        String(line[..<colon]), line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
      )
    }
  }
}
