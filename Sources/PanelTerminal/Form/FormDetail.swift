internal import PanelCore

// The focused question with everything that is needed to answer it.
extension Form {
  /// The lines of the focused question, and the line where the next key acts if it is one of them.
  func detail(columns: Int) -> (lines: [StyledText], focus: Int?) {
    let place = interview.place
    var lines = heading(columns: columns)
    lines += StyledText.wrapped(interview.question(at: place), columns: columns)
    lines.append(StyledText())
    var focus: Int?
    switch place {
    case .item(_, let id):
      lines += anchorLines(interview.survey.item(id), columns: columns)
    case .attention: lines += anchorLines(nil, columns: columns)
    case .exposure(let code, let id):
      let question = interview.survey.exposure.first { $0.id == id }
      let taken = interview.answers.exposure[code]?[id] ?? []
      lines += choiceLines(question, taken: taken, columns: columns)
    case .profile(let id):
      let question = interview.survey.profile.first { $0.id == id }
      let taken = interview.answers.profile[id].map { [$0] } ?? []
      lines += choiceLines(question, taken: taken, columns: columns)
    case .module(_, let id):
      lines += rangeLines(interview.survey.modules.first { $0.id == id }, columns: columns)
    case .confidence: lines += rangeLines(interview.survey.confidence, columns: columns)
    case .recusal(let code): lines += recusalLines(on: code, columns: columns)
    case .comment(let code): lines += commentLines(on: code, columns: columns)
    case .ranking:
      focus = lines.count + rankLine
      lines += rankingLines(columns: columns)
    case .whole: break
    }
    if let problem = interview.problems.first(where: { $0.place == place && !$0.isOpen }),
      place != .ranking
    {
      lines.append(StyledText())
      lines += StyledText.wrapped("! " + problem.message[language], .warning, columns: columns)
    }
    return (lines, focus)
  }

  private func heading(columns: Int) -> [StyledText] {
    let place = interview.place
    let name = interview.name(of: place)
    let title = interview.title(of: place)
    var lines = StyledText.wrapped(
      name.lowercased().hasSuffix(title.lowercased()) ? name : "\(name) \(title)",
      .heading,
      columns: columns
    )
    if case .item(_, let id) = place, let item = interview.survey.item(id),
      let criterion = interview.survey.criteria.first(where: { $0.id == item.criterion })
    {
      lines += StyledText.wrapped(criterion.title[language], .dim, columns: columns)
    }
    return lines
  }

  /// One choice with its number; what is chosen is marked by a sign and by its style.
  private func line(
    _ number: String,
    _ words: String,
    isTaken: Bool,
    columns: Int
  ) -> [StyledText] {
    TextWidth.hung(words, after: (isTaken ? "* " : "  ") + number + "  ", columns: columns)
      .map { StyledText($0, isTaken ? .marked : .plain) }
  }

  private func anchorLines(_ item: Item?, columns: Int) -> [StyledText] {
    let scale = interview.survey.scale
    var taken: Int?
    var reason: ChoiceID?
    switch interview.place {
    case .item(let code, let id):
      switch interview.answers.answers[code]?[id] {
      case .rating(let rating): taken = rating
      case .cannotJudge(let id): reason = id
      case nil: break
      }
    default: taken = interview.answers.attention
    }
    var lines: [StyledText] = []
    let width = [scale.lowest, scale.highest].map { String($0).count }.max() ?? 1
    for (index, rating) in scale.ratings.enumerated() {
      let label = scale.label(of: rating)?[language]
      let anchors = item?.anchors ?? []
      let anchor = anchors.indices.contains(index) ? anchors[index][language] : nil
      let words = [label, anchor].compactMap { $0 }.filter { !$0.isEmpty }
      guard !words.isEmpty || taken == rating else { continue }
      let number = TextWidth.padded(String(rating), to: width, alignment: .right)
      lines += line(
        number,
        words.joined(separator: ": "),
        isTaken: taken == rating,
        columns: columns
      )
    }
    if item != nil, !interview.survey.cannotJudge.isEmpty {
      let title = interview.survey.cannotJudge.first { $0.id == reason }?.title[language]
      let words = say(en: "Cannot judge", ko: "판단 불가") + (title.map { ": \($0)" } ?? "")
      lines += line(
        TextWidth.padded("n", to: width, alignment: .right),
        words,
        isTaken: reason != nil,
        columns: columns
      )
    }
    return lines
  }

