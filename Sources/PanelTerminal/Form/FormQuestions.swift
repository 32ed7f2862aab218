internal import PanelCore

// The page of a model, or of the questions asked once: a list on the left, the focused one next to it.
extension Form {
  private var listColumns: Int { min(42, 32 + max(0, size.columns - 80) / 4) }

  /// Between the panes.
  private static let divider = " | "

  /// Whether the fact sheet has room next to the question.
  var factsBeside: Bool { size.columns >= 118 }

  /// The columns of the focused question.
  var detailColumns: Int {
    let room = size.columns - listColumns - Self.divider.count
    guard showsFacts && factsBeside else { return min(room, 76) }
    return room / 2 - 2
  }

  /// The columns of the fact sheet.
  var factColumns: Int {
    let room = size.columns - listColumns - Self.divider.count
    return factsBeside ? room - detailColumns - Self.divider.count : room
  }

  /// Where a comment is written.
  var commentWindow: ScreenSize {
    ScreenSize(
      columns: detailColumns,
      lines: max(3, bodyHeight - commentHead(columns: detailColumns).count)
    )
  }

  var questionsBody: FormBody {
    let list = list
    let height = bodyHeight
    let first = max(0, min(list.focus - height / 2, list.lines.count - height))
    var shown = Array(list.lines.dropFirst(first).prefix(height))
    // The edges show where the list continues.
    if first > 0 { shown[0] = StyledText(say(en: "  more above", ko: "  위로 더 있음"), .dim) }
    if first + height < list.lines.count {
      shown[height - 1] = StyledText(say(en: "  more below", ko: "  아래로 더 있음"), .dim)
    }
    var caret: ScreenPlace? = ScreenPlace(line: list.focus - first, column: 0)
    var panes: [(lines: [StyledText], columns: Int)] = [(shown, listColumns)]
    let left = listColumns + Self.divider.count
    var question: [StyledText]
    switch overlay {
    case .comment(let editor, _):
      let head = commentHead(columns: detailColumns)
      let view = editor.view(commentWindow)
      question = head + view.lines.map { StyledText($0) }
      caret = ScreenPlace(line: head.count + view.caret.line, column: left + view.caret.column)
    case .reasons(let line):
      let reasons = reasonLines(focus: line, columns: detailColumns)
      question = reasons.lines
      caret = ScreenPlace(line: reasons.focus, column: left)
    default:
      let detail = detail(columns: detailColumns)
      question = showsFacts ? detail.lines : scrolled(detail.lines, height: height)
      if let focus = detail.focus, !showsFacts || factsBeside {
        caret = ScreenPlace(line: focus, column: left)
      }
    }
    if showsFacts {
      let facts = scrolled(factLines(columns: factColumns), height: height)
      if factsBeside { panes.append((question, detailColumns)) }
      panes.append((facts, factColumns))
    } else {
      panes.append((question, detailColumns))
    }
    return FormBody(lines: Self.beside(panes, height: height), caret: caret)
  }

  private static func beside(
    _ panes: [(lines: [StyledText], columns: Int)],
    height: Int
  ) -> [StyledText] {
    (0..<height).map { line in
      var joined = StyledText()
      for (number, pane) in panes.enumerated() {
        if number > 0 { joined.append(divider, .dim) }
        let text = pane.lines.indices.contains(line) ? pane.lines[line] : StyledText()
        joined.append(text.fitted(to: pane.columns))
      }
      return joined.trimmed
    }
  }

  // MARK: - The list

  private var list: (lines: [StyledText], focus: Int) {
    let airy = list(isAiry: true)
    return airy.lines.count <= bodyHeight ? airy : list(isAiry: false)
  }

  private func list(isAiry: Bool) -> (lines: [StyledText], focus: Int) {
    var lines: [StyledText] = []
    var focus = 0
    var criterion: CriterionID?
    let cells = AnswerCells(interview)
    for index in indices(on: page) {
      let place = interview.places[index]
      if case .item(_, let id) = place, let item = interview.survey.item(id) {
        if item.criterion != criterion {
          criterion = item.criterion
          let title = interview.survey.criteria.first { $0.id == item.criterion }?.title[language]
          lines.append(StyledText(title ?? "", .strong))
        }
      } else if criterion != nil {
        criterion = nil
        if isAiry { lines.append(StyledText()) }
      }
      if index == interview.position { focus = lines.count }
      lines.append(row(of: place, isFocused: index == interview.position, cells))
    }
    return (lines, focus)
  }

