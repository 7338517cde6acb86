import Model

extension ObjectTable {
  /// For a terminal, like `ls -l`: times in UTC. Of several targets, each under its name.
  /// - Parameter inBytes: exact figures without separators; else binary units.
  public func text(inBytes: Bool = false) -> String {
    var parts: [String] = []
    let isNamed = targets.count + failures.count > 1
    for target in targets {
      var text = isNamed ? "\(UsageTable.place(target.bucket, target.prefix)):\n" : ""
      if target.rows.isEmpty {
        text += kind == .duplicates ? "" : "(nothing)\n"
      } else {
        var table = AlignedText(columns)
        for row in target.rows { table.add(cells(row, name(row.key, in: target), inBytes)) }
        text += table.text
      }
      if let duplicates = target.duplicates {
        text += (target.rows.isEmpty ? "" : "\n") + DuplicateWords.finding(duplicates) + "\n"
      }
      if !target.isComplete { text += "(the listing was cut short: there may be others)\n" }
      parts.append(text)
    }
    let duplicates = targets.compactMap(\.duplicates).filter { $0.objects > 0 }
    if !duplicates.isEmpty { parts.append(DuplicateWords.caveat(duplicates) + "\n") }
    return parts.joined(separator: isNamed ? "\n" : "")
  }

  private var columns: [(String, AlignedText.Alignment)] {
    kind == .duplicates
      ? [("Wasted", .right), ("Copies", .right), ("Size", .right), ("First of them", .left)]
      : [("Modified (UTC)", .left), ("Size", .right), ("Class", .left), ("Key", .left)]
  }

  /// Of a level, what is behind the last `/` of the prefix, as in any folder.
  private func name(_ key: String, in target: Target) -> String {
    guard kind == .level, let slash = target.prefix.utf8.lastIndex(of: UInt8(ascii: "/")) else { return key }
    let count = target.prefix.utf8.distance(from: target.prefix.startIndex, to: slash) + 1
    let name = String(decoding: key.utf8.dropFirst(count), as: UTF8.self)
    return name.isEmpty ? "./" : name
  }

  private func cells(_ row: Row, _ name: String, _ inBytes: Bool) -> [String] {
    let key = MarkdownText.visible(name)
    func size(_ bytes: Int64?) -> String { bytes.map { inBytes ? String($0) : Words.bytes($0) } ?? "" }
    if kind == .duplicates {
      let copies = row.copies ?? 0
      return [size(row.wastedBytes), inBytes ? String(copies) : Words.count(copies), size(row.bytes), key]
    }
    return [
      row.lastModified.map { "\($0.day) \($0.clock)" } ?? "", row.bytes == nil ? "folder" : size(row.bytes),
      row.storageClass.map { MarkdownText.visible($0.rawValue) } ?? "", key,
    ]
  }

  /// Comma-separated values for machines: one record each, with a header.
  public func csv() -> String {
    let isAboutContents = kind == .duplicates
    var text = CSVText.record(
      ["bucket", "key", "bytes"]
        + (isAboutContents ? ["copies", "wasted_bytes"] : ["last_modified", "storage_class"]) + ["complete"])
    for target in targets {
      for row in target.rows {
        let more =
          isAboutContents
          ? [row.copies.map { String($0) } ?? "", row.wastedBytes.map { String($0) } ?? ""]
          : [row.lastModified?.description ?? "", row.storageClass?.rawValue ?? ""]
        text += CSVText.record(
          [target.bucket, row.key, row.bytes.map { String($0) } ?? ""] + more
            + [target.isComplete ? "true" : "false"])
      }
    }
    return text
  }

  /// JSON for machines, by `reports/ls.schema.json`.
  public func json() -> String {
    JSONDocument.object([
      "schema_version": "1.0".json, "tool": .object(["name": "audit".json, "version": toolVersion.json]),
      "listed_at": listedAt.json, "provider": provider.json, "endpoint": endpoint.json, "kind": kind.rawValue.json,
      "complete": isComplete.json, "unread": .array(failures.map(\.json)), "remarks": remarks.json,
      "targets": .array(
        targets.map { target in
          .object([
            "bucket": target.bucket.json, "prefix": target.prefix.json, "complete": target.isComplete.json,
            "incomplete_reason": target.incompleteReason.json, "list_requests": target.listRequests.json,
            "duplicates": target.duplicates.json, "lines": .array(target.rows.map(\.json)),
          ])
        }),
    ]).text
  }
}

extension ObjectTable.Row: JSONConvertible {
  var json: JSONDocument {
    .object([
      "key": key.json, "bytes": bytes.json, "last_modified": lastModified.json, "storage_class": storageClass.json,
      "copies": copies.json, "wasted_bytes": wastedBytes.json,
    ])
  }
}
