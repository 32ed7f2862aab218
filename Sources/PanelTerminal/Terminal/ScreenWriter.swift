/// Turns the difference of two images into the bytes that a terminal needs.
///
/// Only lines that differ are written, and nothing at all if no line and no caret does. While lines
/// are written the cursor is hidden and the terminal is asked to show them at once (mode 2026).
public struct ScreenWriter: Hashable, Sendable {
  /// How the styles look.
  public var theme: ScreenTheme

  /// Writes in a theme.
  public init(theme: ScreenTheme) { self.theme = theme }

  /// The bytes that make a screen which shows `former` show `next`.
  ///
  /// If `former` is `nil` or has another size, everything is written again.
  public func bytes(from former: ScreenImage?, to next: ScreenImage) -> [UInt8] {
    guard let former, former.size == next.size else { return Array(whole(next).utf8) }
    let changed = next.lines.indices.filter { next.lines[$0] != former.lines[$0] }
    guard !changed.isEmpty else {
      return former.caret == next.caret ? [] : Array(caret(next.caret, from: former.caret).utf8)
    }
    var output = Self.begin
    for index in changed {
      output += Self.move(to: ScreenPlace(line: index, column: 0))
      output += content(of: next.lines[index], columns: next.size.columns)
    }
    return Array((output + caret(next.caret, from: nil) + Self.end).utf8)
  }

  private static let begin = "\u{1B}[?2026h\u{1B}[?25l"
  private static let end = "\u{1B}[?2026l"

  private func whole(_ image: ScreenImage) -> String {
    var output = Self.begin + "\u{1B}[0m\u{1B}[2J"
    for (index, line) in image.lines.enumerated() where !line.runs.isEmpty {
      output += Self.move(to: ScreenPlace(line: index, column: 0))
      output += content(of: line, columns: image.size.columns)
    }
    return output + caret(image.caret, from: nil) + Self.end
  }

  /// What moves the cursor and shows or hides it; a hidden one is left where it is.
  private func caret(_ caret: ScreenPlace?, from former: ScreenPlace?) -> String {
    guard let caret else { return former == nil ? "" : "\u{1B}[?25l" }
    return Self.move(to: caret) + (former == nil ? "\u{1B}[?25h" : "")
  }

  private static func move(to place: ScreenPlace) -> String {
    "\u{1B}[\(place.line + 1);\(place.column + 1)H"
  }

  /// A line from its first column on, and then nothing to the right of it.
  private func content(of line: StyledText, columns: Int) -> String {
    var output = ""
    var used = 0
    for run in line.runs {
      if run.style != .plain { output += theme.sequence(run.style) }
      for cluster in run.text {
        output.append(cluster)
        used += TextWidth.columns(of: cluster)
        // Terminals disagree about the width of such clusters: what follows must not be shifted.
        if Self.isUncertain(cluster) && used < columns { output += "\u{1B}[\(used + 1)G" }
      }
      if run.style != .plain { output += theme.sequence(.plain) }
    }
    // In the last column the cursor waits on the character, which would be erased as well.
    return used < columns ? output + "\u{1B}[K" : output
  }

  /// Whether terminals may disagree about the columns of a cluster: one of several scalars, one that
  /// is newer than some of them, or one whose width is ambiguous (UAX #11), which terminals for
  /// Korean may show in two columns.
  private static func isUncertain(_ cluster: Character) -> Bool {
    guard cluster.asciiValue == nil else { return false }
    let scalars = cluster.unicodeScalars
    guard scalars.count == 1, let scalar = scalars.first else { return true }
    switch scalar.value {
    // Hangul, kana and the common ideographs, and full-width forms: wide everywhere.
    case 0xAC00...0xD7A3, 0x3041...0x30FF, 0x3131...0x318E, 0x4E00...0x9FFF, 0xFF01...0xFF60:
      return false
    default: return true
    }
  }
}
