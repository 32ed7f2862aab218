/// Writes an answer file line by line.
struct AnswersTemplate {
  private let answers: Answers
  private let survey: Survey
  private let codes: [ModelCode]
  private let language: Language
  private var lines: [String] = []
  private var indent = 0

  /// Takes the answers to write; models that the order does not name come last.
  init(_ answers: Answers, survey: Survey, order: [ModelCode], language: Language) {
    self.answers = answers
    self.survey = survey
    self.language = language
    var codes: [ModelCode] = []
    for code in order + survey.models.map(\.code)
    where survey.model(code) != nil && !codes.contains(code) {
      codes.append(code)
    }
    self.codes = codes
  }

  /// The whole file.
  mutating func text(round: String?) -> String {
    writeHead()
    entry(AnswersKey.format, AnswersDocument.format)
    if let round { entry(AnswersKey.round, YAMLWriting.word(round)) }
    let id = YAMLWriting.word(survey.id.rawValue)
    entry(AnswersKey.survey, "{\(AnswersKey.id): \(id), \(AnswersKey.version): \(survey.version)}")
    lines.append("")
    entry(AnswersKey.models)
    for code in codes { write(code) }
    writeOverall()
    return lines.joined(separator: "\n") + "\n"
  }

  // MARK: - Lines

  private func word(en: String, ko: String) -> String { LocalizedText(en: en, ko: ko)[language] }

  private mutating func remark(_ text: String, after first: String = "") {
    lines += YAMLWriting.remark(text, after: first, indent: indent)
  }

  private mutating func remark(en: String, ko: String) { remark(word(en: en, ko: ko)) }

  private mutating func entry(_ key: String, _ value: String? = nil) {
    let margin = String(repeating: " ", count: indent)
    lines.append(margin + key + ":" + (value.map { " " + $0 } ?? ""))
  }

  private mutating func entry(_ id: ItemID, _ value: String?) {
    entry(YAMLWriting.word(id.rawValue), value)
  }

  /// A line for each name, such as a rating or a choice, with the words that say what it means.
  private mutating func rows(_ rows: [(name: String, words: String)]) {
    let width = rows.map { YAMLWriting.columns(of: $0.name) }.max() ?? 0
    for (name, words) in rows {
      let fill = width - YAMLWriting.columns(of: name) + 2
      remark(words, after: "  " + name + String(repeating: " ", count: fill))
    }
  }

  private mutating func rows(_ choices: [Choice]) {
    rows(choices.map { ($0.id.rawValue, $0.title[language]) })
  }

  // MARK: - Head

  private mutating func writeHead() {
    remark(word(en: "Answer file", ko: "응답 파일") + " · " + survey.title[language])
    remark("")
    remark(
      en: "Write each answer after its colon and a space. Read the saved file with:",
      ko: "콜론 다음에 한 칸 띄고 답을 쓰십시오. 저장한 파일은 이렇게 읽어 들입니다:"
    )
    remark("panel rate --answers FILE", after: "  ")
    remark(
      en: "What is left blank is still open. Reading the file submits nothing.",
      ko: "비워 둔 곳은 아직 답하지 않은 것으로 남습니다. 읽어 들여도 제출되지는 않습니다."
    )
    remark(
      en: "Lines that begin with '#' explain. Do not change the names before the colons.",
      ko: "'#'로 시작하는 행은 설명입니다. 콜론 앞의 이름은 고치지 마십시오."
    )
    guard let item = survey.items.first, let reason = survey.cannotJudge.first else { return }
    remark("")
    let example =
      "\(YAMLWriting.word(item.id.rawValue)): \(YAMLWriting.word(reason.id.rawValue))"
    remark(
      en: "Where an item cannot be judged, write the reason instead of a rating, as in \(example). "
        + "That is not a rating of zero.",
      ko: "판단할 수 없는 문항에는 평점 대신 사유를 씁니다(예: \(example)). 판단 불가는 0점이 아닙니다."
    )
    rows(survey.cannotJudge)
  }

  // MARK: - One model

  private mutating func write(_ code: ModelCode) {
    lines.append("")
    indent = 2
    let name = survey.model(code)?.name.map { " · " + $0[language] } ?? ""
    remark("=== " + word(en: "Model ", ko: "모델 ") + code.rawValue + name + " ===")
    entry(YAMLWriting.word(code.rawValue))
    indent = 4
    if survey.recusals {
      remark(
        en:
          "Recusal: write yes and leave the rest blank if you do not rate this model because of a "
          + "conflict of interest.",
        ko: "회피: 이해관계 때문에 이 모델을 평가하지 않으면 yes를 쓰고 나머지를 비워 두십시오."
      )
      entry(survey.recusedKey, answers.recusals.contains(code) ? "yes" : "no")
    }
    for question in survey.exposure {
      write(question, taken: answers.exposure[code]?[question.id] ?? [])
    }
    var criterion: CriterionID?
    for item in survey.items {
      if item.criterion != criterion { writeHeading(of: item.criterion) }
      criterion = item.criterion
      write(item, answer: answers.answers[code]?[item.id])
    }
    for question in survey.modules {
      write(question, number: answers.modules[code]?[question.id])
    }
    if let confidence = survey.confidence {
      write(confidence, number: answers.confidence[code])
    }
    if let comment = survey.comment {
      write(comment, text: (answers.comments[code] ?? "").asComment)
    }
    indent = 0
  }

  private mutating func writeTitle(_ id: ItemID, _ title: LocalizedText, _ text: LocalizedText) {
    lines.append("")
    remark(id.rawValue + " · " + title[language])
    remark(text[language])
  }

