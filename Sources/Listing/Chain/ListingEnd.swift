/// Why a listing ended.
enum ListingEnd {
  case whole
  case failed(FetchError)
  case stuck(String)

  var reason: String? {
    switch self {
    case .whole: nil
    case .failed(let error): error.reason
    case .stuck(let reason): reason
    }
  }

  var isWhole: Bool { if case .whole = self { true } else { false } }

  var error: FetchError? { if case .failed(let error) = self { error } else { nil } }
}
