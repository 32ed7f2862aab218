/// Text that stands on one line and cannot act on a terminal.
public enum PlainLine {
  /// Whether a text is one: nothing but characters that are shown, at most that many.
  public static func isPlain(_ text: String, longest: Int = 1_000) -> Bool {
    text.count <= longest
      && text.unicodeScalars.allSatisfy { scalar in
        switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned: false
        // Directional overrides would show another order than what is signed.
        case .format: scalar == "\u{200D}" || scalar == "\u{200C}"
        default: true
        }
      }
  }
}
