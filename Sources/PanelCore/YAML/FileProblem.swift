/// One problem of a survey, answer or standing file, with its line and how to fix it.
public struct FileProblem: Error, Hashable, Sendable {
  /// How serious a problem is.
  public enum Severity: String, Codable, Sendable {
    /// The file cannot be used.
    case error
    /// The file can be used, but someone should look.
    case warning
  }

  /// The line of the file, from 1.
  public var line: Int
  /// How serious it is.
  public var severity: Severity
  /// What is wrong.
  public var message: LocalizedText
  /// What to do.
  public var fix: LocalizedText

  /// Makes a problem.
  public init(line: Int, severity: Severity, message: LocalizedText, fix: LocalizedText) {
    self.line = line
    self.severity = severity
    self.message = message
    self.fix = fix
  }
}

/// All problems of a file, in the order of its lines.
public struct FileProblems: Error, Hashable, Sendable {
  /// The problems, including warnings.
  public var problems: [FileProblem]

  /// Gathers problems.
  public init(problems: [FileProblem]) { self.problems = problems }
}

/// One key that a map of a file may have.
struct FileKey {
  /// The key.
  var name: String
  /// Whether the map is incomplete without it.
  var isRequired: Bool
  /// What a value looks like, for the advice to add it.
  var example: String

  /// A key that must be there.
  static func required(_ name: String, _ example: String) -> FileKey {
    FileKey(name: name, isRequired: true, example: example)
  }

  /// A key that may be left out.
  static func optional(_ name: String) -> FileKey {
    FileKey(name: name, isRequired: false, example: "")
  }
}
