internal import CTerminal

/// Measures and fits text by the columns it takes in a terminal.
///
/// The unit is the column of a fixed-width screen; the step is the grapheme cluster, so that a
/// letter with its marks, a Hangul syllable in jamo or a joined emoji is never taken apart.
public enum TextWidth {
  /// On which side of its field a text is aligned.
  public enum Alignment: Hashable, Sendable {
    /// At the left edge, filled up on the right.
    case left
    /// At the right edge, filled up on the left.
    case right
  }

  /// The columns a text takes.
  ///
  /// Combining and control characters take none, East Asian wide characters and emoji two;
  /// characters of ambiguous width take one. O(n).
  public static func columns(of text: String) -> Int {
    text.reduce(0) { $0 + columns(of: $1) }
  }

  /// The columns one grapheme cluster takes: 0, 1 or 2.
  static func columns(of cluster: Character) -> Int {
    if let ascii = cluster.asciiValue { return (32...126).contains(ascii) ? 1 : 0 }
    var widest = 0
    var flagHalves = 0
    for scalar in cluster.unicodeScalars {
      if isFlagHalf(scalar) {
        flagHalves += 1
      } else if scalar.value == 0xFE0F && widest > 0 && isEmoji(cluster) {
        widest = 2
      }
      widest = max(widest, columns(of: scalar))
    }
    return flagHalves > 1 ? 2 : widest
  }

  private static func columns(of scalar: Unicode.Scalar) -> Int {
    let known = Int(panel_wcwidth(scalar.value))
    guard known < 0 else { return known }
    // A character newer than the C library: Swift's own tables are newer.
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .nonspacingMark, .enclosingMark:
      return 0
    default: return scalar.properties.isEmojiPresentation ? 2 : 1
    }
  }

  private static func isFlagHalf(_ scalar: Unicode.Scalar) -> Bool {
    (0x1F1E6...0x1F1FF).contains(scalar.value)
  }

  private static func isEmoji(_ cluster: Character) -> Bool {
    cluster.unicodeScalars.first?.properties.isEmoji ?? false
  }

  /// Fills a text up with spaces; a text that is too wide stays as it is.
  public static func padded(
    _ text: String,
    to width: Int,
    alignment: Alignment = .left
  ) -> String {
    let fill = String(repeating: " ", count: max(0, width - columns(of: text)))
    return alignment == .left ? text + fill : fill + text
  }

  /// Cuts a text that is too wide and ends it in `…`; the result is at most `width` columns wide.
  public static func truncated(_ text: String, to width: Int) -> String {
    guard columns(of: text) > width else { return text }
    guard width > 0 else { return "" }
    var kept = ""
    var used = 0
    for cluster in text {
      let next = columns(of: cluster)
      guard used + next < width else { break }
      kept.append(cluster)
      used += next
    }
    return kept + "…"
  }

  /// Breaks a text into lines at its newlines and spaces.
  ///
  /// Runs of spaces become one. Hangul too breaks between words only. A word wider than the line
  /// is broken between grapheme clusters; a cluster wider than the line is alone on its line and exceeds
  /// it. An empty text gives one empty line.
  public static func wrapped(_ text: String, columns width: Int) -> [String] {
    text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      .flatMap { wrappedParagraph($0, columns: max(1, width)) }
  }

  private static func wrappedParagraph(_ text: Substring, columns width: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    var used = 0
    for word in text.split(whereSeparator: { $0 == " " || $0 == "\t" }) {
      let wide = columns(of: String(word))
      if used > 0 && used + 1 + wide <= width {
        line += " " + word
        used += 1 + wide
        continue
      }
      if used > 0 { lines.append(line) }
      line = ""
      used = 0
      for cluster in word {
        let next = columns(of: cluster)
        if used > 0 && used + next > width {
          lines.append(line)
          line = ""
          used = 0
        }
        line.append(cluster)
        used += next
      }
    }
    if !line.isEmpty || lines.isEmpty { lines.append(line) }
    return lines
  }

  /// Breaks a text into lines that hang below its first one.
  ///
  /// The first line begins with `first`, the others with spaces of the same width. What could act on
  /// the terminal is made visible, see `printable(_:)`. If `first` leaves too little room next to
  /// it, it gets a line of its own above the text. No line ends in spaces of its indent.
  static func hung(_ text: String, after first: String = "", columns width: Int) -> [String] {
    let indent = columns(of: first)
    if indent > 6 && width - indent < 16 {
      var head = first
      while head.last == " " { head.removeLast() }
      let heads = columns(of: head) <= width ? [head] : wrapped(head, columns: width)
      return heads + hung(text, after: "    ", columns: width)
    }
    let lines = wrapped(printable(text), columns: max(4, width - indent))
    let rest = String(repeating: " ", count: indent)
    return lines.enumerated().map { number, line in
      number == 0 ? first + line : line.isEmpty ? "" : rest + line
    }
  }

  /// The text with everything that could act on the terminal replaced.
  ///
  /// Texts of a survey, a fact sheet or a draft come from files: an escape sequence in them must
  /// not move the cursor or recolour the screen, and a bidirectional override must not turn text
  /// around. Such characters become U+FFFD, tabs spaces; newlines stay.
  public static func printable(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x0A: result.append(scalar)
      case 0x0D: break
      case 0x09: result.append(" ")
      case 0x2028, 0x2029: result.append("\n")
      case 0x00..<0x20, 0x7F..<0xA0, 0x202A...0x202E, 0x2066...0x2069: result.append("\u{FFFD}")
      default: result.append(scalar)
      }
    }
    return String(result)
  }
}
