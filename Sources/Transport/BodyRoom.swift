import Locking

/// Room in memory for the bodies of many large answers that are asked for side by side.
///
/// An answer for which there is no room waits where it is: in the sockets of both sides, where TCP stops its sender. So
/// memory does not depend on how many requests are under way, only on how fast the answers are dealt with. Small answers
/// need no room.
public final class BodyRoom: Sendable {
  private struct State {
    /// Bytes.
    var free: Int
    var holders = 0
    /// Called where there may be room, in order of coming.
    var waiting: [@Sendable () -> Void] = []
    /// Empty, with the memory that they have.
    var buffers: [[UInt8]] = []
  }

  private let state: Locked<State>

  /// - Parameter bytes: of all bodies at once; one alone may be larger.
  public init(bytes: Int) { state = Locked(State(free: bytes)) }

  /// Bytes from which on a body needs room.
  static let small = 64 << 10
  /// Bytes of an answer that does not say how long it will be; a page of 1000 keys has 300,000 to 500,000.
  static let guess = 512 << 10

  /// A place in the room, until it is let go.
  final class Claim: Sendable {
    private let room: BodyRoom
    private let bytes: Int

    fileprivate init(_ room: BodyRoom, _ bytes: Int) {
      self.room = room
      self.bytes = bytes
    }

    deinit { room.release(bytes) }
  }

  /// - Parameter wake: called, from any thread, when it is worth asking again; only where nil is returned.
  func claim(_ bytes: Int, orWait wake: @escaping @Sendable () -> Void) -> Claim? {
    let isGiven = state.withLock { state in
      guard state.holders == 0 || state.free >= bytes else {
        state.waiting.append(wake)
        return false
      }
      state.holders += 1
      state.free -= bytes
      return true
    }
    return isGiven ? Claim(self, bytes) : nil
  }

  /// How many wait.
  var waiting: Int { state.withLock { $0.waiting.count } }

  /// Memory for the body of one that holds a claim.
  func buffer() -> [UInt8] { state.withLock { $0.buffers.popLast() ?? [] } }

  /// Takes back the memory of a body that was dealt with, for the next one: taking and giving back half a megabyte over and
  /// over leaves a heap in pieces.
  public func recycle(_ body: consuming [UInt8]) {
    body.removeAll(keepingCapacity: true)
    let buffer = body
    state.withLock { if $0.buffers.count < Self.spare { $0.buffers.append(buffer) } }
  }

  /// Buffers that are kept at most.
  private static let spare = 6

  private func release(_ bytes: Int) {
    state.withLock { state in
      state.holders -= 1
      state.free += bytes
    }
    wakeNext()
  }

  /// For one who was woken, and does not want the room any more.
  func wakeNext() {
    let wake = state.withLock { $0.waiting.isEmpty ? nil : $0.waiting.removeFirst() }
    wake?()
  }
}
