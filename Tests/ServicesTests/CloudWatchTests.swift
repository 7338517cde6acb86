import AWS
import Model
import Locking
import Testing

@testable import Services

struct CloudWatchTests {
  static let to = Timestamp(year: 2026, month: 11, day: 20, hour: 13)

  static func metrics(_ pairs: [(bucket: String, type: String)], token: String? = nil) -> Table.Answer {
    let members = pairs.map {
      """
      <member><Namespace>AWS/S3</Namespace><MetricName>BucketSizeBytes</MetricName><Dimensions>
      <member><Name>StorageType</Name><Value>\($0.type)</Value></member>
      <member><Name>BucketName</Name><Value>\($0.bucket)</Value></member></Dimensions></member>
      """
    }
    return .body(
      """
      <ListMetricsResponse><ListMetricsResult><Metrics>\(members.joined())</Metrics>
      \(token.map { "<NextToken>\($0)</NextToken>" } ?? "")</ListMetricsResult></ListMetricsResponse>
      """)
  }

  static func data(
    _ results: [(id: String, status: String, points: [(day: Int, value: String)])], token: String? = nil
  ) -> Table.Answer {
    let members = results.map { result in
      """
      <member><Id>\(result.id)</Id><Label>l</Label><StatusCode>\(result.status)</StatusCode>
      <Timestamps>\(result.points.map { "<member>2026-11-\($0.day)T00:00:00Z</member>" }.joined())</Timestamps>
      <Values>\(result.points.map { "<member>\($0.value)</member>" }.joined())</Values></member>
      """
    }
    return .body(
      """
      <GetMetricDataResponse><GetMetricDataResult><MetricDataResults>\(members.joined())</MetricDataResults>
      \(token.map { "<NextToken>\($0)</NextToken>" } ?? "")</GetMetricDataResult></GetMetricDataResponse>
      """)
  }

  static func day(_ day: Int) -> Timestamp { Timestamp(year: 2026, month: 11, day: day) }

  /// The metric of every query in a request, by id.
  static func queries(_ request: APIRequest) -> [String: (metric: String, bucket: String, dimension: String)] {
    let form = request.form
    var queries: [String: (String, String, String)] = [:]
    for number in 1...500 {
      let query = "MetricDataQueries.member.\(number)"
      guard let id = form["\(query).Id"] else { break }
      let metric = "\(query).MetricStat.Metric"
      queries[id] = (
        form["\(metric).MetricName"] ?? "", form["\(metric).Dimensions.member.1.Value"] ?? "",
        form["\(metric).Dimensions.member.2.Value"] ?? ""
      )
    }
    return queries
  }

