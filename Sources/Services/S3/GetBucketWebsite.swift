import AWS
import Model
import XML

extension BucketReads {
  static let website = Read<WebsiteConfiguration>(
    Operation(
      "GetBucketWebsite", permission: "s3:GetBucketWebsite", for: "static website hosting", query: [("website", "")],
      roots: ["WebsiteConfiguration"], absentCodes: ["NoSuchWebsiteConfiguration"])
  ) { root, _ in
    .known(
      WebsiteConfiguration(
        indexDocument: root.child("IndexDocument")?.text("Suffix"),
        errorDocument: root.child("ErrorDocument")?.text("Key"),
        redirectAllRequestsTo: root.child("RedirectAllRequestsTo")?.word("HostName")))
  }
}
