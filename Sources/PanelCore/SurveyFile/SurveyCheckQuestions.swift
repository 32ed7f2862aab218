extension SurveyCheck {
  /// Reads what every question has: id, title and text.
  mutating func questionHead(
    _ map: YAMLMap?
  ) -> (
    id: ItemID, title: LocalizedText, text: LocalizedText
  )? {
    guard let map else { return nil }
    let id = identifier(map["id"], ItemID.self, among: "question")
    let title = text(map["title"])
    let text = text(map["text"])
    guard let id, let title, let text else { return nil }
    return (id, title, text)
  }

  /// Reads a closed question.
  mutating func question(_ node: YAMLNode?, _ path: String, isMultiple: Bool) -> Question? {
    guard let map = map(node, path) else { return nil }
    let head = questionHead(map)
    let multiple = boolean(map["multiple"]) ?? isMultiple
    let kind = "choice on line \(map.line)"
    let choices = choices(map["choices"], "\(path).choices[]", among: kind)
    if let node = map["choices"], case .list(let entries) = node.content, entries.count < 2 {
      error(
        at: node.line,
        .init(
          en: "a closed question needs two choices or more, not \(entries.count)",
          ko: "선택지가 \(entries.count)개입니다: 둘 이상이어야 합니다"
        ),
        fix: .init(en: "add choices", ko: "선택지를 추가하십시오")
      )
    }
    guard let head else { return nil }
    return Question(
      id: head.id,
      title: head.title,
      text: head.text,
      multiple: multiple,
      choices: choices
    )
  }

  /// Reads choices.
  mutating func choices(_ node: YAMLNode?, _ path: String, among kind: String) -> [Choice] {
    list(node).compactMap { entry in
      guard let map = map(entry, path) else { return nil }
      let id = identifier(map["id"], ChoiceID.self, among: kind)
      let title = text(map["title"])
      guard let id, let title else { return nil }
      return Choice(id: id, title: title)
    }
  }

  /// Checks that a reason differs from any rating and from a recusal, also where answers are written
  /// without quotes.
  mutating func checkReasons(_ node: YAMLNode?) {
    guard let node, case .list(let entries) = node.content else { return }
    for entry in entries {
      guard case .map(let pairs) = entry.content,
        let id = pairs.first(where: { $0.key == "id" })?.value,
        case .scalar(let text) = id.content, Int(text) != nil || text == "R"
      else { continue }
      error(
        at: id.line,
        .init(
          en: "the reason '\(text)' would read as a rating or as a recusal (R) in a CSV",
          ko: "사유 '\(text)'은(는) CSV에서 평점이나 회피(R)로 읽힙니다"
        ),
        fix: .init(en: "choose a name such as N1", ko: "N1처럼 글자로 시작하는 이름을 쓰십시오")
      )
    }
  }

  /// Reads a question answered by a number.
  mutating func scaleQuestion(_ node: YAMLNode?, _ path: String) -> ScaleQuestion? {
    guard let map = map(node, path) else { return nil }
    return scaleQuestion(map)
  }

  /// Reads the modules and keeps those that are switched on.
  mutating func modules(_ node: YAMLNode?) -> [ScaleQuestion] {
    list(node).compactMap { entry in
      guard let map = map(entry, "modules[]") else { return nil }
      let question = scaleQuestion(map)
      return boolean(map["enabled"]) == true ? question : nil
    }
  }

  private mutating func scaleQuestion(_ map: YAMLMap) -> ScaleQuestion? {
    let head = questionHead(map)
    let lowest = integer(map["lowest"], in: -1000...1000)
    let highest = integer(map["highest"], in: -1000...1000)
    let step = integer(map["step"], in: 1...1000)
    let lowestLabel = text(map["lowestLabel"])
    let highestLabel = text(map["highestLabel"])
    guard let lowest, let highest, let step else { return nil }
    guard lowest < highest, (highest - lowest) % step == 0 else {
      error(
        at: map["highest"]?.line ?? map.line,
        .init(
          en: "steps of \(step) from the lowest \(lowest) do not arrive at the highest \(highest)",
          ko: "최저 \(lowest)에서 \(step)씩 올라가 최고 \(highest)에 닿을 수 없습니다"
        ),
        fix: .init(
          en: "make 'lowest', 'highest' and 'step' agree",
          ko: "lowest, highest, step을 맞추십시오"
        )
      )
      return nil
    }
    guard let head, let lowestLabel, let highestLabel else { return nil }
    return ScaleQuestion(
      id: head.id,
      title: head.title,
      text: head.text,
      lowest: lowest,
      highest: highest,
      step: step,
      lowestLabel: lowestLabel,
      highestLabel: highestLabel
    )
  }

  /// Reads the comment rule.
  mutating func commentRule(_ node: YAMLNode?, on scale: Scale?) -> CommentRule? {
    guard let map = map(node, "comment") else { return nil }
    let head = questionHead(map)
    let requiredAt = ratings(map["requiredAt"], on: scale)
    let invitedAt = ratings(map["invitedAt"], on: scale)
    let minimumLength = integer(map["minimumLength"], in: 1...10_000)
    let maximumLength = integer(map["maximumLength"], in: 1...10_000)
    guard let minimumLength, let maximumLength else { return nil }
    if minimumLength > maximumLength {
      error(
        at: map["maximumLength"]?.line ?? map.line,
        .init(
          en: "the greatest length \(maximumLength) is below the least length \(minimumLength)",
          ko: "의견의 최대 길이 \(maximumLength)이(가) 최소 길이 \(minimumLength)보다 짧습니다"
        ),
        fix: .init(en: "make 'maximumLength' greater", ko: "maximumLength를 늘리십시오")
      )
    }
    for rating in Set(requiredAt).intersection(invitedAt).sorted() {
      warning(
        at: map["invitedAt"]?.line ?? map.line,
        .init(
          en: "rating \(rating) is in 'requiredAt' and 'invitedAt': the comment is required",
          ko: "평점 \(rating)이(가) requiredAt과 invitedAt에 모두 있습니다: 필수가 됩니다"
        ),
        fix: .init(en: "remove it from one of them", ko: "한쪽에서 지우십시오")
      )
    }
    guard let head else { return nil }
    return CommentRule(
      id: head.id,
      title: head.title,
      text: head.text,
      requiredAt: requiredAt,
      invitedAt: invitedAt,
      minimumLength: minimumLength,
      maximumLength: maximumLength
    )
  }

  /// Reads the attention check.
  mutating func attentionCheck(_ node: YAMLNode?, on scale: Scale?) -> AttentionCheck? {
    guard let map = map(node, "attention") else { return nil }
    let head = questionHead(map)
    guard let expected = rating(map["expected"], on: scale), let head else { return nil }
    return AttentionCheck(id: head.id, title: head.title, text: head.text, expected: expected)
  }

  private mutating func ratings(_ node: YAMLNode?, on scale: Scale?) -> [Int] {
    list(node).compactMap { rating($0, on: scale) }
  }

  private mutating func rating(_ node: YAMLNode?, on scale: Scale?) -> Int? {
    guard let node, let value = integer(node, in: -1000...1000) else { return nil }
    if let scale, !scale.ratings.contains(value) {
      error(
        at: node.line,
        .init(
          en: "'\(node.name)' is \(value), outside the scale \(scale.lowest)…\(scale.highest)",
          ko: "'\(node.name)' 값 \(value)이(가) 척도 \(scale.lowest)…\(scale.highest) 밖입니다"
        ),
        fix: .init(en: "use a rating of the scale", ko: "척도 안의 값을 쓰십시오")
      )
      return nil
    }
    return value
  }
}
