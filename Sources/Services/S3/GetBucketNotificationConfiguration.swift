import AWS
import Model
import XML

extension BucketReads {
  /// moto's root element is `GetBucketNotificationResponse` where nothing is configured.
  static let notifications = Read<NotificationConfiguration>(
    Operation(
      "GetBucketNotificationConfiguration", permission: "s3:GetBucketNotification", for: "event notifications",
      query: [("notification", "")],
      roots: [
        "NotificationConfiguration", "GetBucketNotificationResponse", "GetBucketNotificationConfigurationResponse",
      ])
  ) { (root, _) throws(AnswerError) in
    var configuration = NotificationConfiguration(targets: [])
    for element in root.children {
      switch element.name {
      case "TopicConfiguration": configuration.targets.append(try .init(element, .sns, arn: "Topic"))
      case "QueueConfiguration": configuration.targets.append(try .init(element, .sqs, arn: "Queue"))
      case "CloudFunctionConfiguration", "LambdaFunctionConfiguration":
        let name = element.child("CloudFunction") == nil ? "LambdaFunctionArn" : "CloudFunction"
        configuration.targets.append(try .init(element, .lambda, arn: name))
      case "EventBridgeConfiguration": configuration.isEventBridgeEnabled = true
      default: throw AnswerError("notifications go to a \(element.name), which is not known")
      }
    }
    let isEmpty = configuration.targets.isEmpty && !configuration.isEventBridgeEnabled
    return isEmpty ? .absent : .known(configuration)
  }
}

extension NotificationConfiguration.Target {
  fileprivate init(_ element: XMLElement, _ kind: Kind, arn name: String) throws(AnswerError) {
    let rules = element.child("Filter")?.child("S3Key")?.children("FilterRule") ?? []
    /// Servers differ in how they write `prefix` and `suffix`.
    func value(of name: String) -> String? {
      rules.first { $0.word("Name")?.lowercased() == name }?.text("Value")?.nonEmpty
    }
    self.init(
      id: element.text("Id") ?? element.text("ID") ?? "", kind: kind, arn: try element.requiredWord(name),
      events: element.children("Event").map(\.word), prefix: value(of: "prefix"), suffix: value(of: "suffix"))
  }
}
