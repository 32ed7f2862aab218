public import PanelCore

/// A problem in a file of a release.
public struct ReleaseProblem: Error, Hashable, Sendable {
  /// The file's name.
  public var file: String
  /// The line, from 1, if the problem concerns a single line.
  public var line: Int?
  /// What is wrong.
  public var message: LocalizedText

  /// Makes a problem.
  public init(file: String, line: Int? = nil, message: LocalizedText) {
    self.file = file
    self.line = line
    self.message = message
  }

  init(_ file: ReleaseFile, line: Int? = nil, en: String, ko: String) {
    self.init(file: file.rawValue, line: line, message: LocalizedText(en: en, ko: ko))
  }
}
