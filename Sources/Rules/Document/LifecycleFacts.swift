import Model

extension LifecycleConfiguration {
  var fact: Fact {
    let enabled = rules.filter(\.isEnabled)
    let whole = enabled.filter(\.coversWholeBucket)
    let noncurrent = whole.compactMap { $0.noncurrentExpiration?.days }.min()
    // Size and tag filters cannot be combined with the abort action, so a prefix is all there is to look at.
    let abort = whole.compactMap(\.abortIncompleteMultipartUploadDays).min()
    return [
      "exists": .bool(!rules.isEmpty),
      "rules": .list(rules.map(\.fact)),
      "enabled_rules": .int(enabled.count),
      "expires": .bool(enabled.contains(where: \.expiresCurrent)),
      "transitions": .bool(enabled.contains { !$0.transitions.isEmpty }),
      "noncurrent_expiration": .bool(noncurrent != nil),
      "noncurrent_expiration_days": noncurrent.fact(Fact.int),
      "abort_incomplete_days": abort.fact(Fact.int),
      "minimum_object_size": transitionDefaultMinimumObjectSize.fact(Fact.string),
    ]
  }

  /// True when enabled rules, judged by their prefixes alone, expire every current object below `prefix`.
  func expiresAll(below prefix: String) -> Bool {
    rules.contains { rule in
      rule.isEnabled && rule.expiresCurrent && rule.tags.isEmpty && rule.objectSizeGreaterThan == nil
        && rule.objectSizeLessThan == nil && prefix.utf8.starts(with: (rule.prefix ?? "").utf8)
    }
  }
}

extension LifecycleRule {
  /// It deletes current objects; removing lone delete markers is not that.
  var expiresCurrent: Bool { expiration?.days != nil || expiration?.date != nil }

  var fact: Fact {
    [
      "id": .string(id),
      "enabled": .bool(isEnabled),
      "prefix": .string(prefix ?? ""),
      "whole_bucket": .bool(coversWholeBucket),
      "tags": .object(tags.mapValues(Fact.string)),
      "object_size_greater_than": objectSizeGreaterThan.fact(Fact.int),
      "object_size_less_than": objectSizeLessThan.fact(Fact.int),
      "transitions": .list(transitions.map(\.fact)),
      "noncurrent_transitions": .list(noncurrentTransitions.map(\.fact)),
      "expires": .bool(expiresCurrent),
      "expiration_days": (expiration?.days).fact(Fact.int),
      "expired_object_delete_marker": .bool(expiration?.expiredObjectDeleteMarker ?? false),
      "noncurrent_expiration_days": (noncurrentExpiration?.days).fact(Fact.int),
      "newer_noncurrent_versions": (noncurrentExpiration?.newerNoncurrentVersions).fact(Fact.int),
      "abort_incomplete_days": abortIncompleteMultipartUploadDays.fact(Fact.int),
      "speaks_of_versions": .bool(Self.speaksOfVersions(id)),
      "handles_noncurrent": .bool(noncurrentExpiration != nil || !noncurrentTransitions.isEmpty),
    ]
  }

  /// Does an id name old versions: `MoveOldVersions`, `noncurrent-to-glacier`, `PREVIOUS_VERSIONS`, `old_version_cleanup`?
  ///
  /// Words are split at capitals and at everything that is not a letter, so `conversion` and `diversions` do not count;
  /// nor do `current versions`, which are what the rule moves.
  static func speaksOfVersions(_ id: String) -> Bool {
    var words: [String] = [""]
    var lastWasLower = false
    for character in id {
      if !character.isLetter {
        words.append("")
        lastWasLower = false
        continue
      }
      if character.isUppercase, lastWasLower { words.append("") }
      lastWasLower = character.isLowercase
      words[words.count - 1].append(character.lowercased())
    }
    words.removeAll(where: \.isEmpty)
    for (index, word) in words.enumerated() {
      let before = index > 0 ? words[index - 1] : ""
      let isNegated = before == "non" || before == "not"
      switch word {
      case "noncurrent": return true
      case "current" where isNegated: return true
      case "version", "versions", "oldversion", "oldversions":
        if before != "current" || (index > 1 && ["non", "not"].contains(words[index - 2])) { return true }
      default: continue
      }
    }
    return false
  }
}

extension LifecycleRule.Transition {
  var fact: Fact {
    [
      "days": days.fact(Fact.int),
      "storage_class": .string(storageClass.rawValue),
      "archive": .bool(storageClass == .glacier || storageClass == .deepArchive),
    ]
  }
}
