extension SurveyCheck {
  /// The word for a fact that was not provided.
  static let notProvided = "not provided"

  private static let wordsForNothing: Set<String> = [
    "n/a", "na", "none", "unknown", "tbd", "missing", "-", "--", "?", "없음", "자료 없음", "자료없음",
    "미상", "해당 없음", "미제공",
  ]

  /// Reads the lines of the fact sheet.
  mutating func factSheet(_ node: YAMLNode?) -> [FactField] {
    list(node).compactMap { entry in
      guard let map = map(entry, "factSheet[]") else { return nil }
      let id = identifier(map["id"], FactID.self, among: "fact")
      let title = text(map["title"])
      let unit = word(map["unit"])
      guard let id, let title else { return nil }
      return FactField(id: id, title: title, unit: unit)
    }
  }

  /// Reads the models.
  mutating func models(
    _ node: YAMLNode?,
    on factSheet: [FactField],
    blind: Bool?
  ) -> [ModelUnderEvaluation] {
    let entries = list(node)
    if let node, case .list = node.content, entries.count < 2 {
      error(
        at: node.line,
        .init(
          en: "a survey compares two models or more, not \(entries.count)",
          ko: "모델이 \(entries.count)개입니다: 둘 이상이어야 합니다"
        ),
        fix: .init(en: "add models", ko: "모델을 추가하십시오")
      )
    }
    return entries.compactMap { entry in
      guard let map = map(entry, "models[]") else { return nil }
      let code = identifier(map["code"], ModelCode.self, among: "model code")
      if let code, let node = map["code"], code.rawValue.contains("_") {
        error(
          at: node.line,
          .init(en: "the model code '\(code)' contains '_'", ko: "모델 코드 '\(code)'에 '_'가 있습니다"),
          fix: .init(
            en: "leave it out: the columns of a wide CSV are split into model and criterion at the "
              + "first '_'",
            ko: "'_'를 빼십시오: 넓은 CSV의 열 이름을 첫 '_'에서 모델과 기준으로 나눕니다"
          )
        )
      }
      let name = modelName(map, blind: blind)
      let facts = facts(map["facts"], on: factSheet)
      return code.map { ModelUnderEvaluation(code: $0, name: name, facts: facts) }
    }
  }

  private mutating func modelName(_ map: YAMLMap, blind: Bool?) -> LocalizedText? {
    guard let node = map["name"] else {
      if blind == false {
        warning(
          at: map.line,
          .init(
            en: "the survey is not blind, yet the model has no name: only its code is shown",
            ko: "블라인드가 아닌데 모델 이름이 없습니다: 코드만 보입니다"
          ),
          fix: .init(
            en: "add 'name: {ko: …, en: …}' or write 'blind: true'",
            ko: "'name: {ko: …, en: …}'을 추가하거나 'blind: true'로 쓰십시오"
          )
        )
      }
      return nil
    }
    let name = text(node)
    guard blind == true else { return name }
    error(
      at: node.line,
      .init(en: "a blind survey must not name its models", ko: "블라인드 설문에 모델 이름이 있습니다"),
      fix: .init(
        en: "remove 'name'; the coordinator keeps the table of codes and names elsewhere",
        ko: "'name'을 지우고 코드와 이름의 대응표는 평가 담당자가 따로 보관하십시오"
      )
    )
    return nil
  }

  private mutating func facts(_ node: YAMLNode?, on factSheet: [FactField]) -> [FactID: Fact] {
    guard let node, let entries = entries(node) else { return [:] }
    var facts: [FactID: Fact] = [:]
    for entry in entries {
      guard firstLine(of: entry.key, among: "fact") != nil else {
        unknownReference(
          at: entry.line,
          entry.key,
          what: .init(en: "line of the fact sheet", ko: "정보표 항목"),
          known: factSheet.map(\.id.rawValue)
        )
        continue
      }
      let field = factSheet.first { $0.id.rawValue == entry.key }
      facts[FactID(entry.key)] = fact(entry.value, isQuantity: field?.unit != nil)
    }
    return facts
  }

