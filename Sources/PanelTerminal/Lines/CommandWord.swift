/// A command typed instead of an answer.
enum CommandWord: Hashable, Sendable {
  case back
  case skip
  case undo
  case cannotJudge(String?)
  case comment
  case edit
  case facts
  case go(String)
  case open
  case matrix
  case sheet
  case recuse
  case clear
  case language
  case help
  case leave
  case done

  /// What is typed for a command.
  struct Name: Hashable, Sendable {
    /// The command, without what follows the word.
    var command: CommandWord
    /// Letters and signs, the same in both languages.
    var keys: [String]
    /// The Hangul letters on the same keys.
    var hangul: [String]
    /// English words.
    var en: [String]
    /// Korean words.
    var ko: [String]
  }

  /// Everything that can be typed for every command, in the order of the help.
  static let names: [Name] = [
    Name(command: .back, keys: ["b"], hangul: ["ㅠ"], en: ["back"], ko: ["뒤로", "이전"]),
    Name(command: .skip, keys: ["s"], hangul: ["ㄴ"], en: ["skip"], ko: ["건너뛰기"]),
    Name(command: .undo, keys: ["u"], hangul: ["ㅕ"], en: ["undo"], ko: ["취소"]),
    Name(command: .clear, keys: ["-"], hangul: [], en: [], ko: []),
    Name(command: .cannotJudge(nil), keys: ["n"], hangul: ["ㅜ"], en: [], ko: ["판단 불가"]),
    Name(command: .comment, keys: ["c"], hangul: ["ㅊ"], en: ["comment"], ko: ["의견"]),
    Name(command: .edit, keys: ["e"], hangul: ["ㄷ"], en: ["editor"], ko: ["편집"]),
    Name(command: .facts, keys: ["f"], hangul: ["ㄹ"], en: ["facts"], ko: ["정보표"]),
    Name(command: .recuse, keys: ["r"], hangul: ["ㄱ"], en: ["recuse"], ko: ["회피"]),
    Name(command: .go(""), keys: ["g"], hangul: ["ㅎ"], en: ["go"], ko: ["이동"]),
    Name(command: .open, keys: ["o"], hangul: ["ㅐ"], en: ["open"], ko: ["미응답"]),
    Name(command: .matrix, keys: ["m"], hangul: ["ㅡ"], en: ["matrix"], ko: ["표"]),
    Name(command: .sheet, keys: ["p"], hangul: ["ㅔ"], en: ["privacy"], ko: ["개인정보"]),
    Name(command: .language, keys: ["l"], hangul: ["ㅣ"], en: ["language"], ko: ["언어"]),
    Name(command: .help, keys: ["?", "h"], hangul: ["ㅗ"], en: ["help"], ko: ["도움말"]),
    Name(command: .leave, keys: ["q"], hangul: ["ㅂ"], en: ["quit"], ko: ["나가기", "저장"]),
    Name(command: .done, keys: [], hangul: [], en: ["done"], ko: ["완료"]),
  ]

  private static let byWord: [String: CommandWord] = Dictionary(
    names.flatMap { name in
      (name.keys + name.hangul + name.en + name.ko).map { ($0, name.command) }
    }
  ) { first, _ in first }

  /// The command that a line consists of; `nil` if it is not a command.
  ///
  /// The Hangul letter on the same key counts too: with the Korean input method on, the key `b`
  /// types `ㅠ`.
  init?(_ line: String) {
    var words = TypedText.plain(line).split(whereSeparator: \.isWhitespace).map(String.init)
    if words.starts(with: ["판단", "불가"]) {
      words.replaceSubrange(0...1, with: ["판단 불가"])
    } else if words.first == "판단불가" {
      words[0] = "판단 불가"
    }
    guard let first = words.first, let command = Self.byWord[first.lowercased()] else { return nil }
    switch command {
    case .cannotJudge:
      guard words.count <= 2 else { return nil }
      self = .cannotJudge(words.dropFirst().first)
    case .go: self = .go(words.dropFirst().joined(separator: " "))
    default:
      guard words.count == 1 else { return nil }
      self = command
    }
  }
}
