import Model
import Testing

@testable import Rules

/// The table of fields and the documents that are built must say the same.
struct CatalogueTests {
  @Test("every field of a bucket is built, with the type that the catalogue gives it")
  func bucketDocument() throws {
    var snapshot = Make.snapshot([Make.fullBucket()])
    snapshot.estimates = [BucketEstimate(bucket: "full", table: "t", tableDate: "2026-01-01", currency: "USD")]
    let budgets = ["*", "f*"].map { Budget(name: $0, bucketGlob: $0, monthlyUSD: ExactDecimal(1)) }
    let document = DocumentBuilder(snapshot, trustedAccounts: ["444455556666"], budgets: budgets)
      .document(of: snapshot.buckets[0])
    for variable in ResourceKind.bucket.variables {
      let fact = try #require(document[variable.name])
      #expect(Self.problems(fact, variable, path: variable.name, complete: true) == [])
    }
  }

  @Test("what is absent or unknown has the fields of the catalogue, too")
  func emptyDocuments() throws {
    for bucket in [Make.bucket("empty"), BucketRecord(name: "unknown", arn: "arn:aws:s3:::unknown")] {
      let snapshot = Make.snapshot([bucket])
      let document = DocumentBuilder(snapshot, trustedAccounts: []).document(of: bucket)
      for variable in ResourceKind.bucket.variables {
        let fact = try #require(document[variable.name])
        #expect(Self.problems(fact, variable, path: variable.name, complete: false) == [])
      }
    }
  }

  @Test func iamDocuments() throws {
    let builder = DocumentBuilder(Make.snapshot([]), trustedAccounts: [])
    let details = RuleEngineTests.details
    for policy in builder.policies(of: details) {
      let document = policy.resource.document
      #expect(document.variables["policy"] != nil)
    }
    #expect(builder.policies(of: details).count == 5)
    #expect(builder.principals(of: details).count == 2)
  }

  /// What does not fit, by path.
  /// - Parameter complete: every field must be there with a value, and every list must have an element.
  static func problems(_ fact: Fact, _ field: Field, path: String, complete: Bool) -> [String] {
    switch (fact, field.type) {
    case (.unknown, _): complete ? ["\(path) is unknown"] : []
    case (.missing, _): complete ? ["\(path) is missing"] : field.canBeMissing ? [] : ["\(path) may not be missing"]
    case (.bool, .bool), (.int, .int), (.double, .double), (.string, .string), (.timestamp, .timestamp): []
    case (.list(let items), .list(let element)):
      items.enumerated().flatMap { index, item in
        problems(
          item, Field(field.name, element, ""), path: "\(path)[\(index)]",
          complete: complete && index == 0 && element.fields?.first?.name != "id")
      }
    case (.object(let values), .map(let value)):
      values.flatMap { problems($0.value, Field($0.key, value, ""), path: "\(path).\($0.key)", complete: complete) }
    case (.object(let values), .object(_, let fields)):
      values.keys.filter { name in !fields.contains { $0.name == name } }.map {
        "\(path).\($0) is not in the catalogue"
      }
        + fields.flatMap { inner in
          values[inner.name].map { problems($0, inner, path: "\(path).\(inner.name)", complete: complete) }
            ?? (inner.canBeMissing && !complete ? [] : ["\(path).\(inner.name) is not built"])
        }
    default: ["\(path) is not \(field.type.words)"]
    }
  }
}

extension CatalogueTests {
  @Test func theCatalogueNamesPermissions() throws {
    let lines = ResourceKind.bucket.catalogue
    let days = try #require(lines.first { $0.path == "bucket.lifecycle.rules[].expiration_days" })
    #expect(days.type == "int")
    #expect(days.permission == "s3:GetLifecycleConfiguration")
    #expect(Set(lines.map(\.path)).count == lines.count)
    #expect(lines.allSatisfy { $0.doc.hasSuffix(".") || $0.doc.hasSuffix("…") })
  }
}