  private mutating func fact(_ node: YAMLNode, isQuantity: Bool) -> Fact? {
    switch node.content {
    case .blank:
      blankFact(node)
      return nil
    case .scalar(let text):
      return value(text, node, isQuantity: isQuantity, measuredBy: nil, measuredOn: nil)
    case .list:
      wrongType(
        node,
        .init(en: "must be a value or a map with 'value'", ko: "값 하나 또는 value가 있는 모음이어야 합니다"),
        fix: .init(
          en: "write it as 'F10: 400' or '{value: 400, …}'",
          ko: "'F10: 400' 또는 '{value: 400, …}'처럼 쓰십시오"
        )
      )
      return nil
    case .map(let entries):
      // `map` reports blank keys in general; a blank value has its own advice.
      if let entry = entries.first(where: { $0.key == "value" }), case .blank = entry.value.content
      {
        blankFact(entry.value)
        return nil
      }
      guard let map = map(node, "models[].facts.*") else { return nil }
      let measuredBy = word(map["measuredBy"])
      let measuredOn = word(map["measuredOn"])
      if let node = map["measuredOn"], let measuredOn, Timestamp("\(measuredOn)T00:00Z") == nil {
        error(
          at: node.line,
          .init(en: "'\(measuredOn)' is not a date", ko: "'\(measuredOn)'은(는) 날짜가 아닙니다"),
          fix: .init(en: "write it as 2026-08-03", ko: "2026-08-03처럼 쓰십시오")
        )
      }
      guard let node = map["value"], let text = word(node) else { return nil }
      return value(
        text,
        node,
        isQuantity: isQuantity,
        measuredBy: measuredBy,
        measuredOn: measuredOn
      )
    }
  }

  private mutating func value(
    _ text: String,
    _ node: YAMLNode,
    isQuantity: Bool,
    measuredBy: String?,
    measuredOn: String?
  ) -> Fact? {
    let value = text.trimmed
    let advice = LocalizedText(
      en: "if the value is not known, write '\(SurveyCheck.notProvided)'",
      ko: "모르는 값이면 '\(SurveyCheck.notProvided)'라고 쓰십시오"
    )
    if value.isEmpty {
      blankFact(node)
      return nil
    }
    if value == SurveyCheck.notProvided { return .notProvided }
    if SurveyCheck.wordsForNothing.contains(value.lowercased()) {
      warning(
        at: node.line,
        .init(en: "'\(value)' will be shown as a value", ko: "'\(value)'이(가) 값으로 표시됩니다"),
        fix: advice
      )
    } else if isQuantity, ExactDecimal(value)?.unscaled == 0 {
      warning(
        at: node.line,
        .init(
          en: "'\(node.name)' will be shown as a true zero",
          ko: "'\(node.name)' 값이 측정된 0으로 표시됩니다"
        ),
        fix: advice
      )
    }
    if isQuantity, measuredBy == nil || measuredOn == nil {
      warning(
        at: node.line,
        .init(
          en: "'\(node.name)' does not say who measured it and when",
          ko: "'\(node.name)'을(를) 누가 언제 측정했는지 없습니다"
        ),
        fix: .init(
          en: "write '{value: …, measuredBy: …, measuredOn: 2026-08-03}'",
          ko: "'{value: …, measuredBy: …, measuredOn: 2026-08-03}'으로 쓰십시오"
        )
      )
    }
    return .provided(value: value, measuredBy: measuredBy, measuredOn: measuredOn)
  }

  private mutating func blankFact(_ node: YAMLNode) {
    error(
      at: node.line,
      .init(en: "'\(node.name)' has no value", ko: "'\(node.name)' 값이 비어 있습니다"),
      fix: .init(
        en: "write '\(SurveyCheck.notProvided)' when nobody provided it",
        ko: "값이 없으면 '\(SurveyCheck.notProvided)'라고 쓰십시오"
      )
    )
  }
}
