extension AnswersCheck {
  /// Whether nothing has been answered there.
  func isBlank(_ node: YAMLNode) -> Bool {
    switch node.content {
    case .blank: true
    case .scalar(let text): text.allSatisfy(\.isWhitespace)
    case .list(let nodes): nodes.isEmpty
    case .map(let entries): entries.isEmpty
    }
  }

  /// Whether a model is recused.
  mutating func isRecused(_ node: YAMLNode) -> Bool {
    guard let text = word(node) else { return false }
    switch text.lowercased() {
    case "yes", "true", "예", "네": return true
    case "no", "false", "아니오", "아니요": return false
    default:
      wrongType(
        node,
        .init(en: "must be yes or no, not '\(text)'", ko: "yes 또는 no여야 합니다: '\(text)'"),
        fix: .init(en: "write yes or no", ko: "yes 또는 no로 쓰십시오")
      )
      return false
    }
  }

  /// A rating, or the reason why an item cannot be judged.
  mutating func answer(_ node: YAMLNode) -> Answer? {
    guard let text = word(node) else { return nil }
    let reasons = survey.cannotJudge.map(\.id)
    if let reason = reasons.first(where: { $0.rawValue == text }) { return .cannotJudge(reason) }
    guard !reasons.isEmpty, Int(text) == nil else { return rating(node).map(Answer.rating) }
    let range = "\(survey.scale.lowest) … \(survey.scale.highest)"
    let list = reasons.map(\.rawValue).joined(separator: ", ")
    wrongType(
      node,
      .init(en: "is neither a rating nor a reason: '\(text)'", ko: "평점도 판단 불가 사유도 아닙니다: '\(text)'"),
      fix: .init(
        en: "write a number in \(range), or one of: \(list)",
        ko: "\(range)의 정수 또는 \(list) 중 하나를 쓰십시오"
      )
    )
    return nil
  }

  /// A rating on the survey's scale.
  mutating func rating(_ node: YAMLNode) -> Int? {
    integer(node, in: survey.scale.ratings)
  }

  /// A number that is an answer to the question.
  mutating func number(_ node: YAMLNode, of question: ScaleQuestion) -> Int? {
    let number = integer(node, in: question.lowest...max(question.lowest, question.highest))
    guard let number, !question.accepts(number) else { return number }
    wrongType(
      node,
      .init(en: "is \(number), which is not an answer", ko: "\(number)은(는) 답이 아닙니다"),
      fix: .init(
        en: "write a number from \(question.lowest) in steps of \(question.step), up to "
          + "\(question.highest)",
        ko: "\(question.lowest)부터 \(question.step) 단위로, \(question.highest)까지의 수를 쓰십시오"
      )
    )
    return nil
  }

  /// The choices taken, in the order of the question.
  mutating func choices(_ node: YAMLNode, of question: Question) -> [ChoiceID] {
    let known = question.choices.map(\.id)
    var nodes = [node]
    if case .list(let entries) = node.content { nodes = entries }
    var taken: Set<ChoiceID> = []
    for node in nodes {
      guard let text = entry(node) else { continue }
      guard let choice = known.first(where: { $0.rawValue == text }) else {
        unknownReference(
          at: node.line,
          text,
          what: .init(en: "choice for '\(node.name)'", ko: "'\(node.name)'의 선택지"),
          known: known.map(\.rawValue)
        )
        continue
      }
      if !taken.insert(choice).inserted { twice(text, node) }
    }
    if taken.count > 1 && !question.multiple {
      wrongType(
        node,
        .init(en: "takes one choice only", ko: "한 가지만 고를 수 있습니다"),
        fix: .init(en: "keep one of them", ko: "하나만 남기십시오")
      )
    }
    return known.filter(taken.contains)
  }

  /// The ranking, best first; it need not name every model yet.
  mutating func ranking(_ node: YAMLNode) -> [[ModelCode]] {
    guard case .list(let nodes) = node.content else {
      let example = "[" + survey.models.map(\.code.rawValue).joined(separator: ", ") + "]"
      wrongType(
        node,
        .init(en: "must be a list of models, the best first", ko: "가장 좋은 모델부터 적은 목록이어야 합니다"),
        fix: .init(en: "write it as in '\(example)'", ko: "'\(example)'처럼 쓰십시오")
      )
      return []
    }
    var seen: Set<ModelCode> = []
    return nodes.compactMap { node in
      guard case .list(let tied) = node.content else {
        return ranked(node, &seen).map { [$0] }
      }
      let group = tied.compactMap { ranked($0, &seen) }
      if tied.isEmpty { emptyEntry(node) }
      return group.isEmpty ? nil : group.sorted()
    }
  }

  private mutating func ranked(_ node: YAMLNode, _ seen: inout Set<ModelCode>) -> ModelCode? {
    guard let text = entry(node) else { return nil }
    let codes = survey.models.map(\.code)
    guard let code = codes.first(where: { $0.rawValue == text }) else {
      unknownReference(
        at: node.line,
        text,
        what: .init(en: "model", ko: "모델"),
        known: codes.map(\.rawValue)
      )
      return nil
    }
    guard seen.insert(code).inserted else {
      twice(text, node)
      return nil
    }
    guard !answers.recusals.contains(code) else {
      wrongType(
        node,
        .init(en: "names the model \(code), which is recused", ko: "회피한 모델 \(code)이(가) 있습니다"),
        fix: .init(en: "leave it out of the ranking", ko: "순위에서 지우십시오")
      )
      return nil
    }
    return code
  }

  /// A comment.
  mutating func comment(_ node: YAMLNode, by rule: CommentRule) -> String? {
    guard let text = word(node)?.asComment else { return nil }
    if node.hasRemark {
      wrongType(
        node,
        .init(en: "has text behind a '#', which is not read", ko: "'#' 뒤의 글은 읽히지 않습니다"),
        fix: .init(
          en: "write the comment indented on the lines below '|-', or put it in quotes",
          ko: "의견을 '|-' 아래 행에 들여 쓰거나 따옴표로 감싸십시오"
        )
      )
    }
    if text.count > rule.maximumLength {
      wrongType(
        node,
        .init(
          en: "is \(text.count) characters long, more than \(rule.maximumLength)",
          ko: "\(text.count)자로 \(rule.maximumLength)자를 넘습니다"
        ),
        fix: .init(
          en: "leave out \(text.count - rule.maximumLength) of them",
          ko: "\(text.count - rule.maximumLength)자를 줄이십시오"
        )
      )
    }
    return text.isEmpty ? nil : text
  }

  /// An entry of a list, which may not be blank.
  private mutating func entry(_ node: YAMLNode) -> String? {
    if isBlank(node), case .list = node.content { return word(node) }
    guard !isBlank(node) else {
      emptyEntry(node)
      return nil
    }
    return word(node)
  }

  private mutating func emptyEntry(_ node: YAMLNode) {
    wrongType(
      node,
      .init(en: "has a blank entry", ko: "목록에 빈 곳이 있습니다"),
      fix: .init(en: "remove it or fill it in", ko: "지우거나 채우십시오")
    )
  }

  private mutating func twice(_ text: String, _ node: YAMLNode) {
    wrongType(
      node,
      .init(en: "names '\(text)' twice", ko: "'\(text)'이(가) 두 번 나옵니다"),
      fix: .init(en: "remove one of them", ko: "하나를 지우십시오")
    )
  }
}
