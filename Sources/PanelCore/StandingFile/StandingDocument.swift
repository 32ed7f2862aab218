/// Reads standing files (`docs/standing.md`): what is known of the points of several teams.
public enum StandingDocument {
  /// The format this version reads and the value of the key `format`.
  public static let format = "panel.standing.v1"

  /// The greatest number of teams; every two of them are compared.
  public static let mostTeams = 40

  /// Reads a standing.
  ///
  /// - Parameter yaml: The text of the file.
  /// - Returns: The frame, whose values need not agree with each other.
  /// - Throws: Every problem of the file, in the order of its lines.
  public static func read(_ yaml: String) throws(FileProblems) -> StandingFrame {
    let source = YAMLDocument(yaml, kind: .standing)
    var check = StandingCheck(problems: source.problems)
    let frame = source.root.flatMap { check.frame($0) }
    guard !check.hasErrors, let frame else { throw FileProblems(problems: check.problemsByLine) }
    return frame
  }
}