  @Test("values of one metric over several pages, in any order, each day once")
  func pages() async {
    let table = Table { request in
      switch (request.operation, request.form["NextToken"]) {
      // moto gives a metric once for every value.
      case ("ListMetrics", nil): Self.metrics([("a", "StandardStorage"), ("a", "StandardStorage")], token: "more")
      case ("ListMetrics", _): Self.metrics([("a", "GlacierStorage"), ("other", "StandardStorage")])
      case (_, nil):
        Self.data(
          [("q1", "PartialData", [(18, "5.0E9")]), ("q2", "PartialData", [(17, "1.4"), (18, "1.6")])], token: "t")
      default:
        Self.data([
          ("q2", "Complete", [(16, "3.0"), (18, "1.6")]), ("q1", "Complete", []), ("q3", "Complete", [(18, "7")]),
        ])
      }
    }
    let found = await CloudWatchService(caller: table, provider: .aws).storageMetrics(
      buckets: [("a", [])], region: "eu-west-1", from: Self.day(1), to: Self.to)
    #expect(
      found == [
        "a": .known(
          StorageMetrics(
            bucketSizeBytes: [
              "GlacierStorage": [.init(day: Self.day(18), value: 5_000_000_000)],
              "StandardStorage": [
                .init(day: Self.day(16), value: 3), .init(day: Self.day(17), value: 1),
                .init(day: Self.day(18), value: 2),
              ],
            ], numberOfObjects: [.init(day: Self.day(18), value: 7)]))
      ])
    #expect(found["a"]?.value?.newestDay == Self.day(18))
    #expect(table.requests.allSatisfy { $0.region == "eu-west-1" && $0.service == .cloudwatch })
    let form = table.requests[0].form
    #expect(form["Namespace"] == "AWS/S3" && form["MetricName"] == "BucketSizeBytes")
    #expect(form["Dimensions.member.1.Value"] == "a")
    let data = table.requests[2].form
    #expect(data["ScanBy"] == "TimestampAscending")
    #expect(data["StartTime"] == "2026-11-01T00:00:00Z" && data["EndTime"] == "2026-11-20T13:00:00Z")
    #expect(data["MetricDataQueries.member.1.MetricStat.Stat"] == "Average")
    #expect(data["MetricDataQueries.member.1.MetricStat.Period"] == "86400")
    #expect(
      table.requests[3].form["NextToken"] == "t" && table.requests[3].form["MetricDataQueries.member.1.Id"] == "q1")
  }

  @Test("no more days are asked for than are kept")
  func retention() async {
    let table = Table { $0.operation == "ListMetrics" ? Self.metrics([]) : Self.data([("q1", "Complete", [])]) }
    let found = await CloudWatchService(caller: table, provider: .aws).storageMetrics(
      buckets: [("a", [])], region: "r", from: Timestamp(year: 2000, month: 1, day: 1), to: Self.to)
    #expect(table.requests[1].form["StartTime"] == Self.to.adding(days: -455).day + "T00:00:00Z")
    // No value at all is not zero.
    #expect(found == ["a": .absent])
  }

  @Test("500 metrics a call, and the bucket of each is told apart")
  func batches() async {
    let names = (0..<300).map { "bucket-\($0)" }
    let table = Table { request in
      guard request.operation != "ListMetrics" else { return Self.metrics(names.map { ($0, "StandardStorage") }) }
      return Self.data(
        Self.queries(request).map { id, query in
          (id, "Complete", [(18, query.metric == "NumberOfObjects" ? "1" : String(query.bucket.dropFirst(7)))])
        })
    }
    let found = await CloudWatchService(caller: table, provider: .aws).storageMetrics(
      buckets: names.map { ($0, []) }, region: "r", from: Self.day(1), to: Self.to)
    #expect(table.requests.map { Self.queries($0).count } == [0, 500, 100])
    #expect(table.requests[0].form["Dimensions.member.1.Name"] == nil)
    #expect(found.count == 300)
    for (index, name) in names.enumerated() {
      #expect(found[name]?.value?.bucketSizeBytes["StandardStorage"] == [.init(day: Self.day(18), value: Int64(index))])
    }
  }

  @Test("request metrics are sums of the last 30 days, where a metrics configuration is")
  func requests() async {
    let table = Table { request in
      guard request.operation != "ListMetrics" else { return Self.metrics([]) }
      return Self.data(
        Self.queries(request).map { id, query in
          switch (query.metric, query.dimension) {
          // The 20th is not over.
          case ("GetRequests", "EntireBucket"): (id, "Complete", [(17, "100.0"), (18, "1.0"), (20, "7.0")])
          case ("BytesDownloaded", "EntireBucket"): (id, "Complete", [(18, "1.5E12")])
          default: (id, "Complete", [])
          }
        })
    }
    let found = await CloudWatchService(caller: table, provider: .aws).storageMetrics(
      buckets: [
        ("plain", []),
        (
          "b",
          [
            MetricsConfiguration(id: "EntireBucket", coversWholeBucket: true),
            MetricsConfiguration(id: "silent", coversWholeBucket: false),
          ]
        ),
      ], region: "r", from: Self.day(1), to: Self.to)
    #expect(found["plain"] == .absent)
    #expect(
      found["b"]?.value?.requests == [
        RequestMetrics(
          filterID: "EntireBucket", coversWholeBucket: true, from: Self.day(17), to: Self.day(20),
          sums: ["GetRequests": 101, "BytesDownloaded": 1_500_000_000_000])
      ])
    let last = table.requests[2].form
    #expect(last["StartTime"] == "2026-10-21T00:00:00Z" && last["EndTime"] == "2026-11-20T00:00:00Z")
    #expect(last["MetricDataQueries.member.1.MetricStat.Stat"] == "Sum")
    #expect(Self.queries(table.requests[2]).count == 28)
  }

  @Test(
    "what does not complete is unknown, for its bucket only",
    arguments: [
      ("Forbidden", Gap.denied(permission: "cloudwatch:GetMetricData")),
      ("PartialData", .failed(operation: "GetMetricData", message: "NumberOfObjects ended as PartialData")),
      ("InternalError", .failed(operation: "GetMetricData", message: "NumberOfObjects ended as InternalError")),
      ("", .failed(operation: "GetMetricData", message: "NumberOfObjects was asked for and is not in the answer")),
    ])
  func incomplete(_ status: String, _ gap: Gap) async {
    let table = Table { request in
      guard request.operation != "ListMetrics" else { return Self.metrics([]) }
      return Self.data(
        Self.queries(request).compactMap { id, query in
          if query.bucket == "good" { return (id, "Complete", [(18, "1")]) }
          return status.isEmpty ? nil : (id, status, [(18, "1")])
        })
    }
    let found = await CloudWatchService(caller: table, provider: .aws).storageMetrics(
      buckets: [("good", []), ("bad", [])], region: "r", from: Self.day(1), to: Self.to)
    #expect(found["bad"] == .unknown(gap))
    #expect(found["good"]?.value?.numberOfObjects.count == 1)
  }

  @Test("request metrics that cannot be read leave the storage series", arguments: ["Forbidden", "InternalError", ""])
  func requestsThatFail(_ status: String) async {
    let table = Table { request in
      guard request.operation != "ListMetrics" else { return Self.metrics([]) }
      let queries = Self.queries(request)
      if status.isEmpty, queries.count > 2 { return nil }
      return Self.data(
        queries.map { id, query in
          let isBad = query.dimension == "bad" && query.metric == "PutRequests"
          return (id, isBad ? status : "Complete", query.dimension == "bad" && isBad ? [] : [(18, "1")])
        })
    }
    let errors = Locked<[ScanError]>([])
    let service = CloudWatchService(caller: table, provider: .aws) { error in errors.withLock { $0.append(error) } }
    let found = await service.storageMetrics(
      buckets: [
        ("b", ["bad", "good"].map { MetricsConfiguration(id: $0, coversWholeBucket: true) }), ("plain", []),
      ], region: "r", from: Self.day(1), to: Self.to)
    let metrics = found["b"]?.value
    #expect(metrics?.numberOfObjects.count == 1)
    #expect(metrics?.requests.map(\.filterID) == (status.isEmpty ? [] : ["good"]))
    #expect(metrics?.requestsGap?.reason == (status == "InternalError" ? "failed" : "denied"))
    #expect(found["plain"]?.value?.requestsGap == nil && found["plain"]?.value != nil)
    #expect(errors.withLock { $0.count } == 1)
  }

  @Test("refused, foreign and unsupported")
  func failures() async {
    func ask(_ answer: @escaping @Sendable (APIRequest) -> Table.Answer?, provider: Provider = .aws) async
      -> (Observation<StorageMetrics>?, [ScanError])
    {
      let errors = Locked<[ScanError]>([])
      let service = CloudWatchService(caller: Table(answer), provider: provider) { error in
        errors.withLock { $0.append(error) }
      }
      let found = await service.storageMetrics(buckets: [("a", [])], region: "r", from: Self.day(1), to: Self.to)
      return (found["a"], errors.withLock { $0 })
    }
    let (denied, errors) = await ask { _ in nil }
    #expect(denied == .unknown(.denied(permission: "cloudwatch:ListMetrics")))
    #expect(errors.count == 1 && errors[0].service == "cloudwatch")
    let (half, _) = await ask { $0.operation == "ListMetrics" ? Self.metrics([]) : nil }
    #expect(half == .unknown(.denied(permission: "cloudwatch:GetMetricData")))
    let (foreign, _) = await ask { _ in .body(ConfigurationTests.html) }
    #expect(foreign?.gap?.reason == "failed")
    let lacking = Provider(name: "x", title: "X", missingServices: [.cloudwatch])
    let (unsupported, none) = await ask({ _ in nil }, provider: lacking)
    #expect(unsupported == .unknown(.unsupported(operation: "ListMetrics")))
    #expect(none.isEmpty)
  }

  @Test(
    "odd answers",
    arguments: [
      ("NaN", "'NaN' is no count of bytes or requests"),
      ("-1", "'-1' is no count of bytes or requests"),
      ("1e30", "'1e30' is no count of bytes or requests"),
      ("9.0E18", "'9.0E18' is no count of bytes or requests"),
      ("many", "'many' is no count of bytes or requests"),
    ])
  func oddValues(_ value: String, _ message: String) async {
    let table = Table {
      $0.operation == "ListMetrics" ? Self.metrics([]) : Self.data([("q1", "Complete", [(18, value)])])
    }
    let found = await CloudWatchService(caller: table, provider: .aws).storageMetrics(
      buckets: [("a", [])], region: "r", from: Self.day(1), to: Self.to)
    #expect(found == ["a": .unknown(.failed(operation: "GetMetricData", message: message))])
  }
}
