/// Reads survey files (`docs/survey-format.md`) and reports every problem of one.
public enum SurveyDocument {
  /// The format this version reads and the value of the key `format`.
  public static let format = "panel.survey.v1"

  /// Reads a survey.
  ///
  /// - Parameters:
  ///   - yaml: The text of the file.
  ///   - extra: Names that a blind survey must not contain, besides the built-in ones.
  /// - Returns: The survey and the warnings.
  /// - Throws: Every problem of the file, warnings among them, if at least one is an error.
  public static func read(
    _ yaml: String,
    blindNames extra: [String] = []
  ) throws(FileProblems) -> (survey: Survey, warnings: [FileProblem]) {
    let (survey, problems) = examine(yaml, blindNames: extra)
    guard let survey else { throw FileProblems(problems: problems) }
    return (survey, problems)
  }

  /// All problems of a survey, in the order of its lines; empty if it is valid.
  ///
  /// `blindNames` are names that a blind survey must not contain, besides the built-in ones.
  public static func check(_ yaml: String, blindNames extra: [String] = []) -> [FileProblem] {
    examine(yaml, blindNames: extra).problems
  }

  private static func examine(
    _ yaml: String,
    blindNames extra: [String]
  ) -> (survey: Survey?, problems: [FileProblem]) {
    let source = YAMLDocument(yaml, kind: .survey)
    var check = SurveyCheck(problems: source.problems)
    var survey: Survey?
    if let root = source.root {
      survey = check.survey(root)
      check.checkBlindness(of: root, lines: source.lines, extra: extra)
    }
    return (check.hasErrors ? nil : survey, check.problemsByLine)
  }
}
