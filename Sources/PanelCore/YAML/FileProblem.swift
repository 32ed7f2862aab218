/// One thing that is wrong with a survey or answer file, where it stands and how to mend it.
public struct FileProblem: Error, Hashable, Sendable {
  /// Whether the file can be used all the same.
  public enum Severity: String, Codable, Sendable {
    /// The file cannot be used.
    case error
    /// The file can be used, but someone should look.
    case warning
  }

  /// The line of the file, from 1.
  public var line: Int
  /// Whether the file can be used all the same.
  public var severity: Severity
  /// What is wrong.
  public var message: LocalizedText
  /// What to do.
  public var fix: LocalizedText

  /// Names a problem.
  public init(line: Int, severity: Severity, message: LocalizedText, fix: LocalizedText) {
    self.line = line
    self.severity = severity
    self.message = message
    self.fix = fix
  }
}

/// Everything that is wrong with a survey or answer file, in the order of its lines.
public struct FileProblems: Error, Hashable, Sendable {
  /// The problems, warnings among them.
  public var problems: [FileProblem]

  /// Gathers problems.
  public init(problems: [FileProblem]) { self.problems = problems }
}
