import Foundation

/// Writes the parts of a YAML file so that every reader takes the same texts from it.
enum YAMLWriting {
  /// The greatest width of a line with a remark, in columns.
  static let width = 80

  // Words that a reader of YAML 1.1 would not read as text.
  private static let otherwise: Set<String> = [
    "y", "n", "yes", "no", "on", "off", "true", "false", "null",
  ]

  /// An identifier as a key or a value, in quotes where it could be taken for a number or the like.
  static func word(_ id: String) -> String {
    let isText = id.first.map { $0.isASCII && $0.isLetter } ?? false
    return isText && !otherwise.contains(id.lowercased()) ? id : "'\(id)'"
  }

  /// A text as it is written after `key: `: the rest of that line and the lines below it.
  ///
  /// It is a literal block whose lines are indented by `indent` columns, two more than the key. If such
  /// a block cannot hold it exactly, it is written in double quotes with escapes.
  static func value(of text: String, indent: Int) -> (rest: String, below: [String]) {
    guard isLiteral(text) else { return (quoted(text), []) }
    let lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
    let margin = String(repeating: " ", count: indent)
    let begins = text.unicodeScalars.first.map { [" ", "\t", "\n"].contains($0) } ?? false
    return (begins ? "|2-" : "|-", lines.map { $0.isEmpty ? "" : margin + String($0) })
  }

  // Blanks at the end of a line would be lost in many editors, a newline at the end in the block.
  private static func isLiteral(_ text: String) -> Bool {
    guard text.unicodeScalars.last != "\n" else { return false }
    return text.unicodeScalars.split(separator: "\n").allSatisfy { line in
      line.last != " " && line.last != "\t" && line.allSatisfy { $0 == "\t" || !isEscaped($0) }
    }
  }

  // Control characters are not allowed in a file, readers change other line ends, and a change of
  // direction would show another text than the one that is read.
  private static func isEscaped(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x00..<0x20, 0x7F..<0xA0, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF: true
    case let value: value & 0xFFFE == 0xFFFE
    }
  }

  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      case "\r": result += "\\r"
      case _ where isEscaped(scalar):
        let digits = String(scalar.value, radix: 16, uppercase: true)
        let (letter, length) =
          scalar.value < 0x100 ? ("x", 2) : scalar.value < 0x10000 ? ("u", 4) : ("U", 8)
        result += "\\\(letter)"
        result += String(repeating: "0", count: length - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }

  /// A text as remarks, `indent` columns in, broken between words.
  ///
  /// `first` is written before the first line, and blanks of the same width before the others. Nothing
  /// in the text can end the remark. A word that is too wide for a line is not broken.
  static func remark(_ text: String, after first: String = "", indent: Int) -> [String] {
    let margin = String(repeating: " ", count: indent) + "#"
    let room = width - indent - 2
    let hang = String(repeating: " ", count: columns(of: first))
    var lines: [String] = []
    var line = first
    var used = columns(of: first)
    var isEmpty = true
    for word in PlainLine.made(of: text).split(separator: " ") {
      let wide = columns(of: word)
      if !isEmpty && used + 1 + wide > room {
        lines.append(line)
        (line, used, isEmpty) = (hang, columns(of: hang), true)
      }
      line += isEmpty ? String(word) : " " + word
      used += isEmpty ? wide : 1 + wide
      isEmpty = false
    }
    lines.append(line)
    return lines.map { line in
      var text = line
      while text.last == " " { text.removeLast() }
      return text.isEmpty ? margin : margin + " " + text
    }
  }

  /// The columns a text takes at most: two for Hangul, other wide characters and what may be wide.
  static func columns(of text: some StringProtocol) -> Int {
    text.reduce(0) { sum, character in
      let isNarrow = character.unicodeScalars.allSatisfy {
        $0.value < 0x1100 || (0x2000...0x206F).contains($0.value)
      }
      return sum + (isNarrow ? 1 : 2)
    }
  }
}

extension String {
  /// The text as comments are kept: NFC, LF for the line ends of Windows, no byte order mark first.
  var asComment: String {
    var result = String.UnicodeScalarView()
    for scalar in unicodeScalars.drop(while: { $0 == "\u{FEFF}" }) {
      if scalar == "\n" { while result.last == "\r" { result.removeLast() } }
      result.append(scalar)
    }
    return String(result).normalFormC
  }
}
