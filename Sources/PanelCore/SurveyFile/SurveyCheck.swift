/// Reads the parts of a survey file and notes every problem on the way.
struct SurveyCheck: KeyedCheck {
  static let maps = SurveyKey.maps
  let kind = SourceKind.survey
  /// The problems so far, in the order they were met.
  var problems: [SurveyProblem]
  var firstLines: [String: [String: Int]] = [:]

  /// Goes on from the problems of the file as such.
  init(problems: [SurveyProblem]) { self.problems = problems }
}