  private mutating func writeHeading(of id: CriterionID) {
    guard let criterion = survey.criteria.first(where: { $0.id == id }) else { return }
    lines.append("")
    let points = word(en: "(\(criterion.points) points)", ko: "(\(criterion.points)점)")
    remark("--- " + criterion.title[language] + " " + points + " ---")
  }

  private mutating func write(_ item: Item, answer: Answer?) {
    writeTitle(item.id, item.title, item.text)
    writeLevels(anchors: item.anchors)
    if !survey.cannotJudge.isEmpty {
      let reasons = survey.cannotJudge.map(\.id.rawValue).joined(separator: ", ")
      remark(word(en: "Cannot judge: ", ko: "판단 불가: ") + reasons)
    }
    switch answer {
    case nil: entry(item.id, nil)
    case .rating(let rating): entry(item.id, String(rating))
    case .cannotJudge(let reason): entry(item.id, YAMLWriting.word(reason.rawValue))
    }
  }

  private mutating func writeLevels(anchors: [LocalizedText]) {
    let scale = survey.scale
    var levels: [(String, String)] = []
    // A long scale may have no words at all.
    for (index, rating) in scale.ratings.prefix(max(scale.labels.count, anchors.count)).enumerated()
    {
      let anchor = anchors.indices.contains(index) ? anchors[index][language] : nil
      let words = [scale.label(of: rating)?[language], anchor].compactMap { $0 }
      levels.append((String(rating), words.joined(separator: " — ")))
    }
    if levels.count < scale.ratings.count {
      remark("\(scale.lowest) … \(scale.highest)", after: "  ")
    }
    rows(levels)
  }

  private mutating func write(_ question: Question, taken: [ChoiceID]) {
    writeTitle(question.id, question.title, question.text)
    rows(question.choices)
    let names = question.choices.map { YAMLWriting.word($0.id.rawValue) }
    if question.multiple {
      let example = "[" + names.prefix(2).joined(separator: ", ") + "]"
      remark(en: "Several: \(example)", ko: "여러 개를 고르려면: \(example)")
    }
    let words = taken.map { YAMLWriting.word($0.rawValue) }
    let list = "[" + words.joined(separator: ", ") + "]"
    entry(question.id, words.isEmpty ? nil : question.multiple || words.count > 1 ? list : words[0])
  }

  private mutating func write(_ question: ScaleQuestion, number: Int?) {
    writeTitle(question.id, question.title, question.text)
    rows([
      (String(question.lowest), question.lowestLabel[language]),
      (String(question.highest), question.highestLabel[language]),
    ])
    if question.step > 1 {
      remark(
        en: "From \(question.lowest) in steps of \(question.step).",
        ko: "\(question.lowest)부터 \(question.step) 단위로 씁니다."
      )
    }
    entry(question.id, number.map(String.init))
  }

  private mutating func write(_ rule: CommentRule, text: String) {
    writeTitle(rule.id, rule.title, rule.text)
    if !rule.requiredAt.isEmpty {
      let ratings = rule.requiredAt.map(String.init).joined(separator: ", ")
      remark(
        en: "Required with a rating of \(ratings): \(rule.minimumLength) characters or more, "
          + "spaces not counted.",
        ko: "필수인 평점: \(ratings) (공백을 빼고 \(rule.minimumLength)자 이상)"
      )
    }
    remark(
      en: "At most \(rule.maximumLength) characters. Write on the lines below '|-', "
        + "\(indent + 2) spaces in.",
      ko: "최대 \(rule.maximumLength)자. '|-' 아래 행에 빈칸 \(indent + 2)개를 들여 쓰십시오."
    )
    let value = YAMLWriting.value(of: text, indent: indent + 2)
    entry(rule.id, text.isEmpty ? "|-" : value.rest)
    if !text.isEmpty { lines += value.below }
  }

  // MARK: - What is asked once

  private mutating func writeOverall() {
    guard !survey.questionsAskedOnce.isEmpty else { return }
    lines.append("")
    remark("=== " + word(en: "Asked once", ko: "한 번만 묻는 문항") + " ===")
    entry(AnswersKey.overall)
    indent = 2
    if let attention = survey.attention {
      writeTitle(attention.id, attention.title, attention.text)
      writeLevels(anchors: [])
      entry(attention.id, answers.attention.map(String.init))
    }
    if let ranking = survey.ranking { write(ranking) }
    for question in survey.profile {
      write(question, taken: answers.profile[question.id].map { [$0] } ?? [])
    }
    indent = 0
  }

  private mutating func write(_ question: RankingQuestion) {
    writeTitle(question.id, question.title, question.text)
    let names = codes.map { YAMLWriting.word($0.rawValue) }
    let tie =
      names.count > 2
      ? "[\(names[1]), [\(names[0]), \(names[2])]" + (names.count > 3 ? ", …]" : "]")
      : "[[" + names.joined(separator: ", ") + "]]"
    remark(
      en: "The best first; inner brackets tie models, as in \(tie)",
      ko: "가장 좋은 모델부터 씁니다. 안쪽 괄호는 동순위입니다. 예: \(tie)"
    )
    let groups = answers.ranking.map { $0.sorted().map { YAMLWriting.word($0.rawValue) } }
      .filter { !$0.isEmpty }
      .map { $0.count == 1 ? $0[0] : "[" + $0.joined(separator: ", ") + "]" }
    entry(question.id, groups.isEmpty ? nil : "[" + groups.joined(separator: ", ") + "]")
  }
}
