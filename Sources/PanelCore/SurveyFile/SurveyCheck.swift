/// Reads the parts of a survey file and notes every problem on the way.
struct SurveyCheck: KeyedCheck {
  static let maps = SurveyKeys.maps
  let kind = YAMLKind.survey
  /// The problems so far, in the order they were met.
  var problems: [FileProblem]
  var firstLines: [String: [String: Int]] = [:]

  /// Goes on from the problems of the file as such.
  init(problems: [FileProblem]) { self.problems = problems }
}
