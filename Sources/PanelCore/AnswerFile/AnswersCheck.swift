/// Reads the parts of an answer file and notes every problem on the way.
struct AnswersCheck: YAMLCheck {
  let kind = YAMLKind.answers
  /// The problems so far, in the order they were met.
  var problems: [FileProblem]
  /// The answers so far.
  private(set) var answers = Answers()
  /// The survey they must fit.
  let survey: Survey

  /// Continues after the problems that parsing the file has found.
  init(survey: Survey, problems: [FileProblem]) {
    self.survey = survey
    self.problems = problems
  }

  /// Reads the whole file.
  ///
  /// The rest of a file for another survey is not checked: it may mean something different.
  mutating func file(_ root: YAMLNode, round: String?) {
    guard let entries = entries(root) else { return }
    let top = Dictionary(entries.map { ($0.key, $0) }) { first, _ in first }
    guard checkFormat(top[AnswersKey.format], at: root.line),
      checkSurvey(top[AnswersKey.survey], at: root.line)
    else { return }
    if let round { checkRound(top[AnswersKey.round]?.value, round) }
    for entry in entries where !AnswersKey.top.contains(entry.key) {
      unknownKey(entry, known: AnswersKey.top, place: kind.name, fix: rightPlace(of: entry.key))
    }
    if let models = top[AnswersKey.models]?.value { self.models(models) }
    if let overall = top[AnswersKey.overall]?.value { self.overall(overall) }
  }

  // MARK: - What the file is for

  private mutating func checkFormat(_ entry: YAMLEntry?, at line: Int) -> Bool {
    guard let entry else {
      let format = AnswersDocument.format
      missingKey(AnswersKey.format, at: line, place: kind.name, example: format)
      return true
    }
    guard !isBlank(entry.value) else {
      blankKey(entry)
      return true
    }
    guard let text = word(entry.value), text != AnswersDocument.format else { return true }
    let isSurvey = text == SurveyDocument.format
    error(
      at: entry.value.line,
      .init(
        en: "'\(text)' is not a format this version reads",
        ko: "'\(text)'은(는) 이 판이 읽는 형식이 아닙니다"
      ),
      fix: isSurvey
        ? .init(
          en: "this is a survey file: use one made with 'panel rate --template'",
          ko: "이것은 설문 파일입니다: 'panel rate --template'으로 만든 파일을 쓰십시오"
        )
        : .init(
          en: "write 'format: \(AnswersDocument.format)'",
          ko: "'format: \(AnswersDocument.format)'으로 쓰십시오"
        )
    )
    return !isSurvey
  }

  private mutating func checkSurvey(_ entry: YAMLEntry?, at line: Int) -> Bool {
    let example = "{id: \(survey.id), version: \(survey.version)}"
    guard let entry else {
      missingKey(AnswersKey.survey, at: line, place: kind.name, example: example)
      return true
    }
    guard !isBlank(entry.value) else {
      blankKey(entry)
      return true
    }
    guard let entries = entries(entry.value) else { return true }
    let place = LocalizedText("'\(AnswersKey.survey)'")
    let keys = [AnswersKey.id, AnswersKey.version]
    var values: [String: YAMLNode] = [:]
    for part in entries {
      if !keys.contains(part.key) {
        unknownKey(part, known: keys, place: place)
      } else if isBlank(part.value) {
        blankKey(part)
      } else {
        values[part.key] = part.value
      }
    }
    for key in keys where !entries.contains(where: { $0.key == key }) {
      let example = key == AnswersKey.id ? survey.id.rawValue : String(survey.version)
      missingKey(key, at: entry.line, place: place, example: example)
    }
    let id = word(values[AnswersKey.id])
    let version = integer(values[AnswersKey.version], in: 1...1_000_000)
    if let node = values[AnswersKey.id], let id, id != survey.id.rawValue {
      otherSurvey(
        at: node.line,
        .init(
          en: "this file answers the survey '\(id)', not '\(survey.id)'",
          ko: "이 파일은 설문 '\(id)'의 응답입니다(평가할 설문: '\(survey.id)')"
        )
      )
      return false
    }
    if let node = values[AnswersKey.version], let version, version != survey.version {
      otherSurvey(
        at: node.line,
        .init(
          en: "this file answers version \(version) of the survey, not version \(survey.version)",
          ko: "이 파일은 설문 \(version)판의 응답입니다(평가할 설문: \(survey.version)판)"
        )
      )
      return false
    }
    return true
  }

  private mutating func otherSurvey(at line: Int, _ message: LocalizedText) {
    error(
      at: line,
      message,
      fix: .init(
        en: "make a new file with 'panel rate --template' and bring the answers over",
        ko: "'panel rate --template'으로 새 파일을 만들어 답을 옮기십시오"
      )
    )
  }

  private mutating func checkRound(_ node: YAMLNode?, _ round: String) {
    guard let node, !isBlank(node), let text = word(node), text != round else { return }
    error(
      at: node.line,
      .init(
        en: "this file is for the round '\(text)', not '\(round)'",
        ko: "이 파일은 회차 '\(text)'의 응답입니다(평가할 회차: '\(round)')"
      ),
      fix: .init(
        en: "read it in that round, or make a new file with 'panel rate --template'",
        ko: "그 회차에서 읽거나, 'panel rate --template'으로 새 파일을 만드십시오"
      )
    )
  }

  // MARK: - Models

  private mutating func models(_ node: YAMLNode) {
    guard !isBlank(node), let entries = entries(node) else { return }
    let codes = survey.models.map(\.code)
    for entry in entries {
      guard let code = codes.first(where: { $0.rawValue == entry.key }) else {
        unknownReference(
          at: entry.line,
          entry.key,
          what: .init(en: "model", ko: "모델"),
          known: codes.map(\.rawValue)
        )
        continue
      }
      model(code, entry.value)
    }
  }

