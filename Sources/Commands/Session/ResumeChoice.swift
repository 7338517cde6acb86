import Model
import Store

/// Which listing that an earlier scan left is gone on from, or why none.
///
/// | what is kept of the bucket and prefix | with `--resume` | without |
/// | --- | --- | --- |
/// | nothing | starts anew | starts anew |
/// | one of the same options, not too old | goes on from the newest | starts anew, and says how to go on |
/// | one of another machine, saved within the last two minutes | starts anew, and says why | starts anew |
/// | one that a living process of this machine works at | starts anew, and says why | starts anew |
/// | only older ones, or of other options | starts anew, and says why | starts anew |
enum ResumeChoice: Equatable {
  case anew
  case goOn(UnfinishedListing)
  /// Starts anew, for a reason to tell.
  case refuse(String)
  /// Starts anew, though this one could have been gone on from.
  case offer(UnfinishedListing)

  /// Seconds for which the listing of another machine counts as under way since it was saved.
  static let silence: Int64 = 120

  /// - Parameters:
  ///   - found: newest first.
  ///   - options: of this scan's listing.
  ///   - hours: that a listing may have waited since it was saved last.
  init(_ found: [UnfinishedListing], options: String, resumes: Bool, hours: Int, now: Timestamp) {
    let same = found.filter { $0.options == options }
    let free = same.filter { listing in
      switch listing.owner {
      case .gone: true
      case .elsewhere: now.seconds - listing.saved.seconds >= Self.silence
      case .running: false
      }
    }
    let young = free.first { now.seconds - $0.saved.seconds <= Int64(hours) * 3600 }
    guard resumes else {
      self = young.map { .offer($0) } ?? .anew
      return
    }
    if let young {
      self = .goOn(young)
    } else if let old = free.first {
      let age = (now.seconds - old.saved.seconds) / 3600
      self = .refuse("it was saved \(age) hours ago, and --resume-max-age allows \(hours)")
    } else if let busy = same.first {
      self = .refuse("process \(busy.pid) on \(busy.host) is at work on it, or was until just now")
    } else if let other = found.first {
      let words = Self.words(other.options)
      self = .refuse(
        words == Self.words(options)
          ? "it was made with other options, or by another version of audit"
          : "it was made with other options (\(words))")
    } else {
      self = .anew
    }
  }

  /// Without the fingerprint at the end.
  private static func words(_ options: String) -> String {
    options.split(separator: ",").dropLast().joined(separator: ",")
  }
}
