public import Comparison
import Model

/// What changed in several accounts, for people: one section an account in which something did.
public struct MarkdownSurveyDiff: Sendable {
  private let diff: SurveyDiff

  public init(_ diff: SurveyDiff) { self.diff = diff }

  public var text: String {
    var parts = [([head] + remarks).joined(separator: "\n") + "\n"]
    parts += diff.accounts.filter { !$0.diff.isEmpty }.map { MarkdownDiff($0.diff, account: $0.title).text }
    let same = diff.accounts.filter(\.diff.isEmpty)
    if !same.isEmpty {
      let lines = ["# Accounts in which nothing that was compared differs", ""]
      parts.append((lines + same.map { "- \(MarkdownText.plain($0.title))" }).joined(separator: "\n") + "\n")
    }
    return parts.joined(separator: "\n")
  }

  private var head: String {
    """
    # What changed: survey \(diff.survey)

    Scanned \(diff.started.day) \(diff.started.clock) UTC; each account is compared with its own snapshot of before.
    """
  }

  private var remarks: [String] {
    diff.remarks.isEmpty ? [] : [""] + diff.remarks.map { "- \(MarkdownText.plain($0))" }
  }
}

/// What changed in several accounts, for machines.
public struct JSONSurveyDiff: Sendable {
  private let diff: SurveyDiff

  public init(_ diff: SurveyDiff) { self.diff = diff }

  public var text: String {
    JSONDocument.object([
      "schema_version": JSONReport.schemaVersion.json, "survey_id": diff.survey.json, "equal": diff.isEmpty.json,
      "accounts": diff.accounts.json, "remarks": diff.remarks.json,
    ]).text
  }
}

extension SurveyDiff.AccountDiff: JSONConvertible {
  var json: JSONDocument {
    .object(["account_id": id.json, "account_name": name.json, "diff": JSONDiff(diff).document])
  }
}
