public import Model

/// What a reader wants to see of a snapshot.
public struct ReportOptions: Sendable, Equatable {
  /// List the findings that passed, too; they are always counted.
  public var showsPasses: Bool

  public init(showsPasses: Bool = false) { self.showsPasses = showsPasses }
}

/// A way to write a snapshot down, or a survey of several accounts. Pure: equal values and options give equal bytes.
///
/// One file in `Formats/` each, and named after it: `MarkdownFormat.swift` is found by its place.
public protocol ReportFormat: Sendable {
  /// What `--format` calls it.
  var name: String { get }
  func render(_ snapshot: Snapshot, options: ReportOptions) -> String
  func render(_ survey: Survey, options: ReportOptions) -> String
  /// The text of `render`, in pieces, so that a large report need not be in memory as a whole.
  func write<Failure: Error>(
    _ snapshot: Snapshot, options: ReportOptions, to sink: (String) throws(Failure) -> Void) throws(Failure)
}

extension ReportFormat {
  /// In one piece.
  public func write<Failure: Error>(
    _ snapshot: Snapshot, options: ReportOptions, to sink: (String) throws(Failure) -> Void
  ) throws(Failure) {
    try sink(render(snapshot, options: options))
  }
}

/// Every format there is.
public enum ReportFormats {
  public static let all: [any ReportFormat] = Listed.all.sorted { $0.name < $1.name }

  public static func named(_ name: String) -> (any ReportFormat)? { all.first { $0.name == name } }
}
