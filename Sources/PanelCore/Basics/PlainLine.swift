/// Text that fits on one line and cannot control a terminal.
public enum PlainLine {
  /// Whether a text is plain: only visible characters and spaces, at most `longest`.
  public static func isPlain(_ text: String, longest: Int = 1_000) -> Bool {
    text.count <= longest && text.unicodeScalars.allSatisfy(isShown)
  }

  /// Makes a text plain: white space becomes single spaces, other invisible characters U+FFFD.
  static func made(of text: String) -> String {
    var line = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if scalar.properties.isWhitespace {
        if line.last != " " && !line.isEmpty { line.append(" ") }
      } else {
        line.append(isShown(scalar) ? scalar : "\u{FFFD}")
      }
    }
    if line.last == " " { line.removeLast() }
    return String(line)
  }

  /// Whether a character is visible and controls nothing.
  static func isShown(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned: false
    // Directional overrides would show the text in another order than it is signed.
    case .format: scalar == "\u{200D}" || scalar == "\u{200C}"
    default: true
    }
  }
}
