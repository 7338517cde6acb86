import Foundation

/// A report in JSON, as far as these tests read it.
struct Report {
  private let document: [String: Any]

  struct Malformed: Error, CustomStringConvertible {
    let description: String
  }

  init(_ text: String) throws {
    guard let document = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any] else {
      throw Malformed(description: "the report is no object: \(text.prefix(200))")
    }
    self.document = document
  }

  /// Everything that must not differ between two scans of the same account, as text with sorted keys: all but times,
  /// ages, the endpoint's port and the number of requests.
  func lasting() throws -> String {
    let data = try JSONSerialization.data(withJSONObject: Self.strip(document), options: [.sortedKeys, .prettyPrinted])
    // Ages in days grow at any moment of the day.
    return String(decoding: data, as: UTF8.self).replacing(/begun up to [0-9,]+ days ago/, with: "begun before")
  }

  /// The lines in which two such texts differ, the first twenty of them.
  static func changes(_ found: String, from expected: String) -> String {
    found.split(separator: "\n").difference(from: expected.split(separator: "\n")).prefix(20).map { change in
      switch change {
      case .remove(_, let element, _): "-\(element)"
      case .insert(_, let element, _): "+\(element)"
      }
    }.joined(separator: "\n")
  }

  private static func strip(_ value: Any) -> Any {
    switch value {
    case let object as [String: Any]:
      // An object may pass from one age to the next between two scans.
      let passing: Set = [
        "started_at", "finished_at", "listed_at", "list_requests", "endpoint", "histogram", "noncurrent_histogram",
      ]
      return object.filter { !passing.contains($0.key) }.mapValues(strip)
    case let array as [Any]: return array.map(strip)
    default: return value
    }
  }

  struct Totals: Equatable {
    let objects, bytes, noncurrent, deleteMarkers, uploads, uploadBytes: Int
  }

  /// What was listed of a bucket; nil where that is unknown.
  func totals(of bucket: String) -> Totals? {
    guard let usage = self.bucket(bucket)?["usage"] as? [String: Any],
      let value = usage["value"] as? [String: Any], let total = value["total"] as? [String: Any]
    else { return nil }
    func sum(_ classes: String, _ field: String) -> Int {
      (total[classes] as? [String: [String: Int]])?.values.reduce(0) { $0 + ($1[field] ?? 0) } ?? 0
    }
    return Totals(
      objects: sum("current", "objects"), bytes: sum("current", "bytes"), noncurrent: sum("noncurrent", "objects"),
      deleteMarkers: total["delete_markers"] as? Int ?? -1, uploads: sum("incomplete_uploads", "objects"),
      uploadBytes: sum("incomplete_uploads", "bytes"))
  }

  /// Why the listing of a bucket, or the rest of it, is unknown; nil where it is known.
  func gapOfUsage(of bucket: String) -> String? {
    guard let usage = self.bucket(bucket)?["usage"] as? [String: Any] else { return nil }
    if let gap = usage["gap"] as? [String: Any] { return gap["message"] as? String }
    return (usage["value"] as? [String: Any])?["incomplete_reason"] as? String
  }

  /// Why a setting of a bucket is unknown; nil where it is known.
  func gap(of setting: String, of bucket: String) -> String? {
    let settings = self.bucket(bucket)?["configuration"] as? [String: [String: Any]]
    return (settings?[setting]?["gap"] as? [String: Any])?["message"] as? String
  }

  private func bucket(_ name: String) -> [String: Any]? {
    (document["buckets"] as? [[String: Any]])?.first { $0["name"] as? String == name }
  }

  struct Finding {
    let rule, status, bucket, message: String
  }

  var findings: [Finding] {
    (document["findings"] as? [[String: Any]] ?? []).map { finding in
      func text(_ key: String) -> String { finding[key] as? String ?? "" }
      return Finding(rule: text("rule_id"), status: text("status"), bucket: text("bucket"), message: text("message"))
    }
  }
}
