/// A word that moves, shows or ends instead of answering.
enum CommandWord: Hashable, Sendable {
  case back
  case skip
  case cannotJudge(String?)
  case comment
  case facts
  case go(String)
  case open
  case recuse
  case language
  case help
  case leave
  case done
  case clear

  /// The command of a line; `nil` if the line is none.
  ///
  /// The Hangul letter on the same key counts too: an evaluator with the Korean input method on
  /// who presses `b` types `ㅠ`.
  init?(_ line: String) {
    let words = Self.plain(line).split(whereSeparator: \.isWhitespace).map(String.init)
    guard let first = words.first?.lowercased() else { return nil }
    switch first {
    case "n", "ㅜ", "판단불가":
      guard words.count <= 2 else { return nil }
      self = .cannotJudge(words.dropFirst().first)
      return
    case "판단" where words.count >= 2 && words[1] == "불가":
      guard words.count <= 3 else { return nil }
      self = .cannotJudge(words.dropFirst(2).first)
      return
    case "g", "go", "ㅎ", "이동":
      self = .go(words.dropFirst().joined(separator: " "))
      return
    default: break
    }
    guard words.count == 1, let command = Self.single[first] else { return nil }
    self = command
  }

  private static let single: [String: CommandWord] = [
    "b": .back, "ㅠ": .back, "back": .back, "뒤로": .back, "이전": .back,
    "s": .skip, "ㄴ": .skip, "skip": .skip, "건너뛰기": .skip,
    "c": .comment, "ㅊ": .comment, "comment": .comment, "의견": .comment,
    "f": .facts, "ㄹ": .facts, "facts": .facts, "정보표": .facts,
    "o": .open, "ㅐ": .open, "open": .open, "미응답": .open,
    "r": .recuse, "ㄱ": .recuse, "recuse": .recuse, "회피": .recuse,
    "l": .language, "ㅣ": .language, "language": .language, "언어": .language,
    "?": .help, "h": .help, "ㅗ": .help, "help": .help, "도움말": .help,
    "q": .leave, "ㅂ": .leave, "quit": .leave, "나가기": .leave, "저장": .leave,
    "done": .done, "완료": .done,
    "-": .clear,
  ]

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
