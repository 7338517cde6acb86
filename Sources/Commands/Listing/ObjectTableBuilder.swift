import AWS
import Listing
import Model
import Reports

/// What listings gave, as the lines that `ls` tells.
struct ObjectTableBuilder {
  var table: ObjectTable
  /// Why nothing could be read of the first target of which nothing could.
  private(set) var problem: Problem?

  init(table: ObjectTable) { self.table = table }

  mutating func add(_ target: ListingTarget, _ level: Observation<Level>, _ error: APIError?) {
    guard let level = level.value else {
      return fail(target, ListedTarget.reason(level.gap, error), error)
    }
    let rows = level.entries.map {
      ObjectTable.Row(
        key: $0.key, bytes: $0.bytes, lastModified: $0.lastModified, storageClass: $0.storageClass)
    }
    add(
      ObjectTable.Target(
        bucket: target.bucket, prefix: target.prefix, rows: rows, isComplete: level.incompleteReason == nil,
        incompleteReason: level.incompleteReason, listRequests: level.listRequests),
      isEmpty: rows.isEmpty)
  }

  /// - Parameter count: lines at most.
  mutating func add(_ listed: ListedTarget, _ count: Int) {
    guard let usage = listed.usage.value else { return fail(listed.target, listed.reason, listed.error) }
    let samples: [ObjectSample] =
      switch table.kind {
      case .largest: usage.largest
      case .oldest: usage.oldest ?? []
      case .newest: usage.newest ?? []
      case .level, .duplicates: []
      }
    var rows = samples.map {
      ObjectTable.Row(
        key: $0.key, bytes: $0.bytes, lastModified: $0.lastModified, storageClass: $0.storageClass)
    }
    if table.kind == .duplicates {
      rows = (usage.duplicates?.examples ?? []).map {
        ObjectTable.Row(key: $0.key, bytes: $0.bytes, copies: $0.copies)
      }
    }
    add(
      ObjectTable.Target(
        bucket: listed.target.bucket, prefix: listed.target.prefix, rows: Array(rows.prefix(count)),
        isComplete: usage.isComplete, incompleteReason: usage.incompleteReason,
        duplicates: table.kind == .duplicates ? usage.duplicates : nil, listRequests: usage.listRequests),
      isEmpty: usage.total.currentTotal.objects == 0)
  }

  private mutating func add(_ target: ObjectTable.Target, isEmpty: Bool) {
    let name = ListingTarget(bucket: target.bucket, prefix: target.prefix).description
    if let reason = target.incompleteReason { table.remarks.append("\(name): \(reason); there may be others") }
    if let reason = target.duplicates?.inexactReason {
      table.remarks.append("\(name): duplicates are estimated: \(reason)")
    }
    if target.isComplete, isEmpty, !target.prefix.isEmpty {
      table.remarks.append("no key in \(target.bucket) begins with '\(target.prefix)'; check the spelling")
    }
    table.targets.append(target)
  }

  private mutating func fail(_ target: ListingTarget, _ reason: String, _ error: APIError?) {
    let failure = UnreadTarget(
      bucket: target.bucket, prefix: target.prefix, reason: reason, fix: error?.fix ?? "")
    table.failures.append(failure)
    table.remarks.append(
      "\(target.description) could not be listed: \(reason)\(failure.fix.isEmpty ? "" : "; \(failure.fix)")")
    if problem == nil {
      problem = error?.problem ?? Problem("\(target.description) could not be listed", why: reason)
    }
  }
}
