package import Model

extension UsageAccumulator {
  package func usage() -> BucketUsage {
    let names = classes.classes
    var usage = BucketUsage(listedAt: now, prefix: String(decoding: prefix, as: UTF8.self), depth: depth)
    let folded = prefixes.folded
    let (root, rows) = prefixes.summaries(classes: names)
    usage.total = root.usage
    usage.histogram = root.histogram
    usage.prefixes = rows.map {
      PrefixUsage(
        prefix: $0.summary.prefix, depth: $0.depth, usage: $0.summary.usage, histogram: $0.summary.histogram)
    }
    if depth == 0 {
      usage.prefixes = [PrefixUsage(prefix: "", depth: 0, usage: root.usage, histogram: root.histogram)]
    }
    usage.foldedPrefixes = folded.count
    usage.foldedPrefixesAreEstimated = !folded.isExact
    usage.noncurrentHistogram = noncurrentCells.histogram(of: noncurrentList, classes: names)
    usage.joint = joint.histogram(names)
    usage.largest = largest.sorted.map { $0.sample(names) }
    usage.oldest = times.oldest(names)
    usage.newest = times.newest(names)
    usage.datasets = datasets.versions(classes: names)
    usage.datasetsNotTracked = datasets.untracked.count
    usage.datasetsNotTrackedAreEstimated = !datasets.untracked.isExact
    usage.partitions = partitions.partitions(classes: names)
    usage.partitionsNotTracked = partitions.untracked.count
    usage.duplicates = duplicates.usage
    usage.extensions = extensions.usages(classes: names)
    usage.sensitiveNames = sensitiveKeys.sorted.map { $0.sample(names) }
    usage.sensitiveNameCount = sensitiveCount
    usage.oldestUpload = oldestUpload == .max ? nil : Timestamp(seconds: oldestUpload)
    return usage
  }
}
