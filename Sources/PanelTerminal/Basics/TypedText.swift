/// Makes text from outside fit to be edited.
enum TypedText {
  /// The text with LF as its only line end and no control characters but LF and tab.
  static func cleaned(_ text: some StringProtocol) -> String {
    var result = String.UnicodeScalarView()
    var afterReturn = false
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x0A where afterReturn: break
      case 0x0A, 0x0D, 0x2028, 0x2029: result.append("\n")
      case 0x09: result.append(scalar)
      case _ where isControl(scalar): break
      default: result.append(scalar)
      }
      afterReturn = scalar.value == 0x0D
    }
    return String(result)
  }

  /// Whether the scalar is a control character of ASCII or Latin-1, tab and newlines among them.
  static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value)
  }

  /// The text with full-width ASCII, as Korean and Japanese input methods type it, made plain.
  static func plain(_ text: String) -> String {
    String(
      String.UnicodeScalarView(
        text.unicodeScalars.map { scalar in
          guard (0xFF01...0xFF5E).contains(scalar.value) else { return scalar }
          return Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar
        }
      )
    )
  }
}
