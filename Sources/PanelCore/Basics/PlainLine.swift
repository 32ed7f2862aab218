/// Text that stands on one line and cannot act on a terminal.
public enum PlainLine {
  /// Whether a text is one: nothing but characters that are shown, at most that many.
  public static func isPlain(_ text: String, longest: Int = 1_000) -> Bool {
    text.count <= longest && text.unicodeScalars.allSatisfy(isShown)
  }

  /// Makes a text one: white space becomes single spaces, whatever else is not shown U+FFFD.
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

  /// Whether a character is shown and acts on nothing.
  static func isShown(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned: false
    // Directional overrides would show another order than what is signed.
    case .format: scalar == "\u{200D}" || scalar == "\u{200C}"
    default: true
    }
  }
}
