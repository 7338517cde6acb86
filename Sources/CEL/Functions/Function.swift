/// A function of the library with all its forms.
struct Function: Sendable {
  let name: String
  let overloads: [Overload]
}

/// One form of a function: what it takes, what it gives, and how.
struct Overload: Sendable {
  typealias Body = @Sendable ([Value], Run) throws(EvaluationError) -> Value?

  let isMethod: Bool
  var signature: Signature
  /// Any number of arguments of any of these types; the signature does not count then.
  var variadic: [CELType]?
  /// Copes with unknown leaves inside its lists and maps; else one of them makes the result unknown.
  var takesUnknownLeaves = false
  /// Nil when the arguments are not of this form's types.
  let body: Body

  /// `string.charAt(int)`, for errors.
  func form(of name: String) -> String {
    if let variadic { return "\(name)(\(variadic.map(\.description).joined(separator: " or ")), ...)" }
    let types = signature.parameters.map(\.description)
    guard isMethod, let receiver = types.first else { return "\(name)(\(types.joined(separator: ", ")))" }
    return "\(receiver).\(name)(\(types.dropFirst().joined(separator: ", ")))"
  }
}

/// Ways to write an overload: the closure's own types say what it takes, unless `taking` and `giving` say it closer.
extension Overload {
  private init(
    _ isMethod: Bool, _ types: [CELType], _ taking: [CELType]?, _ result: CELType, _ body: @escaping Body
  ) {
    self.isMethod = isMethod
    signature = Signature(taking ?? types, result)
    self.body = body
  }

  static func function<R: Native>(
    giving: CELType? = nil, _ body: @escaping @Sendable () throws(EvaluationError) -> R
  ) -> Overload {
    Overload(false, [], nil, giving ?? R.celType) { (_, _) throws(EvaluationError) in try body().celValue }
  }

  static func function<A: Native, R: Native>(
    taking: [CELType]? = nil, giving: CELType? = nil,
    _ body: @escaping @Sendable (A) throws(EvaluationError) -> R
  ) -> Overload { unary(false, taking, giving) { (a, _) throws(EvaluationError) in try body(a) } }

  static func method<A: Native, R: Native>(
    taking: [CELType]? = nil, giving: CELType? = nil,
    _ body: @escaping @Sendable (A) throws(EvaluationError) -> R
  ) -> Overload { unary(true, taking, giving) { (a, _) throws(EvaluationError) in try body(a) } }

  static func function<A: Native, B: Native, R: Native>(
    taking: [CELType]? = nil, giving: CELType? = nil,
    _ body: @escaping @Sendable (A, B) throws(EvaluationError) -> R
  ) -> Overload { binary(false, taking, giving) { (a, b, _) throws(EvaluationError) in try body(a, b) } }

  static func method<A: Native, B: Native, R: Native>(
    taking: [CELType]? = nil, giving: CELType? = nil,
    _ body: @escaping @Sendable (A, B) throws(EvaluationError) -> R
  ) -> Overload { binary(true, taking, giving) { (a, b, _) throws(EvaluationError) in try body(a, b) } }

  /// One argument, and the run to charge for the work.
  static func unary<A: Native, R: Native>(
    _ isMethod: Bool, _ taking: [CELType]? = nil, _ giving: CELType? = nil,
    _ body: @escaping @Sendable (A, Run) throws(EvaluationError) -> R
  ) -> Overload {
    Overload(isMethod, [A.celType], taking, giving ?? R.celType) { (values, run) throws(EvaluationError) in
      guard values.count == 1, let a = A(celValue: values[0]) else { return nil }
      return try body(a, run).celValue
    }
  }

  /// Two arguments, and the run to charge for the work.
  static func binary<A: Native, B: Native, R: Native>(
    _ isMethod: Bool, _ taking: [CELType]? = nil, _ giving: CELType? = nil,
    _ body: @escaping @Sendable (A, B, Run) throws(EvaluationError) -> R
  ) -> Overload {
    Overload(isMethod, [A.celType, B.celType], taking, giving ?? R.celType) { (values, run) throws(EvaluationError) in
      guard values.count == 2, let a = A(celValue: values[0]), let b = B(celValue: values[1]) else { return nil }
      return try body(a, b, run).celValue
    }
  }

  /// Three arguments, and the run to charge for the work.
  static func ternary<A: Native, B: Native, C: Native, R: Native>(
    _ isMethod: Bool, _ taking: [CELType]? = nil, _ giving: CELType? = nil,
    _ body: @escaping @Sendable (A, B, C, Run) throws(EvaluationError) -> R
  ) -> Overload {
    let types = [A.celType, B.celType, C.celType]
    return Overload(isMethod, types, taking, giving ?? R.celType) { (values, run) throws(EvaluationError) in
      guard values.count == 3, let a = A(celValue: values[0]), let b = B(celValue: values[1]),
        let c = C(celValue: values[2])
      else { return nil }
      return try body(a, b, c, run).celValue
    }
  }

  /// Four arguments, and the run to charge for the work.
  static func quaternary<A: Native, B: Native, C: Native, D: Native, R: Native>(
    _ isMethod: Bool, _ body: @escaping @Sendable (A, B, C, D, Run) throws(EvaluationError) -> R
  ) -> Overload {
    let types = [A.celType, B.celType, C.celType, D.celType]
    return Overload(isMethod, types, nil, R.celType) { (values, run) throws(EvaluationError) in
      guard values.count == 4, let a = A(celValue: values[0]), let b = B(celValue: values[1]),
        let c = C(celValue: values[2]), let d = D(celValue: values[3])
      else { return nil }
      return try body(a, b, c, d, run).celValue
    }
  }

  /// Any number of arguments.
  static func variadic(
    _ types: [CELType], _ body: @escaping @Sendable ([Value], Run) throws(EvaluationError) -> Value
  ) -> Overload {
    var overload = Overload(false, [], nil, .dyn) { (values, run) throws(EvaluationError) in try body(values, run) }
    overload.variadic = types
    return overload
  }

  /// The same, for functions that cope with unknown leaves themselves.
  var overUnknownLeaves: Overload {
    var copy = self
    copy.takesUnknownLeaves = true
    return copy
  }
}
