import Synchronization

/// Pages that are not in use, with the memory that they have: a listing needs as many as answers come at once.
final class PagePool: Sendable {
  private let pages = Mutex<[Page]>([])

  func page(_ kind: ListingKind) -> Page {
    let page = pages.withLock { $0.popLast() }
    guard let page, page.kind == kind else { return Page(kind) }
    return page
  }

  func give(_ page: consuming Page) {
    page.reset()
    let page = page
    pages.withLock { $0.append(page) }
  }
}
