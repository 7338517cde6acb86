import Locking
import TestSupport
import Testing

@testable import Transport

struct BodyRoomTests {
  @Test("what has no room is told when there is some, in order")
  func turns() throws {
    let room = BodyRoom(bytes: 100)
    let woken = Locked<[Int]>([])
    func wake(_ number: Int) -> @Sendable () -> Void { { woken.withLock { $0.append(number) } } }
    var first = room.claim(70, orWait: wake(1))
    let second = room.claim(30, orWait: wake(2))
    #expect(first != nil && second != nil)
    #expect(room.claim(1, orWait: wake(3)) == nil)
    #expect(room.claim(80, orWait: wake(4)) == nil)
    #expect(woken.withLock { $0 } == [])
    first = nil
    #expect(woken.withLock { $0 } == [3])
    // The third has gone in the meantime.
    room.wakeNext()
    #expect(woken.withLock { $0 } == [3, 4])
    #expect(room.claim(80, orWait: wake(5)) == nil)
    _ = second
  }

  @Test("one alone may be larger than the room")
  func large() {
    let room = BodyRoom(bytes: 10)
    var alone = room.claim(1000) {}
    #expect(alone != nil)
    #expect(room.claim(1) {} == nil)
    alone = nil
    #expect(room.claim(1) {} != nil)
  }

  /// How many are in the room.
  final class Held: Sendable {
    private let state = Locked((now: 0, most: 0))
    func enter() {
      state.withLock {
        $0.now += 1
        $0.most = max($0.most, $0.now)
      }
    }
    func leave() { state.withLock { $0.now -= 1 } }
    var most: Int { state.withLock { $0.most } }
  }

  /// The server has sent all answers before the first of them is let go.
  @Test("answers wait for their turn, and all come whole", arguments: [true, false])
  func answers(_ saysLength: Bool) async throws {
    let body = String(repeating: "0123456789abcdef", count: 20_000)
    let server = try LocalServer { _ in
      if saysLength { return LocalServer.answer(200, body) }
      return [.text("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + body), .close]
    }
    let transport = Transport(Transport.Options(connections: 12))
    let room = BodyRoom(bytes: 1)
    let held = Held()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<24 {
        group.addTask {
          let response = try await transport.send(
            Request("GET", "http://127.0.0.1:\(server.port)/", room: room))
          held.enter()
          await Task.yield()
          #expect(response.body.count == body.utf8.count)
          held.leave()
          withExtendedLifetime(response) {}
        }
      }
      try await group.waitForAll()
    }
    #expect(held.most == 1)
  }

  @Test("one that is cancelled while it waits gives its turn to the next")
  func cancelled() async throws {
    let body = String(repeating: "x", count: 300_000)
    let server = try LocalServer { _ in LocalServer.answer(200, body) }
    let transport = Transport(Transport.Options(connections: 4))
    let room = BodyRoom(bytes: 1)
    let request = Request("GET", "http://127.0.0.1:\(server.port)/", room: room)
    var first: Response? = try await transport.send(request)
    #expect(first?.claim != nil)
    let impatient = Task { try await transport.send(request) }
    while room.waiting < 1 { await Task.yield() }
    let patient = Task { try await transport.send(request) }
    while room.waiting < 2 { await Task.yield() }
    impatient.cancel()
    await #expect(throws: TransportError.self) { _ = try await impatient.value }
    first = nil
    #expect(try await patient.value.body.count == 300_000)
  }

  @Test("small answers need no room")
  func small() async throws {
    let server = try LocalServer { _ in LocalServer.answer(200, "ok") }
    let transport = Transport()
    let room = BodyRoom(bytes: 1)
    let all = room.claim(1) {}
    let response = try await transport.send(Request("GET", "http://127.0.0.1:\(server.port)/", room: room))
    #expect(response.body == Array("ok".utf8))
    #expect(response.claim == nil)
    _ = all
  }
}
