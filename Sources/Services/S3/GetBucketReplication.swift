import AWS
import Model
import XML

extension BucketReads {
  static let replication = Read<ReplicationConfiguration>(
    Operation(
      "GetBucketReplication", permission: "s3:GetReplicationConfiguration", for: "replication rules",
      query: [("replication", "")], roots: ["ReplicationConfiguration"],
      absentCodes: ["ReplicationConfigurationNotFoundError"])
  ) { (root, _) throws(AnswerError) in
    var rules: [ReplicationConfiguration.Rule] = []
    for element in root.children("Rule") { rules.append(try ReplicationConfiguration.Rule(element)) }
    // Ceph answers a bucket without replication with an empty role and no rule.
    guard !rules.isEmpty else { return .absent }
    return .known(ReplicationConfiguration(role: root.word("Role") ?? "", rules: rules))
  }
}

extension ReplicationConfiguration.Rule {
  init(_ element: XMLElement) throws(AnswerError) {
    let destination = try element.required("Destination")
    let filter = element.child("Filter")
    let prefix = filter?.text("Prefix") ?? filter?.child("And")?.text("Prefix") ?? element.text("Prefix")
    // Rules of the first version, which have no filter, always replicate delete markers.
    // Source: Amazon S3 User Guide, "Replicating delete markers between buckets".
    let markers = element.child("DeleteMarkerReplication")?.word("Status").map { $0 == "Enabled" } ?? (filter == nil)
    self.init(
      id: element.text("ID") ?? "", isEnabled: try element.requiredSwitch("Status"),
      priority: try element.integer("Priority"), prefix: prefix?.nonEmpty,
      destinationBucket: try destination.requiredWord("Bucket"), destinationAccount: destination.word("Account"),
      storageClass: destination.word("StorageClass").map { StorageClass($0) },
      kmsKeyID: destination.child("EncryptionConfiguration")?.word("ReplicaKmsKeyID"),
      replicatesDeleteMarkers: markers,
      hasReplicationTimeControl: destination.child("ReplicationTime")?.word("Status") == "Enabled")
  }
}
