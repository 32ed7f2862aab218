/// Reads the parts of a file and notes every problem on the way.
///
/// A reading function gives `nil` when it has noted an error, or when the part is absent.
protocol YAMLCheck {
  /// The kind of file.
  var kind: YAMLKind { get }
  /// The problems so far, in the order they were met.
  var problems: [FileProblem] { get set }
}

extension YAMLCheck {
  /// Whether anything makes the file unusable.
  var hasErrors: Bool { problems.contains { $0.severity == .error } }

  /// The problems in the order of their lines, those of one line as they were met.
  var problemsByLine: [FileProblem] {
    problems.enumerated()
      .sorted { ($0.element.line, $0.offset) < ($1.element.line, $1.offset) }
      .map(\.element)
  }

  /// Notes an error.
  mutating func error(at line: Int, _ message: LocalizedText, fix: LocalizedText) {
    problems.append(FileProblem(line: line, severity: .error, message: message, fix: fix))
  }

  /// Notes a warning.
  mutating func warning(at line: Int, _ message: LocalizedText, fix: LocalizedText) {
    problems.append(FileProblem(line: line, severity: .warning, message: message, fix: fix))
  }

  /// The entries of a map.
  mutating func entries(_ node: YAMLNode) -> [YAMLEntry]? {
    guard case .map(let entries) = node.content else {
      wrongType(
        node,
        .init(en: "must be a map of 'key: value'", ko: "'키: 값'의 모음이어야 합니다"),
        fix: .init(
          en: "write '{key: value, …}' or indented lines of 'key: value'",
          ko: "'{키: 값, …}'으로 쓰거나 들여 쓴 행마다 '키: 값'을 쓰십시오"
        )
      )
      return nil
    }
    return entries
  }

  /// The entries of a list; none when the key is absent.
  mutating func list(_ node: YAMLNode?) -> [YAMLNode] {
    guard let node else { return [] }
    guard case .list(let nodes) = node.content else {
      wrongType(
        node,
        .init(en: "must be a list", ko: "목록이어야 합니다"),
        fix: .init(
          en: "write '[…, …]' or lines that begin with '- '",
          ko: "'[…, …]'으로 쓰거나 행마다 '- '로 시작하십시오"
        )
      )
      return []
    }
    return nodes
  }

  /// A scalar as it was written.
  mutating func word(_ node: YAMLNode?) -> String? {
    guard let node else { return nil }
    guard case .scalar(let text) = node.content else {
      wrongType(
        node,
        .init(en: "must be a single value", ko: "한 값이어야 합니다"),
        fix: .init(en: "write one value, without brackets or '- '", ko: "괄호나 '- ' 없이 값 하나만 쓰십시오")
      )
      return nil
    }
    return text
  }

  /// A whole number within bounds.
  mutating func integer(_ node: YAMLNode?, in bounds: ClosedRange<Int>) -> Int? {
    guard let node, let text = word(node) else { return nil }
    guard text.first != "+", let value = Int(text) else {
      wrongType(
        node,
        .init(en: "must be a whole number, not '\(text)'", ko: "정수여야 합니다: '\(text)'"),
        fix: .init(en: "write digits only, such as 5", ko: "5처럼 숫자만 쓰십시오")
      )
      return nil
    }
    guard bounds.contains(value) else {
      outOfRange(node, text, "\(bounds.lowerBound)", "\(bounds.upperBound)")
      return nil
    }
    return value
  }

  /// Notes an unknown key; the nearest known one is proposed unless there is other advice.
  mutating func unknownKey(
    _ entry: YAMLEntry,
    known: [String],
    place: LocalizedText,
    fix: LocalizedText? = nil
  ) {
    let list = known.joined(separator: ", ")
    error(
      at: entry.line,
      .init(
        en: "\(place.en) has no key '\(entry.key)'",
        ko: "\(place.ko)에 '\(entry.key)'(이)라는 키는 없습니다"
      ),
      fix: fix ?? Self.nearest(to: entry.key, among: known)
        ?? .init(en: "remove it or use one of: \(list)", ko: "지우거나 다음 중 하나를 쓰십시오: \(list)")
    )
  }

  /// Notes a key that is there without a value.
  mutating func blankKey(_ entry: YAMLEntry) {
    error(
      at: entry.line,
      .init(en: "'\(entry.key)' has no value", ko: "'\(entry.key)'에 값이 없습니다"),
      fix: .init(en: "write a value or remove the key", ko: "값을 쓰거나 키를 지우십시오")
    )
  }

  /// Notes a missing required key.
  mutating func missingKey(
    _ key: String,
    at line: Int,
    place: LocalizedText,
    example: String
  ) {
    error(
      at: line,
      .init(en: "\(place.en) lacks the key '\(key)'", ko: "\(place.ko)에 '\(key)' 키가 없습니다"),
      fix: .init(
        en: "add it, for example '\(key): \(example)'",
        ko: "'\(key): \(example)'처럼 추가하십시오"
      )
    )
  }

  /// Notes a reference to something that does not exist.
  mutating func unknownReference(at line: Int, _ text: String, what: LocalizedText, known: [String])
  {
    let list = known.joined(separator: ", ")
    error(
      at: line,
      .init(
        en: "'\(text)' is not a known \(what.en) of this survey",
        ko: "'\(text)': 설문에 없는 \(what.ko)입니다"
      ),
      fix: Self.nearest(to: text, among: known)
        ?? .init(en: "use one of: \(list)", ko: "다음 중 하나를 쓰십시오: \(list)")
    )
  }

  /// The advice to write the word that was probably meant.
  static func nearest(to text: String, among known: [String]) -> LocalizedText? {
    NearestWord.of(text, among: known).map {
      .init(en: "did you mean '\($0)'?", ko: "'\($0)'을(를) 뜻하셨습니까?")
    }
  }

  /// Notes a value of the wrong type.
  mutating func wrongType(
    _ node: YAMLNode,
    _ message: LocalizedText,
    fix: LocalizedText
  ) {
    let subject = node.name.isEmpty ? kind.name : LocalizedText("'\(node.name)'")
    error(
      at: node.line,
      .init(en: "\(subject.en) \(message.en)", ko: "\(subject.ko): \(message.ko)"),
      fix: fix
    )
  }

  /// Notes a number outside its bounds.
  mutating func outOfRange(
    _ node: YAMLNode,
    _ text: String,
    _ lowest: String,
    _ highest: String
  ) {
    error(
      at: node.line,
      .init(
        en: "'\(node.name)' is \(text), which is out of range",
        ko: "'\(node.name)' 값 \(text)이(가) 허용 범위를 벗어납니다"
      ),
      fix: .init(
        en: "write a number in \(lowest) … \(highest)",
        ko: "\(lowest) … \(highest) 사이로 쓰십시오"
      )
    )
  }
}

extension LocalizedText {
  /// A text that is the same in both languages.
  init(_ text: String) { self.init(en: text, ko: text) }
}
