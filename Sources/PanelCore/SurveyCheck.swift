/// Reads the parts of a survey file and notes every problem on the way.
///
/// A reading function gives `nil` when it has noted an error, or when the part is absent, which
/// has then been noted by `map(_:_:)`.
struct SurveyCheck {
  /// The problems so far, in the order they were met.
  private(set) var problems: [SurveyProblem] = []
  private var firstLines: [String: [String: Int]] = [:]

  /// Whether anything makes the survey unusable.
  var hasErrors: Bool { problems.contains { $0.severity == .error } }

  /// Notes an error.
  mutating func error(at line: Int, _ message: LocalizedText, fix: LocalizedText) {
    problems.append(SurveyProblem(line: line, severity: .error, message: message, fix: fix))
  }

  /// Notes a warning.
  mutating func warning(at line: Int, _ message: LocalizedText, fix: LocalizedText) {
    problems.append(SurveyProblem(line: line, severity: .warning, message: message, fix: fix))
  }

  /// Reads a map and checks its keys against those known at the path.
  mutating func map(_ node: SourceNode?, _ path: String) -> SourceMap? {
    guard let node, let entries = entries(node) else { return nil }
    let known = SurveyKey.of(path)
    let place = path.isEmpty ? LocalizedText("설문", "the survey") : LocalizedText("'\(path)'")
    var map = SourceMap(line: node.line)
    for entry in entries {
      guard known.contains(where: { $0.name == entry.key }) else {
        unknownKey(entry, known: known.map(\.name), place: place)
        continue
      }
      if case .blank = entry.value.content {
        error(
          at: entry.line,
          .init("'\(entry.key)'에 값이 없습니다", "'\(entry.key)' has no value"),
          fix: .init("값을 쓰거나 키를 지우십시오", "write a value or remove the key")
        )
      } else {
        map.values[entry.key] = entry.value
      }
    }
    for key in known
    where key.isRequired && !entries.contains(where: { $0.key == key.name }) {
      error(
        at: node.line,
        .init(
          "\(place.ko)에 '\(key.name)' 키가 없습니다",
          "\(place.en) lacks the key '\(key.name)'"
        ),
        fix: .init(
          "'\(key.name): \(key.example)'처럼 추가하십시오",
          "add it, for example '\(key.name): \(key.example)'"
        )
      )
    }
    return map
  }