  private func row(
    of place: FormPlace,
    isFocused: Bool,
    _ cells: AnswerCells
  ) -> StyledText {
    let cell = cell(at: place, of: place.model, in: cells)
    let name =
      place.model.map { String(interview.name(of: place).dropFirst($0.rawValue.count + 1)) }
      ?? interview.name(of: place)
    let title = interview.title(of: place)
    let label =
      name.lowercased() == title.lowercased() ? title : "\(TextWidth.padded(name, to: 3)) \(title)"
    let value = TextWidth.padded(cell.text, to: 5, alignment: .right)
    let left = StyledText((isFocused ? "> " : "  ") + TextWidth.printable(label))
      .fitted(to: listColumns - TextWidth.columns(of: value))
    let line = left + StyledText(value, cell.style)
    return isFocused ? line.styled(.focused) : line
  }

  // MARK: - Comment and reasons

  /// The lines above a comment that is being written.
  private func commentHead(columns: Int) -> [StyledText] {
    guard case .comment(let editor, let code) = overlay, let rule = interview.survey.comment else {
      return []
    }
    var lines = StyledText.wrapped(
      "\(rule.id) \(rule.title[language]): " + say(en: "model \(code)", ko: "모델 \(code)"),
      .heading,
      columns: columns
    )
    lines += StyledText.wrapped(rule.text[language], columns: columns)
    lines += StyledText.wrapped(commentNeed(on: code), .strong, columns: columns)
    let length = editor.characters.count
    let count = say(
      en: "\(length) of at most \(rule.maximumLength) characters",
      ko: "\(length)자 / 최대 \(rule.maximumLength)자"
    )
    let isTooLong = length > rule.maximumLength
    let tooLong = isTooLong ? say(en: ": too long to be submitted", ko: ": 줄여야 제출할 수 있습니다") : ""
    lines += StyledText.wrapped(count + tooLong, isTooLong ? .warning : .dim, columns: columns)
    lines.append(StyledText(String(repeating: "-", count: columns), .dim))
    return lines
  }

  /// Whether a comment is needed, invited or free.
  func commentNeed(on code: ModelCode) -> String {
    let survey = interview.survey
    guard let rule = survey.comment else { return "" }
    if survey.requiresComment(on: code, in: interview.answers) {
      return say(
        en:
          "Required because of a rating: \(rule.minimumLength) characters or more without spaces.",
        ko: "필수: 평점 때문에 의견이 필요합니다(공백을 빼고 \(rule.minimumLength)자 이상)."
      )
    }
    if survey.invitesComment(on: code, in: interview.answers) {
      return say(
        en: "Invited: please give the reasons for your high rating.",
        ko: "권장: 높은 평점의 근거를 적어 주십시오."
      )
    }
    return say(en: "Optional: may be left empty.", ko: "선택: 비워 두어도 됩니다.")
  }

  func reasonLines(focus: Int, columns: Int) -> (lines: [StyledText], focus: Int) {
    var lines = StyledText.wrapped(
      interview.name(of: interview.place) + " "
        + say(en: "Cannot judge: choose the reason.", ko: "판단 불가: 사유를 고르십시오."),
      .heading,
      columns: columns
    )
    lines.append(StyledText())
    var line = 0
    for (number, reason) in interview.survey.cannotJudge.enumerated() {
      if number == focus { line = lines.count }
      lines += TextWidth.hung(
        reason.title[language],
        after: "\(number == focus ? "> " : "  ")\(number + 1)  ",
        columns: columns
      ).map { StyledText($0, number == focus ? .focused : .plain) }
    }
    lines.append(StyledText())
    lines += StyledText.wrapped(
      say(
        en: "This is not a rating of zero: it is left out of the score.",
        ko: "판단 불가는 0점이 아니며 점수 계산에서 빠집니다."
      ),
      .dim,
      columns: columns
    )
    return (lines, line)
  }
}
