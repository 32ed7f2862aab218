/// Reads the parts of a file whose maps have known keys, and notes every problem on the way.
///
/// A reading function gives `nil` when it has noted an error, or when the part is absent, which
/// has then been noted by `map(_:_:)`.
protocol KeyedCheck: YAMLCheck {
  /// The maps of the format by their path, with their keys.
  static var maps: [(path: String, keys: [FileKey])] { get }
  /// By kind the identifiers met so far, with the line of each.
  var firstLines: [String: [String: Int]] { get set }
}

extension KeyedCheck {
  /// Reads a map and checks its keys against those known at the path.
  mutating func map(_ node: YAMLNode?, _ path: String) -> YAMLMap? {
    guard let node, let entries = entries(node) else { return nil }
    let known = Self.maps.first { $0.path == path }?.keys ?? []
    let place = path.isEmpty ? kind.name : LocalizedText("'\(path)'")
    var map = YAMLMap(line: node.line)
    for entry in entries {
      guard known.contains(where: { $0.name == entry.key }) else {
        unknownKey(entry, known: known.map(\.name), place: place, fix: advice(on: entry.key))
        continue
      }
      if case .blank = entry.value.content {
        blankKey(entry)
      } else {
        map.values[entry.key] = entry.value
      }
    }
    for key in known
    where key.isRequired && !entries.contains(where: { $0.key == key.name }) {
      missingKey(key.name, at: node.line, place: place, example: key.example)
    }
    return map
  }

  private func advice(on key: String) -> LocalizedText? {
    guard key == "blindNames" else { return nil }
    return LocalizedText(
      en: "evaluators can read this file: keep the names in a file of your own and pass it to "
        + "the check",
      ko: "이름 목록은 평가위원이 볼 수 없는 별도 파일에 두고 점검할 때 넘기십시오"
    )
  }

  /// An exact decimal within bounds; the lower one is excluded on demand.
  mutating func decimal(
    _ node: YAMLNode?,
    in bounds: ClosedRange<Int>,
    isLowestExcluded: Bool = false
  ) -> ExactDecimal? {
    guard let node, let text = word(node) else { return nil }
    guard let value = ExactDecimal(text) else {
      wrongType(
        node,
        .init(
          en: "must be a decimal such as 0.5, not '\(text)'",
          ko: "소수(예: 0.5)여야 합니다: '\(text)'"
        ),
        fix: .init(
          en: "write digits and a point only, with up to 9 decimal places",
          ko: "숫자와 점만 쓰십시오(소수점 아래 9자리까지)"
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
  mutating func boolean(_ node: YAMLNode?) -> Bool? {
    guard let node, let text = word(node) else { return nil }
    switch text {
    case "true": return true
    case "false": return false
    default:
      wrongType(
        node,
        .init(en: "must be true or false, not '\(text)'", ko: "true 또는 false여야 합니다: '\(text)'"),
        fix: .init(en: "write true or false", ko: "true 또는 false로 쓰십시오")
      )
      return nil
    }
  }

  /// Reads a text in both languages.
  mutating func text(_ node: YAMLNode?) -> LocalizedText? {
    guard let node, let parts = languages(node) else { return nil }
    let ko = translation(parts[.ko], .ko, of: node.name)
    let en = translation(parts[.en], .en, of: node.name)
    guard let ko, let en else { return nil }
    return LocalizedText(en: en, ko: ko)
  }

  /// A list of texts, one list a language, with one text for each level of the scale.
  mutating func texts(_ node: YAMLNode?, for scale: Scale?) -> [LocalizedText]? {
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
            en:
              "'\(node.name)' has \(entries.count) texts in \(language.rawValue), but the scale has "
              + "\(scale.ratings.count) levels (\(levels))",
            ko: "'\(node.name)'의 \(language.rawValue) 문구는 \(entries.count)개인데 척도는 "
              + "\(scale.ratings.count)단계(\(levels))입니다"
          ),
          fix: .init(
            en: "write one text for each level, from the lowest",
            ko: "가장 낮은 단계부터 단계마다 하나씩 쓰십시오"
          )
        )
      }
      lists[language] = entries.compactMap { translation($0, language, of: node.name) }
    }
    guard let ko = lists[.ko], let en = lists[.en], ko.count == en.count else { return nil }
    return zip(ko, en).map { LocalizedText(en: $1, ko: $0) }
  }

