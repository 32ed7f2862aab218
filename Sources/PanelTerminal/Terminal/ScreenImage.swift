/// Everything that is to be seen on a screen at one moment.
public struct ScreenImage: Hashable, Sendable {
  /// The size.
  public let size: ScreenSize
  /// The lines from top to bottom, as many as the screen has; none is wider than the screen.
  public let lines: [StyledText]
  /// The position of the terminal's own cursor, for input methods and screen readers; `nil` if hidden.
  public let caret: ScreenPlace?

  /// Fits lines to a size.
  ///
  /// Lines that are too wide are cut, those beyond the screen dropped and missing ones empty. A caret
  /// beyond the screen is moved to its edge.
  public init(size: ScreenSize, lines: [StyledText], caret: ScreenPlace? = nil) {
    self.size = size
    var fitted = lines.prefix(size.lines).map { $0.clipped(to: size.columns).trimmed }
    fitted += Array(repeating: StyledText(), count: size.lines - fitted.count)
    self.lines = fitted
    self.caret = caret.map { caret in
      ScreenPlace(
        line: min(max(0, caret.line), size.lines - 1),
        column: min(max(0, caret.column), size.columns - 1)
      )
    }
  }
}
