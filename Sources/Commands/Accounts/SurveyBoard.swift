import Scanner
import Locking
import Terminal

/// Adds up how far the accounts under way have come, each of which knows only its own sums.
final class SurveyBoard: Sendable {
  private struct State {
    var accountsDone = 0
    var sum = ScanProgress()
    /// Of the accounts under way.
    var progress: [String: ScanProgress] = [:]
  }

  private let accounts: Int
  private let progress: Progress
  private let state = Locked(State())

  init(accounts: Int, progress: Progress) {
    self.accounts = accounts
    self.progress = progress
  }

  func update(_ account: String, _ now: ScanProgress) {
    change { state in
      let before = state.progress.updateValue(now, forKey: account) ?? ScanProgress()
      state.sum.bucketsDone += now.bucketsDone - before.bucketsDone
      state.sum.bucketsTotal += now.bucketsTotal - before.bucketsTotal
      state.sum.objects += now.objects - before.objects
      state.sum.bytes += now.bytes - before.bytes
      state.sum.pages += now.pages - before.pages
    }
  }

  func done(_ account: String) {
    change { state in
      state.accountsDone += 1
      state.progress[account] = nil
    }
  }

  private func change(_ body: (inout sending State) -> Void) {
    let (done, sum) = state.withLock { state in
      body(&state)
      let left = state.progress.values.map { now in now.objectsExpected.map { $0 - now.objects } }
      // Nothing is known of accounts that have not begun.
      let isKnown = state.accountsDone + left.count == accounts && left.allSatisfy { $0 != nil }
      state.sum.objectsExpected = isKnown ? left.reduce(state.sum.objects) { $0 + ($1 ?? 0) } : nil
      return (state.accountsDone, state.sum)
    }
    progress.update { [accounts] shown in
      shown.accountsDone = done
      shown.accountsTotal = accounts
      shown.bucketsDone = sum.bucketsDone
      shown.bucketsTotal = sum.bucketsTotal
      shown.objects = sum.objects
      shown.objectsExpected = sum.objectsExpected
      shown.bytes = sum.bytes
      shown.pages = sum.pages
    }
  }
}
