import AWS
import Model
import XML

/// An operation together with what its answer means.
struct Read<Value: Sendable>: Sendable {
  let operation: Operation
  /// Gets the whole answer with its root element, which is already known to be this API's own.
  let decode: @Sendable (XMLElement, APIResponse) throws(AnswerError) -> Observation<Value>

  init(
    _ operation: Operation,
    decode: @escaping @Sendable (XMLElement, APIResponse) throws(AnswerError) -> Observation<Value>
  ) {
    self.operation = operation
    self.decode = decode
  }
}

/// An operation whose answer is a list of like items, spread over pages.
struct ListRead<Item: Sendable>: Sendable {
  let operation: Operation
  /// The element of one item.
  let element: String
  let decode: @Sendable (XMLElement) throws(AnswerError) -> Item

  init(_ operation: Operation, element: String, decode: @escaping @Sendable (XMLElement) throws(AnswerError) -> Item) {
    self.operation = operation
    self.element = element
    self.decode = decode
  }
}

/// What one read gave: an observation, and where that is a failure, the same for the list of errors.
struct Reading<Value: Sendable>: Sendable {
  let observation: Observation<Value>
  let error: ScanError?

  init(_ observation: Observation<Value>, error: ScanError? = nil) {
    self.observation = observation
    self.error = error
  }

  init(_ failure: ReadFailure) { self.init(.unknown(failure.gap), error: failure.error) }
}

/// An answer of the right API that lacks something, or holds something that it cannot mean.
struct AnswerError: Error, Equatable, Sendable {
  let message: String
  /// It is well-formed, and something else's.
  let isForeign: Bool

  init(_ message: String, isForeign: Bool = false) {
    self.message = message
    self.isForeign = isForeign
  }
}

/// Why there is no answer to decode.
struct ReadFailure: Error, Sendable {
  let gap: Gap
  /// Nil where nothing went wrong: the provider's data file says that there is no such API.
  let error: ScanError?
}
