import Locking

/// Does the same with each item, some at a time, and gives the results in the order of the items.
public func inOrder<Item: Sendable, Value: Sendable>(
  _ items: [Item], atOnce: Int, _ body: @escaping @Sendable (Item) async -> Value
) async -> [Value] {
  await withTaskGroup(of: (Int, Value).self) { group in
    var values = [Value?](repeating: nil, count: items.count)
    for (index, item) in items.enumerated() {
      if index >= max(1, atOnce), let (done, value) = await group.next() { values[done] = value }
      group.addTask { (index, await body(item)) }
    }
    for await (index, value) in group { values[index] = value }
    return values.compactMap(\.self)
  }
}

/// Places that tasks take while they hold much in memory, over all accounts together: first come, first served.
public final class Slots: Sendable {
  private struct State {
    var free: Int
    var waiting: [CheckedContinuation<Void, Never>] = []
    /// Those before it have been woken.
    var next = 0
  }

  /// How many places there are.
  public let count: Int
  private let state: Locked<State>

  public init(_ count: Int) {
    self.count = max(1, count)
    state = Locked(State(free: max(1, count)))
  }

  /// Runs `body` in a place of its own, as soon as one is free. A cancelled task waits for its turn as well, which comes
  /// soon where all are cancelled.
  func withSlot<Value: Sendable>(_ body: @Sendable () async -> Value) async -> Value {
    await withCheckedContinuation { continuation in
      let isFree = state.withLock { state in
        guard state.free > 0 else {
          state.waiting.append(continuation)
          return false
        }
        state.free -= 1
        return true
      }
      if isFree { continuation.resume() }
    }
    defer { release() }
    return await body()
  }

  private func release() {
    let next: CheckedContinuation<Void, Never>? = state.withLock { state in
      guard state.next < state.waiting.count else {
        state.free += 1
        return nil
      }
      let first = state.waiting[state.next]
      state.next += 1
      if state.next == state.waiting.count || state.next >= 1024 {
        state.waiting.removeFirst(state.next)
        state.next = 0
      }
      return first
    }
    next?.resume()
  }
}
