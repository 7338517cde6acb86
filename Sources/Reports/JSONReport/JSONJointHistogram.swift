import Model

/// Rows of values instead of objects, because there may be thousands.
extension JointHistogram: JSONConvertible {
  var json: JSONDocument {
    .object([
      "prefixes": .row(prefixes.map(\.json)), "folded_prefixes": .row(foldedPrefixes.map(\.json)),
      "sizes": .row(sizes.map(\.json)), "ages": .row(ages.map(\.json)),
      "newer_noncurrent_versions": .row(ranks.map(\.json)), "columns": .row(Self.columns.map(\.json)),
      "cells": .array(cells.map(row)),
    ])
  }

  private static let columns = [
    "prefix", "storage_class", "state", "newer_noncurrent_versions", "size", "age", "objects", "bytes",
  ]

  /// Edges are told by their lower bounds.
  private func row(_ cell: Cell) -> JSONDocument {
    .row([
      prefixes[cell.prefix].json, cell.storageClass.json, cell.state.name.json,
      newerVersions(of: cell).map { $0.lowerBound.json } ?? .null, sizes[cell.size].json, ages[cell.age].json,
      cell.objects.json, cell.bytes.json,
    ])
  }
}

extension JointHistogram.State {
  fileprivate var name: String {
    switch self {
    case .current: "current"
    case .noncurrent: "noncurrent"
    case .deleteMarker: "delete_marker"
    case .expiredDeleteMarker: "expired_delete_marker"
    case .noncurrentDeleteMarker: "noncurrent_delete_marker"
    case .upload: "incomplete_upload"
    }
  }
}
