import Model
import Locking

/// What the services report of their failed reads, from any task.
final class ErrorList: Sendable {
  private let errors = Locked<[ScanError]>([])

  func add(_ error: ScanError) { errors.withLock { $0.append(error) } }
  var all: [ScanError] { errors.withLock { $0 } }
}
