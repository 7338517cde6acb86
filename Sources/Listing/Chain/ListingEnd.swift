import AWS

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

extension FetchError {
  /// The same request may well succeed in a while: the service or the network is in trouble, and nothing is refused.
  var mayPass: Bool {
    switch self {
    case .page: true
    case .cancelled, .spent: false
    case .api(let error):
      switch error.kind {
      case .server, .throttled, .connection, .timeout, .foreignAnswer: true
      case .denied, .notFound, .credentials, .tls, .cancelled, .other: false
      }
    }
  }
}
