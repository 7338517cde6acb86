import Testing

@testable import AWS

struct RetryBudgetTests {
  @Test(arguments: [(RetryBudget.retry, 100), (RetryBudget.timeout, 50)])
  func isUsedUp(_ cost: Int, _ times: Int) {
    var budget = RetryBudget()
    let granted = (0..<200).filter { _ in budget.spend(cost) }.count
    #expect(granted == times)
    #expect(budget.tokens == 0)
    let more = budget.spend(1)
    #expect(!more)
  }

  @Test func neverHoldsMore() {
    var budget = RetryBudget()
    budget.earn(1000)
    #expect(budget.tokens == RetryBudget.capacity)
  }

  @Test("what is not enough is not taken")
  func keepsTheRest() {
    var budget = RetryBudget()
    for _ in 0..<99 { _ = budget.spend(RetryBudget.retry) }
    let isGranted = budget.spend(RetryBudget.timeout)
    #expect(!isGranted)
    #expect(budget.tokens == RetryBudget.retry)
  }

  @Test(
    "of 50,000 calls at some rate of faults, how many end for want of budget",
    arguments: [(5, false), (20, false), (28, false), (35, true), (60, true), (100, true)])
  func lasts(_ percent: Int, _ ends: Bool) {
    var budget = RetryBudget()
    var generator = Generator(state: 42)
    var refused = 0
    for _ in 0..<50_000 {
      var paid: Int?
      while Int.random(in: 0..<100, using: &generator) < percent {
        guard budget.spend(RetryBudget.retry) else {
          refused += 1
          paid = .some(0)
          break
        }
        paid = RetryBudget.retry
      }
      if paid != 0 { budget.earn(paid ?? RetryBudget.success) }
    }
    #expect((refused > 0) == ends)
  }

  /// The same numbers every time.
  struct Generator: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var mixed = state
      mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
      mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
      return mixed ^ (mixed >> 31)
    }
  }
}
