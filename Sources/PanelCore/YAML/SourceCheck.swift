/// Reads the parts of a file and notes every problem on the way.
///
/// A reading function gives `nil` when it has noted an error, or when the part is absent.
protocol SourceCheck {
  /// The kind of file.
  var kind: SourceKind { get }
  /// The problems so far, in the order they were met.
  var problems: [SurveyProblem] { get set }
}

extension SourceCheck {
  /// Whether anything makes the file unusable.
  var hasErrors: Bool { problems.contains { $0.severity == .error } }

  /// The problems in the order of their lines, those of one line as they were met.
  var problemsByLine: [SurveyProblem] {
    problems.enumerated()
      .sorted { ($0.element.line, $0.offset) < ($1.element.line, $1.offset) }
      .map(\.element)
  }

  /// Notes an error.
  mutating func error(at line: Int, _ message: LocalizedText, fix: LocalizedText) {
    problems.append(SurveyProblem(line: line, severity: .error, message: message, fix: fix))
  }

  /// Notes a warning.
  mutating func warning(at line: Int, _ message: LocalizedText, fix: LocalizedText) {
    problems.append(SurveyProblem(line: line, severity: .warning, message: message, fix: fix))
  }

  /// The entries of a map.
  mutating func entries(_ node: SourceNode) -> [SourceEntry]? {
    guard case .map(let entries) = node.content else {
      wrongType(
        node,
        .init("'키: 값'의 모음이어야 합니다", "must be a map of 'key: value'"),
        fix: .init(
          "'{키: 값, …}'으로 쓰거나 들여 쓴 행마다 '키: 값'을 쓰십시오",
          "write '{key: value, …}' or indented lines of 'key: value'"
        )
      )
      return nil
    }
    return entries
  }

  /// The entries of a list; none when the key is absent.
  mutating func list(_ node: SourceNode?) -> [SourceNode] {
    guard let node else { return [] }
    guard case .list(let nodes) = node.content else {
      wrongType(
        node,
        .init("목록이어야 합니다", "must be a list"),
        fix: .init(
          "'[…, …]'으로 쓰거나 행마다 '- '로 시작하십시오",
          "write '[…, …]' or lines that begin with '- '"
        )
      )
      return []
    }
    return nodes
  }

  /// A scalar as it was written.
  mutating func word(_ node: SourceNode?) -> String? {
    guard let node else { return nil }
    guard case .scalar(let text) = node.content else {
      wrongType(
        node,
        .init("한 값이어야 합니다", "must be a single value"),
        fix: .init("괄호나 '- ' 없이 값 하나만 쓰십시오", "write one value, without brackets or '- '")
      )
      return nil
    }
    return text
  }

  /// A whole number within bounds.
  mutating func integer(_ node: SourceNode?, in bounds: ClosedRange<Int>) -> Int? {
    guard let node, let text = word(node) else { return nil }
    guard text.first != "+", let value = Int(text) else {
      wrongType(
        node,
        .init("정수여야 합니다: '\(text)'", "must be a whole number, not '\(text)'"),
        fix: .init("5처럼 숫자만 쓰십시오", "write digits only, such as 5")
      )
      return nil
    }
    guard bounds.contains(value) else {
      outOfRange(node, text, "\(bounds.lowerBound)", "\(bounds.upperBound)")
      return nil
    }
    return value
  }

  /// Notes a key that nobody asked for; the nearest one is proposed unless there is other advice.
  mutating func unknownKey(
    _ entry: SourceEntry,
    known: [String],
    place: LocalizedText,
    fix: LocalizedText? = nil
  ) {
    let list = known.joined(separator: ", ")
    error(
      at: entry.line,
      .init(
        "\(place.ko)에 '\(entry.key)'(이)라는 키는 없습니다",
        "\(place.en) has no key '\(entry.key)'"
      ),
      fix: fix ?? Self.nearest(to: entry.key, among: known)
        ?? .init("지우거나 다음 중 하나를 쓰십시오: \(list)", "remove it or use one of: \(list)")
    )
  }

  /// Notes a key that is there without a value.
  mutating func blankKey(_ entry: SourceEntry) {
    error(
      at: entry.line,
      .init("'\(entry.key)'에 값이 없습니다", "'\(entry.key)' has no value"),
      fix: .init("값을 쓰거나 키를 지우십시오", "write a value or remove the key")
    )
  }

  /// Notes a key that must be there.
  mutating func missingKey(
    _ key: String,
    at line: Int,
    place: LocalizedText,
    example: String
  ) {
    error(
      at: line,
      .init("\(place.ko)에 '\(key)' 키가 없습니다", "\(place.en) lacks the key '\(key)'"),
      fix: .init("'\(key): \(example)'처럼 추가하십시오", "add it, for example '\(key): \(example)'")
    )
  }

  /// Notes a reference to something that does not exist.
  mutating func unknownReference(at line: Int, _ text: String, what: LocalizedText, known: [String])
  {
    let list = known.joined(separator: ", ")
    error(
      at: line,
      .init("'\(text)': 설문에 없는 \(what.ko)입니다", "'\(text)' is no \(what.en) of this survey"),
      fix: Self.nearest(to: text, among: known)
        ?? .init("다음 중 하나를 쓰십시오: \(list)", "use one of: \(list)")
    )
  }

  /// The advice to write the word that was probably meant.
  static func nearest(to text: String, among known: [String]) -> LocalizedText? {
    NearestWord.of(text, among: known).map {
      .init("'\($0)'을(를) 뜻하셨습니까?", "did you mean '\($0)'?")
    }
  }

  /// Notes a value of the wrong type.
  mutating func wrongType(
    _ node: SourceNode,
    _ message: LocalizedText,
    fix: LocalizedText
  ) {
    let subject = node.name.isEmpty ? kind.name : LocalizedText("'\(node.name)'")
    error(
      at: node.line,
      .init("\(subject.ko): \(message.ko)", "\(subject.en) \(message.en)"),
      fix: fix
    )
  }

  /// Notes a number outside its bounds.
  mutating func outOfRange(
    _ node: SourceNode,
    _ text: String,
    _ lowest: String,
    _ highest: String
  ) {
    error(
      at: node.line,
      .init(
        "'\(node.name)' 값 \(text)이(가) 허용 범위를 벗어납니다",
        "'\(node.name)' is \(text), which is out of range"
      ),
      fix: .init("\(lowest) … \(highest) 사이로 쓰십시오", "write a number in \(lowest) … \(highest)")
    )
  }
}

extension LocalizedText {
  /// Pairs a Korean and an English text.
  init(_ ko: String, _ en: String) { self.init(ko: ko, en: en) }

  /// A text that is the same in both languages.
  init(_ text: String) { self.init(ko: text, en: text) }
}
