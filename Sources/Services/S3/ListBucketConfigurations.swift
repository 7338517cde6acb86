import AWS
import Model
import XML

// Four lists of the same build: an item has an Id and a filter, and pages follow one another by continuation token.

extension BucketReads {
  static let intelligentTiering = ListRead<IntelligentTieringConfiguration>(
    Operation(
      "ListBucketIntelligentTieringConfigurations", permission: "s3:GetIntelligentTieringConfiguration",
      for: "archive tiers of Intelligent-Tiering", query: [("intelligent-tiering", "")],
      roots: roots("IntelligentTiering")),
    element: "IntelligentTieringConfiguration"
  ) { (element) throws(AnswerError) in
    var tierings: [IntelligentTieringConfiguration.Tiering] = []
    for tiering in element.children("Tiering") {
      tierings.append(
        IntelligentTieringConfiguration.Tiering(
          days: try tiering.requiredInteger("Days"), accessTier: try tiering.requiredWord("AccessTier")))
    }
    return IntelligentTieringConfiguration(
      id: try element.requiredText("Id"), isEnabled: try element.requiredSwitch("Status"),
      prefix: element.filterPrefix, tierings: tierings)
  }

  static let inventory = ListRead<InventoryConfiguration>(
    Operation(
      "ListBucketInventoryConfigurations", permission: "s3:GetInventoryConfiguration", for: "S3 Inventory reports",
      query: [("inventory", "")], roots: roots("Inventory")),
    element: "InventoryConfiguration"
  ) { (element) throws(AnswerError) in
    let destination = try element.required("Destination").required("S3BucketDestination")
    return InventoryConfiguration(
      id: try element.requiredText("Id"), isEnabled: try element.requiredFlag("IsEnabled"),
      destinationBucket: try destination.requiredWord("Bucket"), prefix: element.filterPrefix,
      format: try destination.requiredWord("Format"),
      frequency: try element.required("Schedule").requiredWord("Frequency"),
      includedVersions: try element.requiredWord("IncludedObjectVersions"),
      optionalFields: element.child("OptionalFields")?.children("Field").map(\.word) ?? [])
  }

  static let metrics = ListRead<MetricsConfiguration>(
    Operation(
      "ListBucketMetricsConfigurations", permission: "s3:GetMetricsConfiguration", for: "request metrics",
      query: [("metrics", "")], roots: roots("Metrics")),
    element: "MetricsConfiguration"
  ) { (element) throws(AnswerError) in
    let filter = element.child("Filter")
    let conditions = (filter?.child("And") ?? filter)?.children ?? []
    return MetricsConfiguration(
      id: try element.requiredText("Id"), prefix: element.filterPrefix,
      coversWholeBucket: conditions.allSatisfy { $0.name == "Prefix" && $0.text.isEmpty })
  }

  static let analytics = ListRead<AnalyticsConfiguration>(
    Operation(
      "ListBucketAnalyticsConfigurations", permission: "s3:GetAnalyticsConfiguration", for: "storage class analysis",
      query: [("analytics", "")], roots: roots("Analytics")),
    element: "AnalyticsConfiguration"
  ) { (element) throws(AnswerError) in
    AnalyticsConfiguration(
      id: try element.requiredText("Id"), prefix: element.filterPrefix,
      exportBucket: element.child("StorageClassAnalysis")?.child("DataExport")?.child("Destination")?
        .child("S3BucketDestination")?.word("Bucket"))
  }

  /// AWS's own names vary (`ListInventoryConfigurationsResult`, `ListBucketAnalyticsConfigurationResult`,
  /// `ListBucketIntelligentTieringConfigurationsOutput`), and moto ends them in `Response`.
  private static func roots(_ kind: String) -> [String] {
    ["Result", "Output", "Response"].flatMap { ending in
      ["List\(kind)", "ListBucket\(kind)"].flatMap { ["\($0)Configurations\(ending)", "\($0)Configuration\(ending)"] }
    }
  }
}

extension XMLElement {
  /// `Filter/Prefix` or `Filter/And/Prefix`; nil for every key.
  fileprivate var filterPrefix: String? {
    guard let filter = child("Filter") else { return nil }
    return (filter.text("Prefix") ?? filter.child("And")?.text("Prefix"))?.nonEmpty
  }
}
