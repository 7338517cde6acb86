import Arguments

/// Whether listings that earlier scans left are gone on from.
struct ResumeSettings: Sendable, Equatable {
  static let resume = Flag(
    "resume", "Go on with the listings that an interrupted scan, or one that met a limit, left in the database")
  static let maxAge = Option(
    "resume-max-age", takes: "hours", "With --resume, go on only from what was saved within so many hours (default 24)",
    default: PositiveNumber(24))

  var resumes = false
  var hours = 24

  init(resumes: Bool = false, hours: Int = 24) {
    self.resumes = resumes
    self.hours = hours
  }

  init(_ input: Input) {
    self.init(resumes: input[Self.resume], hours: input[Self.maxAge].value)
  }
}
