import Model

/// Storage classes as small numbers.
///
/// A bucket has a handful; a server that invents more than `limit` gets the rest of them counted under one name.
struct StorageClassTable: Sendable {
  static let limit = 100
  static let rest = StorageClass("(more classes)")

  private(set) var classes: [StorageClass] = []

  mutating func index(_ name: StorageClass) -> Int {
    if let known = classes.firstIndex(of: name) { return known }
    guard classes.count < Self.limit else {
      if let rest = classes.firstIndex(of: Self.rest) { return rest }
      classes.append(Self.rest)
      return classes.count - 1
    }
    classes.append(name)
    return classes.count - 1
  }
}