  private mutating func unknownKey(_ entry: SourceEntry, known: [String], place: LocalizedText) {
    let message = LocalizedText(
      "\(place.ko)에 '\(entry.key)'(이)라는 키는 없습니다",
      "\(place.en) has no key '\(entry.key)'"
    )
    if entry.key == "blindNames" {
      error(
        at: entry.line,
        message,
        fix: .init(
          "이름 목록은 평가위원이 볼 수 없는 별도 파일에 두고 점검할 때 넘기십시오",
          "evaluators can read this file: keep the names in a file of your own and pass it to "
            + "the check"
        )
      )
    } else if let nearest = NearestWord.of(entry.key, among: known) {
      error(
        at: entry.line,
        message,
        fix: .init("'\(nearest)'을(를) 뜻하셨습니까?", "did you mean '\(nearest)'?")
      )
    } else {
      let list = known.joined(separator: ", ")
      error(
        at: entry.line,
        message,
        fix: .init("지우거나 다음 중 하나를 쓰십시오: \(list)", "remove it or use one of: \(list)")
      )
    }
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

  /// An exact decimal within bounds; the lower one is excluded on demand.
  mutating func decimal(
    _ node: SourceNode?,
    in bounds: ClosedRange<Int>,
    isLowestExcluded: Bool = false
  ) -> ExactDecimal? {
    guard let node, let text = word(node) else { return nil }
    guard let value = ExactDecimal(text) else {
      wrongType(
        node,
        .init("소수(예: 0.5)여야 합니다: '\(text)'", "must be a decimal such as 0.5, not '\(text)'"),
        fix: .init(
          "숫자와 점만 쓰십시오(소수점 아래 9자리까지)",
          "write digits and a point only, with up to 9 decimal places"
        )
      )
      return nil
    }
    let (lowest, highest) = (
      bounds.lowerBound * value.denominator, bounds.upperBound * value.denominator
    )
    guard value.unscaled >= lowest, value.unscaled <= highest,
      !(isLowestExcluded && value.unscaled == lowest)
    else {
      outOfRange(
        node,
        text,
        (isLowestExcluded ? ">" : "") + "\(bounds.lowerBound)",
        "\(bounds.upperBound)"
      )
      return nil
    }
    return value
  }

  /// `true` or `false`.
  mutating func boolean(_ node: SourceNode?) -> Bool? {
    guard let node, let text = word(node) else { return nil }
    switch text {
    case "true": return true
    case "false": return false
    default:
      wrongType(
        node,
        .init("true 또는 false여야 합니다: '\(text)'", "must be true or false, not '\(text)'"),
        fix: .init("true 또는 false로 쓰십시오", "write true or false")
      )
      return nil
    }
  }

  /// A text in both languages.
  mutating func text(_ node: SourceNode?) -> LocalizedText? {
    guard let node, let parts = languages(node) else { return nil }
    let ko = translation(parts[.ko], .ko, of: node.name)
    let en = translation(parts[.en], .en, of: node.name)
    guard let ko, let en else { return nil }
    return LocalizedText(ko: ko, en: en)
  }

  /// A list of texts, one list a language, with one text for each level of the scale.
  mutating func texts(_ node: SourceNode?, for scale: Scale?) -> [LocalizedText]? {
    guard let node, let parts = languages(node) else { return nil }
    var lists: [Language: [String]] = [:]
    for language in Language.allCases {
      guard let part = parts[language], case .list = part.content else {
        if let part = parts[language] { _ = list(part) }
        continue
      }
      let entries = list(part)
      if let scale, entries.count != scale.ratings.count {
        let levels = "\(scale.lowest)…\(scale.highest)"
        error(
          at: part.line,
          .init(
            "'\(node.name)'의 \(language.rawValue) 문구는 \(entries.count)개인데 척도는 "
              + "\(scale.ratings.count)단계(\(levels))입니다",
            "'\(node.name)' has \(entries.count) texts in \(language.rawValue), but the scale has "
              + "\(scale.ratings.count) levels (\(levels))"
          ),
          fix: .init(
            "가장 낮은 단계부터 단계마다 하나씩 쓰십시오",
            "write one text for each level, from the lowest"
          )
        )
      }
      lists[language] = entries.compactMap { translation($0, language, of: node.name) }
    }
    guard let ko = lists[.ko], let en = lists[.en], ko.count == en.count else { return nil }
    return zip(ko, en).map { LocalizedText(ko: $0, en: $1) }
  }

  private mutating func languages(_ node: SourceNode) -> [Language: SourceNode]? {
    guard case .map(let entries) = node.content else {
      wrongType(
        node,
        .init("한국어(ko)와 영어(en)가 모두 있어야 합니다", "needs Korean (ko) and English (en)"),
        fix: .init("'{ko: …, en: …}' 형태로 쓰십시오", "write it as '{ko: …, en: …}'")
      )
      return nil
    }
    var parts: [Language: SourceNode] = [:]
    for entry in entries {
      guard let language = Language(rawValue: entry.key) else {
        unknownKey(
          entry,
          known: Language.allCases.map(\.rawValue),
          place: LocalizedText("'\(node.name)'")
        )
        continue
      }
      parts[language] = entry.value
    }
    for language in Language.allCases where parts[language] == nil {
      missingTranslation(at: node.line, language, of: node.name)
    }
    return parts
  }

  private mutating func translation(
    _ node: SourceNode?,
    _ language: Language,
    of name: String
  ) -> String? {
    guard let node else { return nil }
    switch node.content {
    case .scalar(let text) where !text.allSatisfy(\.isWhitespace): return text.trimmed
    case .scalar, .blank: missingTranslation(at: node.line, language, of: name)
    case .list, .map: _ = word(node)
    }
    return nil
  }

  private mutating func missingTranslation(at line: Int, _ language: Language, of name: String) {
    let words =
      language == .ko ? LocalizedText("한국어", "Korean") : LocalizedText("영어", "English")
    error(
      at: line,
      .init(
        "'\(name)'에 \(words.ko)(\(language.rawValue)) 문구가 없습니다",
        "'\(name)' has no \(words.en) (\(language.rawValue)) text"
      ),
      fix: .init(
        "'\(language.rawValue): …'를 채우십시오",
        "fill in '\(language.rawValue): …'"
      )
    )
  }

  /// A well-formed identifier that is not yet taken among its kind.
  mutating func identifier<ID: Identifier>(
    _ node: SourceNode?,
    _ type: ID.Type,
    among kind: String
  ) -> ID? {
    guard let node, let text = word(node) else { return nil }
    let id = ID(text)
    guard id.isWellFormed else {
      error(
        at: node.line,
        .init("'\(text)'은(는) 식별자로 쓸 수 없습니다", "'\(text)' cannot be an identifier"),
        fix: .init(
          "영문자·숫자로 시작하고 영문자·숫자·. _ - 만 64자까지 쓰십시오",
          "use up to 64 ASCII letters, digits, '.', '_' and '-', beginning with a letter or digit"
        )
      )
      return nil
    }
    if let first = firstLines[kind]?[text] {
      error(
        at: node.line,
        .init(
          "'\(text)'이(가) 두 번 나옵니다(처음: \(first)행)",
          "'\(text)' is used twice (first on line \(first))"
        ),
        fix: .init("다른 이름을 쓰십시오", "choose another name")
      )
      return nil
    }
    firstLines[kind, default: [:]][text] = node.line
    return id
  }

  /// The line an identifier was first met on.
  func firstLine(of id: String, among kind: String) -> Int? { firstLines[kind]?[id] }

  /// Notes a reference to something that does not exist.
  mutating func unknownReference(at line: Int, _ text: String, what: LocalizedText, known: [String])
  {
    let list = known.joined(separator: ", ")
    let fix =
      NearestWord.of(text, among: known).map {
        LocalizedText("'\($0)'을(를) 뜻하셨습니까?", "did you mean '\($0)'?")
      }
      ?? LocalizedText(
        "다음 중 하나를 쓰십시오: \(list)",
        "use one of: \(list)"
      )
    error(
      at: line,
      .init("'\(text)': 설문에 없는 \(what.ko)입니다", "'\(text)' is no \(what.en) of this survey"),
      fix: fix
    )
  }

  /// Notes a value of the wrong type.
  mutating func wrongType(
    _ node: SourceNode,
    _ message: LocalizedText,
    fix: LocalizedText
  ) {
    let subject =
      node.name.isEmpty ? LocalizedText("설문", "the survey") : LocalizedText("'\(node.name)'")
    error(
      at: node.line,
      .init("\(subject.ko): \(message.ko)", "\(subject.en) \(message.en)"),
      fix: fix
    )
  }

  private mutating func outOfRange(
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

extension String {
  /// The text without white space at its ends, such as the newline that ends a block text.
  var trimmed: String {
    var text = self[...]
    while text.last?.isWhitespace == true { text.removeLast() }
    while text.first?.isWhitespace == true { text.removeFirst() }
    return String(text)
  }
}
