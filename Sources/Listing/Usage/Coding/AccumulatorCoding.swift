import Model

extension UsageAccumulator {
  /// Everything that was counted, as bytes that `init(decoding:)` goes on from. What was counted alike gives the same
  /// bytes, whatever the order.
  package func encoded() -> [UInt8] {
    let order = ClassOrder(classes.classes)
    var writer = UsageWriter()
    writer.put(prefix)
    writer.put(depth)
    writer.put(time: now.seconds)
    writer.put(prefixes.limit)
    writer.put(datasets.limit)
    writer.put(joint.capacity)
    writer.put(largest.limit)
    writer.put(order.names.count)
    for name in order.names { writer.put(Array(name.rawValue.utf8)) }
    writer.put(entries)
    writer.put(bytes)
    writer.put(isOverflowing)
    prefixes.encode(order, into: &writer)
    joint.encode(order, into: &writer)
    noncurrentCells.encode(noncurrentList, order, into: &writer)
    writer.put(largest.sorted, order)
    times.encode(order, into: &writer)
    datasets.encode(order, into: &writer)
    partitions.encode(order, into: &writer)
    duplicates.encode(into: &writer)
    extensions.encode(order, into: &writer)
    writer.put(sensitiveKeys.sorted, order)
    writer.put(sensitiveCount)
    writer.put(time: oldestUpload)
    return UsageEnvelope.seal(writer.bytes)
  }

  package init(decoding bytes: [UInt8]) throws(UsageCodingFault) {
    var reader = UsageReader(try UsageEnvelope.open(bytes))
    let prefix = String(decoding: try reader.text(), as: UTF8.self)
    let depth = try reader.index(below: 1 << 16)
    let now = Timestamp(seconds: try reader.time())
    let limit = try reader.index(below: .max)
    guard now.seconds != .max, now.seconds != .min else { throw .damaged("a time is none") }
    let datasetLimit = try reader.index(below: .max)
    let cellLimit = try reader.index(below: .max)
    let samples = try reader.index(below: .max)
    self.init(
      ListingOptions(prefix: prefix, depth: depth, now: now, prefixLimit: limit, sampleLimit: samples),
      datasetLimit: datasetLimit, cellLimit: cellLimit)
    let names = try reader.count()
    for _ in 0..<names { _ = classes.index(StorageClass(String(decoding: try reader.text(), as: UTF8.self))) }
    guard classes.classes.count == names else { throw .damaged("a storage class comes twice") }
    entries = try reader.amount()
    self.bytes = try reader.amount()
    isOverflowing = try reader.flag()
    try prefixes.decode(&reader, classes: names)
    joint = try JointCounter(&reader, classes: names, now: now, capacity: joint.capacity)
    try noncurrentCells.decode(&reader, classes: names, into: &noncurrentList)
    largest = LeadingObjects<BySize>(try reader.items(classes: names), limit: samples)
    threshold = largest.last?.size ?? 0
    times = try TimeSamples(&reader, classes: names, limit: samples)
    try datasets.decode(&reader, classes: names)
    try partitions.decode(&reader, classes: names)
    try duplicates.decode(&reader)
    try extensions.decode(&reader, classes: names)
    sensitiveKeys = LeadingObjects<ByKey>(try reader.items(classes: names), limit: sensitiveKeys.limit)
    sensitiveCount = try reader.amount()
    oldestUpload = try reader.time()
    forgetPlace()
    guard reader.isAtEnd else { throw .damaged("something comes behind its end") }
  }
}
