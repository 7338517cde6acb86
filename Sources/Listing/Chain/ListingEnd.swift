/// Why a listing ended.
enum ListingEnd {
  case whole
  case failed(FetchError)
  case stuck(String)
  /// As many requests as allowed were sent.
  case spent(Int64)

  var reason: String? {
    switch self {
    case .whole: nil
    case .failed(let error): error.reason
    case .stuck(let reason): reason
    case .spent(let limit): "\(limit) LIST requests were sent, which is the limit that was set"
    }
  }

  var isWhole: Bool { if case .whole = self { true } else { false } }

  var error: FetchError? { if case .failed(let error) = self { error } else { nil } }
}
