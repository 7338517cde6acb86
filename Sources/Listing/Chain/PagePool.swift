import Locking
import Transport

/// The few pages that a listing reads its answers into, one after another, with the memory that they have.
///
/// Answers may come faster than they can be counted: some wait here as what they are, bytes, until a page is free, and
/// those for which there is no room do not come at all.
final class PagePool: Sendable {
  private struct State {
    var pages: [Page] = []
    /// Pages that may still be made.
    var unmade: Int
    var waiting: [CheckedContinuation<Page?, Never>] = []
  }

  private let state: Locked<State>
  /// For the answers that wait.
  let room = BodyRoom(bytes: 3 << 20)

  init(_ count: Int = 4) { state = Locked(State(unmade: count)) }

  func take(_ kind: ListingKind) async -> Page {
    let page = await withCheckedContinuation { (continuation: CheckedContinuation<Page?, Never>) in
      let free: Page?? = state.withLock { state in
        if let page = state.pages.popLast() { return .some(page) }
        guard state.unmade == 0 else {
          state.unmade -= 1
          return .some(nil)
        }
        state.waiting.append(continuation)
        return nil
      }
      if let free { continuation.resume(returning: free) }
    }
    guard let page, page.kind == kind else { return Page(kind) }
    return page
  }

  func give(_ page: consuming Page) {
    room.recycle(page.takeBody())
    page.reset()
    let page = page
    let next: CheckedContinuation<Page?, Never>? = state.withLock { state in
      guard state.waiting.isEmpty else { return state.waiting.removeFirst() }
      state.pages.append(page)
      return nil
    }
    next?.resume(returning: page)
  }
}
