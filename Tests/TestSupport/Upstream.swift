import Foundation

/// Passes a request on to a local HTTP server and gives back its whole answer as it came over the wire.
struct Upstream: Sendable {
  let port: Int

  /// - Parameter url: `http://127.0.0.1:PORT`.
  init(_ url: String) throws {
    guard let port = url.split(separator: ":").last.flatMap({ Int($0) }) else {
      throw TestSupportError("\(url) names no port")
    }
    self.port = port
  }

  /// Blocks until the server has closed; 502 where it cannot be reached. The answer keeps the connection open.
  func answer(to request: LocalServer.Received) -> [UInt8] {
    var head = "\(request.method) \(request.target) HTTP/1.1\r\n"
    for (name, value) in request.headers where name.lowercased() != "connection" { head += "\(name): \(value)\r\n" }
    head += "Connection: close\r\n\r\n"
    guard let bytes = exchange(Array(head.utf8) + request.body), !bytes.isEmpty else {
      return Array("HTTP/1.1 502 No Upstream\r\nContent-Length: 0\r\n\r\n".utf8)
    }
    // Connections to the client outlive this one.
    guard let close = bytes.firstRange(of: Array("\r\nConnection: close".utf8)) else { return bytes }
    return Array(bytes[..<close.lowerBound] + bytes[close.upperBound...])
  }

  private func exchange(_ bytes: [UInt8]) -> [UInt8]? {
    let server = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard server >= 0 else { return nil }
    defer { close(server) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = UInt16(port).bigEndian
    address.sin_addr.s_addr = in_addr_t(INADDR_LOOPBACK).bigEndian
    let isConnected = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        connect(server, address, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
      }
    }
    guard isConnected, send(server, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count else { return nil }
    var received: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65536)
    while true {
      let count = recv(server, &chunk, chunk.count, 0)
      guard count > 0 else { return received }
      received += chunk[..<count]
    }
  }
}