  private func choiceLines(
    _ question: Question?,
    taken: [ChoiceID],
    columns: Int
  ) -> [StyledText] {
    guard let question else { return [] }
    let width = String(question.choices.count).count
    var lines = question.choices.enumerated().flatMap { index, choice in
      line(
        TextWidth.padded(String(index + 1), to: width, alignment: .right),
        choice.title[language],
        isTaken: taken.contains(choice.id),
        columns: columns
      )
    }
    if question.multiple {
      lines.append(StyledText())
      lines += StyledText.wrapped(
        say(en: "Several may be chosen.", ko: "여러 개를 고를 수 있습니다."),
        .dim,
        columns: columns
      )
    }
    return lines
  }

  private func rangeLines(_ question: ScaleQuestion?, columns: Int) -> [StyledText] {
    guard let question else { return [] }
    let taken: Int? =
      switch interview.place {
      case .module(let code, let id): interview.answers.modules[code]?[id]
      case .confidence(let code): interview.answers.confidence[code]
      default: nil
      }
    let width = [question.lowest, question.highest].map { String($0).count }.max() ?? 1
    func number(_ value: Int) -> String {
      TextWidth.padded(String(value), to: width, alignment: .right)
    }
    var lines: [StyledText] = []
    let values = stride(
      from: question.lowest,
      through: question.highest,
      by: max(1, question.step)
    )
    if values.underestimatedCount <= 11 {
      for value in values {
        let words =
          value == question.lowest
          ? question.lowestLabel[language]
          : value == question.highest ? question.highestLabel[language] : ""
        lines += line(number(value), words, isTaken: value == taken, columns: columns)
      }
      return lines
    }
    lines += line(
      number(question.lowest),
      question.lowestLabel[language],
      isTaken: taken == question.lowest,
      columns: columns
    )
    if question.step > 1 {
      lines += line(
        number(question.lowest + question.step),
        say(en: "… in steps of \(question.step)", ko: "… \(question.step) 단위"),
        isTaken: false,
        columns: columns
      )
    }
    lines += line(
      number(question.highest),
      question.highestLabel[language],
      isTaken: taken == question.highest,
      columns: columns
    )
    if let taken {
      lines.append(StyledText())
      lines.append(StyledText(say(en: "* your answer: \(taken)", ko: "* 현재 값 \(taken)"), .marked))
    }
    return lines
  }

  private func recusalLines(on code: ModelCode, columns: Int) -> [StyledText] {
    let isRecused = interview.answers.recusals.contains(code)
    return line(
      "1",
      say(en: "recuse: do not rate this model", ko: "회피함(이 모델을 평가하지 않음)"),
      isTaken: isRecused,
      columns: columns
    )
      + line("2", say(en: "do not recuse", ko: "회피하지 않음"), isTaken: !isRecused, columns: columns)
  }

  private func commentLines(on code: ModelCode, columns: Int) -> [StyledText] {
    var lines = StyledText.wrapped(commentNeed(on: code), .strong, columns: columns)
    lines.append(StyledText())
    guard let text = interview.answers.comments[code] else {
      return lines
        + StyledText.wrapped(
          say(en: "Press c to write; e opens your editor.", ko: "c를 눌러 쓰십시오. e는 외부 편집기를 엽니다."),
          .dim,
          columns: columns
        )
    }
    return lines
      + TextEditor(text).view(ScreenSize(columns: columns, lines: .max / 2)).lines
      .map { StyledText($0) }
  }

  private func rankingLines(columns: Int) -> [StyledText] {
    let models = interview.ratedModels
    let cells = AnswerCells(interview)
    var lines = models.enumerated().map { index, code in
      let isFocused = index == rankLine
      let cell = cell(at: .ranking, of: code, in: cells)
      let name = interview.survey.model(code)?.name?[language]
      let text =
        (isFocused ? "> " : "  ") + TextWidth.padded(cell.text, to: 4) + "  "
        + code.rawValue + (name.map { "  \($0)" } ?? "")
      return StyledText(text, isFocused ? .focused : cell.style)
    }
    lines.append(StyledText())
    let missing = interview.ratedModels.filter { interview.rank(of: $0) == nil }
    if !missing.isEmpty, missing.count < models.count {
      let names = missing.map(\.rawValue).joined(separator: ", ")
      lines += StyledText.wrapped(
        say(en: "Still to rank: \(names)", ko: "순위를 정할 모델: \(names)"),
        .strong,
        columns: columns
      )
    }
    lines += StyledText.wrapped(
      say(
        en: "Type a rank for each model: 1 is best, the same number is a tie.",
        ko: "모델마다 순위를 숫자로 적습니다. 1이 가장 좋으며, 같은 숫자는 동순위입니다."
      ),
      .dim,
      columns: columns
    )
    return lines
  }
}
