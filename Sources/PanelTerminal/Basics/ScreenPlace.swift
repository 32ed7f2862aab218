/// A place on a screen or in a laid out text, counted from 0.
public struct ScreenPlace: Hashable, Sendable {
  /// The line, from the top.
  public var line: Int
  /// The column, from the left.
  public var column: Int

  /// Names a place.
  public init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }
}

/// The size of a screen.
public struct ScreenSize: Hashable, Sendable {
  /// How many columns it has.
  public var columns: Int
  /// How many lines it has.
  public var lines: Int

  /// Names a size; less than one column or line counts as one.
  public init(columns: Int, lines: Int) {
    self.columns = max(1, columns)
    self.lines = max(1, lines)
  }
}
