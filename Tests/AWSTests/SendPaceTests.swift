import Testing

@testable import AWS

/// `--max-rps`: never more than so many requests in any second.
struct SendPaceTests {
  @Test("requests that all want to go at once go one by one", arguments: [1, 2, 3, 7, 64, 333, 1000, 4000])
  func crowd(_ rate: Int) {
    var pace = SendPace(rate: rate)
    let times = (0..<3 * rate).map { _ in 500 + pace.take(now: 500) }
    check(times, rate)
    // As many as allowed, and no fewer.
    #expect(times.filter { $0 <= 1500 }.count >= rate)
    #expect(times.last.map { $0 <= 3500 } == true)
  }

  @Test("a pause gives no right to a burst")
  func pause() {
    var pace = SendPace(rate: 10)
    var times: [Int] = []
    for now in [0, 0, 5000, 5000, 5000, 5050, 9000] { times.append(now + pace.take(now: now)) }
    #expect(times == [0, 100, 5000, 5100, 5200, 5300, 9000])
  }

  @Test("whoever comes when a request may go does not wait")
  func calm() {
    var pace = SendPace(rate: 50)
    for now in stride(from: 0, to: 2000, by: 20) { #expect(pace.take(now: now) == 0) }
  }

  @Test("one rate for all hosts, in both modes of retries", arguments: [RetryMode.standard, .adaptive])
  func allHosts(_ mode: RetryMode) async throws {
    var configuration = ClientConfiguration(retryMode: mode)
    configuration.requestsPerSecond = 4
    let traffic = Traffic(configuration)
    var pauses: [Int] = []
    for number in 0..<6 {
      let place = Traffic.Place(host: "bucket-\(number).s3", endpoint: "s3-\(number % 2)")
      pauses.append(try await traffic.enter(place, now: 1000).pause)
    }
    #expect(pauses == [0, 250, 500, 750, 1000, 1250])
    let free = Traffic(ClientConfiguration())
    for _ in 0..<6 {
      #expect(try await free.enter(Traffic.Place(host: "h", endpoint: "e"), now: 0).pause == 0)
    }
  }

  private func check(_ times: [Int], _ rate: Int) {
    for (index, time) in times.enumerated() where index >= rate { #expect(time - times[index - rate] >= 1000) }
  }
}