  private mutating func model(_ code: ModelCode, _ node: YAMLNode) {
    guard !isBlank(node), let entries = entries(node) else { return }
    var recusal: YAMLNode?
    var answered: [String] = []
    let known =
      (survey.recusals ? [survey.recusedKey] : []) + survey.questionsOnModels.map(\.rawValue)
    for entry in entries {
      guard known.contains(entry.key) else {
        unknownQuestion(entry, on: code, known: known)
        continue
      }
      let value = entry.value.named("\(code) \(entry.key)")
      if survey.recusals, entry.key == survey.recusedKey {
        if isBlank(value) { continue }
        if isRecused(value) { recusal = value }
      } else if !isBlank(value) || isText(entry.key, value) {
        answered.append(entry.key)
        answer(entry.key, on: code, value)
      }
    }
    guard let recusal else { return }
    answers.recusals.insert(code)
    guard !answered.isEmpty else { return }
    let list = answered.joined(separator: ", ")
    error(
      at: recusal.line,
      .init(
        en: "model \(code) is recused and something is said of it: \(list)",
        ko: "모델 \(code)은(는) 회피한다고 했는데 답이 있습니다: \(list)"
      ),
      fix: .init(
        en: "leave the answers blank, or write '\(survey.recusedKey): no'",
        ko: "답을 비우거나 '\(survey.recusedKey): no'로 쓰십시오"
      )
    )
  }

  // The survey's own spelling of a name is used: Unicode may have several.
  private mutating func answer(_ id: String, on code: ModelCode, _ node: YAMLNode) {
    if let question = survey.exposure.first(where: { $0.id.rawValue == id }) {
      let taken = choices(node, of: question)
      if !taken.isEmpty { answers.exposure[code, default: [:]][question.id] = taken }
    } else if let item = survey.items.first(where: { $0.id.rawValue == id }) {
      if let answer = answer(node) { answers.answers[code, default: [:]][item.id] = answer }
    } else if let question = survey.modules.first(where: { $0.id.rawValue == id }) {
      if let number = number(node, of: question) {
        answers.modules[code, default: [:]][question.id] = number
      }
    } else if let question = survey.confidence, question.id.rawValue == id {
      answers.confidence[code] = number(node, of: question)
    } else if let rule = survey.comment, rule.id.rawValue == id {
      answers.comments[code] = comment(node, by: rule)
    }
  }

  private func isText(_ key: String, _ node: YAMLNode) -> Bool {
    guard case .scalar(let text) = node.content else { return false }
    return survey.comment?.id.rawValue == key && !text.isEmpty
  }

  // MARK: - What is asked once

  private mutating func overall(_ node: YAMLNode) {
    guard !isBlank(node), let entries = entries(node) else { return }
    let known = survey.questionsAskedOnce.map(\.rawValue)
    for entry in entries {
      guard known.contains(entry.key) else {
        unknownQuestion(entry, on: nil, known: known)
        continue
      }
      let value = entry.value
      guard !isBlank(value) else { continue }
      if entry.key == survey.attention?.id.rawValue {
        answers.attention = rating(value)
      } else if entry.key == survey.ranking?.id.rawValue {
        answers.ranking = ranking(value)
      } else if let question = survey.profile.first(where: { $0.id.rawValue == entry.key }) {
        answers.profile[question.id] = choices(value, of: question).first
      }
    }
  }

  // MARK: - Names at the wrong place

  private mutating func unknownQuestion(
    _ entry: YAMLEntry,
    on code: ModelCode?,
    known: [String]
  ) {
    if code != nil, !survey.recusals, entry.key == AnswersKey.recused {
      error(
        at: entry.line,
        .init(en: "this survey takes no recusals", ko: "이 설문은 모델별 회피를 받지 않습니다"),
        fix: .init(en: "remove this line", ko: "이 행을 지우십시오")
      )
      return
    }
    unknownKey(
      entry,
      known: known,
      place: code.map { .init(en: "model \($0)", ko: "모델 \($0)") }
        ?? .init(en: "'\(AnswersKey.overall)'", ko: "'\(AnswersKey.overall)'"),
      fix: rightPlace(of: entry.key)
    )
  }

  private func rightPlace(of key: String) -> LocalizedText? {
    if survey.models.contains(where: { $0.code.rawValue == key }) {
      return .init(
        en: "move it below '\(AnswersKey.models):', two spaces in",
        ko: "'\(AnswersKey.models):' 아래에 두 칸 들여 쓰십시오"
      )
    }
    if survey.questionsAskedOnce.contains(where: { $0.rawValue == key }) {
      return .init(
        en: "move it below '\(AnswersKey.overall):', two spaces in",
        ko: "'\(AnswersKey.overall):' 아래에 두 칸 들여 쓰십시오"
      )
    }
    if survey.questionsOnModels.contains(where: { $0.rawValue == key }) {
      return .init(
        en: "move it below the code of its model, four spaces in",
        ko: "모델 코드 아래에 네 칸 들여 쓰십시오"
      )
    }
    return nil
  }
}

extension YAMLNode {
  /// The part under a name that says more than its key.
  fileprivate func named(_ name: String) -> YAMLNode {
    var node = self
    node.name = name
    if case .list(let nodes) = content { node.content = .list(nodes.map { $0.named(name) }) }
    return node
  }
}

extension AnswersCheck {
  /// Whether the part holds no answer.
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
        .init(en: "has text after a '#', which is not read", ko: "'#' 뒤의 글은 읽히지 않습니다"),
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
