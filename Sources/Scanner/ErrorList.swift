import Model
import Synchronization

/// What the services report of their failed reads, from any task.
final class ErrorList: Sendable {
  private let errors = Mutex<[ScanError]>([])

  func add(_ error: ScanError) { errors.withLock { $0.append(error) } }
  var all: [ScanError] { errors.withLock { $0 } }
}