  private mutating func languages(_ node: YAMLNode) -> [Language: YAMLNode]? {
    guard case .map(let entries) = node.content else {
      wrongType(
        node,
        .init(en: "needs Korean (ko) and English (en)", ko: "한국어(ko)와 영어(en)가 모두 있어야 합니다"),
        fix: .init(en: "write it as '{ko: …, en: …}'", ko: "'{ko: …, en: …}' 형태로 쓰십시오")
      )
      return nil
    }
    var parts: [Language: YAMLNode] = [:]
    for entry in entries {
      guard let language = Language(rawValue: entry.key) else {
        unknownKey(
          entry,
          known: Language.allCases.map(\.rawValue),
          place: LocalizedText("'\(node.name)'"),
          fix: advice(on: entry.key)
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
    _ node: YAMLNode?,
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
      language == .ko
      ? LocalizedText(en: "Korean", ko: "한국어") : LocalizedText(en: "English", ko: "영어")
    error(
      at: line,
      .init(
        en: "'\(name)' has no \(words.en) (\(language.rawValue)) text",
        ko: "'\(name)'에 \(words.ko)(\(language.rawValue)) 문구가 없습니다"
      ),
      fix: .init(
        en: "fill in '\(language.rawValue): …'",
        ko: "'\(language.rawValue): …'를 채우십시오"
      )
    )
  }

  /// A well-formed identifier that is not yet taken among its kind.
  mutating func identifier<ID: Identifier>(
    _ node: YAMLNode?,
    _ type: ID.Type,
    among kind: String
  ) -> ID? {
    guard let node, let text = word(node) else { return nil }
    let id = ID(text)
    guard id.isWellFormed else {
      error(
        at: node.line,
        .init(en: "'\(text)' cannot be an identifier", ko: "'\(text)'은(는) 식별자로 쓸 수 없습니다"),
        fix: .init(
          en:
            "use up to 64 ASCII letters, digits, '.', '_' and '-', beginning with a letter or digit",
          ko: "영문자·숫자로 시작하고 영문자·숫자·. _ - 만 64자까지 쓰십시오"
        )
      )
      return nil
    }
    if let first = firstLines[kind]?[text] {
      error(
        at: node.line,
        .init(
          en: "'\(text)' is used twice (first on line \(first))",
          ko: "'\(text)'이(가) 두 번 나옵니다(처음: \(first)행)"
        ),
        fix: .init(en: "choose another name", ko: "다른 이름을 쓰십시오")
      )
      return nil
    }
    firstLines[kind, default: [:]][text] = node.line
    return id
  }

  /// The line an identifier was first met on.
  func firstLine(of id: String, among kind: String) -> Int? { firstLines[kind]?[id] }

  /// Reads a word of a rule.
  mutating func ruleWord<Value>(
    _ node: YAMLNode?,
    _ read: (String) throws(RuleProblem) -> Value
  ) -> Value? {
    guard let node, let text = word(node) else { return nil }
    do {
      return try read(text)
    } catch {
      self.error(at: node.line, error.message, fix: error.fix)
      return nil
    }
  }

  /// Reads one word of an enumeration.
  mutating func oneOf<Word: RawRepresentable<String> & CaseIterable>(
    _ node: YAMLNode?,
    _ type: Word.Type
  ) -> Word? {
    guard let node, let text = word(node) else { return nil }
    guard let value = Word(rawValue: text) else {
      let list = Word.allCases.map(\.rawValue).joined(separator: ", ")
      error(
        at: node.line,
        .init(
          en: "'\(text)' is not a word for '\(node.name)'",
          ko: "'\(node.name)'에 '\(text)'은(는) 쓸 수 없습니다"
        ),
        fix: .init(en: "use one of: \(list)", ko: "다음 중 하나를 쓰십시오: \(list)")
      )
      return nil
    }
    return value
  }
}
