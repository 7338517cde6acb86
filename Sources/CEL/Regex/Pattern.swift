/// Why a text is no pattern.
struct PatternError: Error, Equatable, Sendable {
  let message: String
}

/// A regular expression in RE2's syntax, matched in time linear in the text: there is no backtracking to exploit.
///
/// Source: RE2, "Syntax"; Russ Cox, "Regular Expression Matching: the Virtual Machine Approach".
struct Pattern: Sendable {
  enum Instruction: Sendable {
    case match(ScalarSet)
    case split(Int, Int)
    case jump(Int)
    case assert(Assertion)
    case accept
  }

  enum Assertion: Sendable {
    case textStart, textEnd, lineStart, lineEnd, wordBoundary, noWordBoundary
  }

  private let program: [Instruction]

  /// Steps per byte of text, at most.
  var cost: Int { program.count }

  init(_ text: String) throws(PatternError) {
    let tree = try PatternParser.parse(text)
    var compiler = PatternCompiler()
    try compiler.emit(tree)
    program = compiler.program + [.accept]
  }

  /// Whether the pattern matches anywhere in the text.
  func matches(_ text: String) -> Bool {
    var machine = Machine(count: program.count)
    var previous: Unicode.Scalar?
    var iterator = text.unicodeScalars.makeIterator()
    var current = iterator.next()
    while true {
      // A match may start at every place.
      if add(0, to: &machine, previous, current) { return true }
      guard let scalar = current else { return false }
      machine.swap()
      let next = iterator.next()
      for index in machine.last {
        if case .match(let set) = program[index], set.contains(scalar) {
          if add(index + 1, to: &machine, scalar, next) { return true }
        }
      }
      previous = scalar
      current = next
    }
  }

  /// Follows everything that takes no scalar; true when that accepts.
  private func add(
    _ start: Int, to machine: inout Machine, _ previous: Unicode.Scalar?, _ next: Unicode.Scalar?
  ) -> Bool {
    machine.pending.append(start)
    while let index = machine.pending.popLast() {
      guard machine.visit(index) else { continue }
      switch program[index] {
      case .match: machine.current.append(index)
      case .jump(let target): machine.pending.append(target)
      case .split(let first, let second): machine.pending += [second, first]
      case .assert(let assertion):
        if Self.holds(assertion, previous, next) { machine.pending.append(index + 1) }
      case .accept:
        machine.pending.removeAll()
        return true
      }
    }
    return false
  }

  private static func holds(_ assertion: Assertion, _ previous: Unicode.Scalar?, _ next: Unicode.Scalar?) -> Bool {
    switch assertion {
    case .textStart: previous == nil
    case .textEnd: next == nil
    case .lineStart: previous == nil || previous == "\n"
    case .lineEnd: next == nil || next == "\n"
    case .wordBoundary: isWord(previous) != isWord(next)
    case .noWordBoundary: isWord(previous) == isWord(next)
    }
  }

  private static func isWord(_ scalar: Unicode.Scalar?) -> Bool {
    guard let scalar else { return false }
    return ScalarSet.word.contains(scalar)
  }

  /// The instructions that wait for the next scalar, each once.
  private struct Machine {
    var current: [Int] = []
    var last: [Int] = []
    var pending: [Int] = []
    private var seen: [Int]
    private var round = 1

    init(count: Int) { seen = Array(repeating: 0, count: count) }

    mutating func visit(_ index: Int) -> Bool {
      if seen[index] == round { return false }
      seen[index] = round
      return true
    }

    mutating func swap() {
      Swift.swap(&current, &last)
      current.removeAll(keepingCapacity: true)
      round += 1
    }
  }
}

/// Writes the program of a pattern's tree.
struct PatternCompiler {
  private(set) var program: [Pattern.Instruction] = []

  /// Longer programs are refused: counted repetitions multiply.
  static let limit = 10_000

  private mutating func append(_ instruction: Pattern.Instruction) throws(PatternError) {
    guard program.count < Self.limit else { throw PatternError(message: "the pattern is too large") }
    program.append(instruction)
  }

  mutating func emit(_ tree: PatternTree) throws(PatternError) {
    switch tree {
    case .empty: break
    case .set(let set): try append(.match(set))
    case .assert(let assertion): try append(.assert(assertion))
    case .sequence(let parts): for part in parts { try emit(part) }
    case .either(let choices): try emit(choices)
    case .repeated(let part, let least, let most):
      for _ in 0..<least { try emit(part) }
      guard let most else { return try emitLoop(part) }
      // Each optional copy may leave to the very end.
      var exits: [Int] = []
      for _ in 0..<max(0, most - least) {
        exits.append(program.count)
        try append(.split(0, 0))
        try emit(part)
      }
      for exit in exits { program[exit] = .split(exit + 1, program.count) }
    }
  }

  private mutating func emit(_ choices: [PatternTree]) throws(PatternError) {
    var ends: [Int] = []
    for (index, choice) in choices.enumerated() {
      guard index < choices.count - 1 else {
        try emit(choice)
        continue
      }
      let split = program.count
      try append(.split(0, 0))
      try emit(choice)
      ends.append(program.count)
      try append(.jump(0))
      program[split] = .split(split + 1, program.count)
    }
    for end in ends { program[end] = .jump(program.count) }
  }

  private mutating func emitLoop(_ part: PatternTree) throws(PatternError) {
    let split = program.count
    try append(.split(0, 0))
    try emit(part)
    try append(.jump(split))
    program[split] = .split(split + 1, program.count)
  }
}
