import Locking
import Testing

@testable import AWS

/// The waiting itself: who is let in when, and who is sent away.
@Suite(.timeLimit(.minutes(20)))
struct TrafficTests {
  let traffic = Traffic(ClientConfiguration(concurrency: 1))
  let place = Traffic.Place(host: "b.example", endpoint: "example")
  let reason = Traffic.Reason(kind: .connection, code: "", message: "refused")

  /// What several tasks write down.
  final class Notes: Sendable {
    private let state = Locked((list: [Int](), now: 0, peak: 0))
    func append(_ number: Int) { state.withLock { $0.list.append(number) } }
    func enter() {
      state.withLock { state in
        state.now += 1
        state.peak = max(state.peak, state.now)
      }
    }
    func leave() { state.withLock { $0.now -= 1 } }
    var list: [Int] { state.withLock { $0.list } }
    var now: Int { state.withLock { $0.now } }
    var peak: Int { state.withLock { $0.peak } }
  }

  /// Returns once so many wait.
  func waitUntil(_ count: Int) async { while traffic.waiting(for: place.host) != count { await Task.yield() } }

  @Test("who waits is let in in order")
  func order() async throws {
    let order = Notes()
    let first = try await traffic.enter(place, now: 0)
    await withTaskGroup(of: Void.self) { group in
      for number in 1...5 {
        group.addTask {
          // A refusal leaves a gap in the list.
          guard let permit = try? await traffic.enter(place, now: 0) else { return }
          order.append(number)
          traffic.leave(permit, .failed, reason: reason, now: 0)
        }
        await waitUntil(number)
      }
      traffic.leave(first, .good, now: 0)
    }
    #expect(order.list == [1, 2, 3, 4, 5])
  }

  @Test("who stops waiting leaves the line, and holds nobody up")
  func cancellation() async throws {
    let first = try await traffic.enter(place, now: 0)
    let impatient = Task { () -> Traffic.Refusal? in
      do throws(Traffic.Refusal) {
        traffic.leave(try await traffic.enter(place, now: 0), .good, now: 0)
        return nil
      } catch {
        return error
      }
    }
    await waitUntil(1)
    let patient = Task { try await traffic.enter(place, now: 0) }
    await waitUntil(2)
    impatient.cancel()
    #expect(await impatient.value == .cancelled)
    await waitUntil(1)
    traffic.leave(first, .good, now: 0)
    traffic.leave(try await patient.value, .good, now: 0)
    // The place is free again.
    traffic.leave(try await traffic.enter(place, now: 0), .good, now: 0)
  }

  @Test("a task that is cancelled before it asks does not wait")
  func cancelledBefore() async throws {
    let first = try await traffic.enter(place, now: 0)
    let task = Task { () -> Traffic.Refusal? in
      while !Task.isCancelled { await Task.yield() }
      do throws(Traffic.Refusal) { _ = try await traffic.enter(place, now: 0) } catch { return error }
      return nil
    }
    task.cancel()
    #expect(await task.value == .cancelled)
    #expect(traffic.waiting(for: place.host) == 0)
    traffic.leave(first, .good, now: 0)
  }

  @Test("when an endpoint is given up, all that wait for it are sent away, and those of its other hosts are not let in")
  func givenUp() async throws {
    var permit = try await traffic.enter(place, now: 0)
    for _ in 0..<4 {
      traffic.leave(permit, .silent, reason: reason, now: 0)
      permit = try await traffic.enter(place, now: 0)
    }
    let waiting = (0..<3).map { _ in
      Task { () -> Traffic.Refusal? in
        do throws(Traffic.Refusal) { _ = try await traffic.enter(place, now: 0) } catch { return error }
        return nil
      }
    }
    await waitUntil(3)
    let givenUp = Traffic.GivenUp(reason: reason, failures: 5, isSilent: true)
    #expect(traffic.leave(permit, .silent, reason: reason, now: 0) == givenUp)
    for task in waiting { #expect(await task.value == .givenUp(givenUp)) }
    let other = Traffic.Place(host: "c.example", endpoint: "example")
    await #expect(throws: Traffic.Refusal.givenUp(givenUp)) { _ = try await traffic.enter(other, now: 0) }
    let elsewhere = Traffic.Place(host: "b.example.org", endpoint: "example.org")
    traffic.leave(try await traffic.enter(elsewhere, now: 0), .good, now: 0)
    // Later one is let in to see.
    traffic.leave(try await traffic.enter(other, now: Circuit.pause), .good, now: Circuit.pause)
    traffic.leave(try await traffic.enter(place, now: Circuit.pause), .good, now: Circuit.pause)
  }

  @Test("adaptive: after an overload requests are spread over time; standard: they are not")
  func modes() async throws {
    for (mode, isSpread) in [(RetryMode.standard, false), (.adaptive, true)] {
      let traffic = Traffic(ClientConfiguration(retryMode: mode, concurrency: 64))
      for index in 0..<100 {
        traffic.leave(try await traffic.enter(place, now: index * 20), .good, now: index * 20)
      }
      traffic.leave(try await traffic.enter(place, now: 2000), .overloaded, reason: reason, now: 2000)
      var pauses: [Int] = []
      for _ in 0..<8 {
        pauses.append(try await traffic.enter(place, now: 2000).pause)
      }
      #expect((pauses.max() ?? 0 > 0) == isSpread)
    }
  }

  @Test("a thousand tasks, some of them impatient, on four places: everyone is answered, nobody is lost")
  func crowd() async {
    let traffic = Traffic(ClientConfiguration(concurrency: 4))
    let underWay = Notes()
    let answered = await withTaskGroup(of: Bool.self) { group in
      for index in 0..<1000 {
        group.addTask {
          let task = Task {
            guard let permit = try? await traffic.enter(place, now: 0) else { return }  // Cancelled: nothing is held.
            underWay.enter()
            await Task.yield()
            underWay.leave()
            traffic.leave(permit, index % 7 == 0 ? .cancelled : .good, now: 0)
          }
          if index % 5 == 0 { task.cancel() }
          await task.value
          return true
        }
      }
      return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
    }
    #expect(answered == 1000)
    #expect(underWay.now == 0)
    #expect((1...4).contains(underWay.peak))
    #expect(traffic.waiting(for: place.host) == 0)
  }
}
