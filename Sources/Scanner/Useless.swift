import Model

extension BucketConfiguration {
  /// Every read failed in itself: nothing is known, and nothing was refused either. A bucket of which everything is denied
  /// is not useless: its answer is that it is closed.
  var isUseless: Bool {
    func failed<Value>(_ observation: Observation<Value>) -> Bool {
      if case .unknown(.failed) = observation { true } else { false }
    }
    return failed(location) && failed(versioning) && failed(encryption) && failed(publicAccessBlock) && failed(policy)
      && failed(acl) && failed(ownership) && failed(lifecycle) && failed(logging) && failed(replication) && failed(tags)
      && failed(website) && failed(cors) && failed(notifications) && failed(objectLock)
  }
}
