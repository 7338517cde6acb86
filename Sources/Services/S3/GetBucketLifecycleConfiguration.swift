import AWS
import Model
import XML

extension BucketReads {
  static let lifecycle = Read<LifecycleConfiguration>(
    Operation(
      "GetBucketLifecycleConfiguration", permission: "s3:GetLifecycleConfiguration", for: "the lifecycle rules",
      query: [("lifecycle", "")], roots: ["LifecycleConfiguration"], absentCodes: ["NoSuchLifecycleConfiguration"])
  ) { (root, response) throws(AnswerError) in
    var rules: [LifecycleRule] = []
    for element in root.children("Rule") { rules.append(try LifecycleRule(element)) }
    guard !rules.isEmpty else { return .absent }
    return .known(
      LifecycleConfiguration(
        rules: rules,
        transitionDefaultMinimumObjectSize: response.header("x-amz-transition-default-minimum-object-size")))
  }
}

extension LifecycleRule {
  /// Source: Amazon S3 API Reference, "LifecycleRule".
  init(_ element: XMLElement) throws(AnswerError) {
    self.init(id: element.text("ID") ?? "", isEnabled: try element.requiredSwitch("Status"))
    try readFilter(element)
    for transition in element.children("Transition") {
      transitions.append(try Transition(transition, days: "Days", orDate: true))
    }
    for transition in element.children("NoncurrentVersionTransition") {
      noncurrentTransitions.append(try Transition(transition, days: "NoncurrentDays", orDate: false))
    }
    if let child = element.child("Expiration") {
      let value = Expiration(
        days: try child.integer("Days"), date: try child.time("Date"),
        expiredObjectDeleteMarker: try child.flag("ExpiredObjectDeleteMarker") ?? false)
      // An element without any of the three expires nothing.
      expiration = value == Expiration() ? nil : value
    }
    if let child = element.child("NoncurrentVersionExpiration") {
      let newer = try child.integer("NewerNoncurrentVersions")
      // MinIO takes a rule that only says how many to keep; then there is no waiting.
      let days = newer == nil ? try child.requiredInteger("NoncurrentDays") : try child.integer("NoncurrentDays") ?? 0
      noncurrentExpiration = NoncurrentExpiration(days: days, newerNoncurrentVersions: newer)
    }
    if let child = element.child("AbortIncompleteMultipartUpload") {
      abortIncompleteMultipartUploadDays = try child.requiredInteger("DaysAfterInitiation")
    }
  }

  /// The filter, in any of its forms: the old `Prefix` straight under the rule, one condition, or several in `And`.
  private mutating func readFilter(_ rule: XMLElement) throws(AnswerError) {
    prefix = rule.text("Prefix")?.nonEmpty
    guard let filter = rule.child("Filter") else { return }
    for place in [filter] + filter.children("And") {
      for condition in place.children {
        switch condition.name {
        case "Prefix": prefix = condition.text.nonEmpty
        case "ObjectSizeGreaterThan": objectSizeGreaterThan = try place.integer(condition.name).map(Int64.init)
        case "ObjectSizeLessThan": objectSizeLessThan = try place.integer(condition.name).map(Int64.init)
        case "Tag", "And": break
        // A condition that is passed over would make the rule wider than it is.
        default: throw AnswerError("a lifecycle rule filters by \(condition.name), which is not known")
        }
      }
      tags.merge(try place.tags()) { _, last in last }
    }
  }
}

extension LifecycleRule.Transition {
  init(_ element: XMLElement, days name: String, orDate: Bool) throws(AnswerError) {
    let days = try element.integer(name)
    let date = orDate ? try element.time("Date") : nil
    guard days != nil || date != nil else { throw AnswerError("\(element.name) has no \(name)") }
    self.init(
      days: days, date: date, storageClass: StorageClass(try element.requiredWord("StorageClass")),
      newerNoncurrentVersions: try element.integer("NewerNoncurrentVersions"))
  }
}
