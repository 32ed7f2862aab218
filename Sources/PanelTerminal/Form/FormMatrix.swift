internal import PanelCore

// All ratings side by side, for calibration: a row a question, a column a model.
extension Form {
  private static let cellColumns = 7

  var matrixBody: FormBody {
    let codes = columns
    let rows = matrixRows
    let detail = matrixDetail
    let room = max(1, bodyHeight - detail.count - 1)
    let title = titleColumns(models: codes.count)
    let visible = max(1, (size.columns - title) / Self.cellColumns)
    let firstColumn = max(0, min(matrixColumn - visible + 1, codes.count - visible))
    let shown = Array(codes.enumerated().dropFirst(firstColumn).prefix(visible))
    let cells = AnswerCells(interview)

    var table: [StyledText] = []
    var focus = 0
    var criterion: CriterionID?
    for kind in rows {
      if case .item(let id) = kind, let item = interview.survey.item(id) {
        if item.criterion != criterion {
          criterion = item.criterion
          let words = interview.survey.criteria.first { $0.id == item.criterion }?.title[language]
          table.append(StyledText(words ?? "", .strong))
        }
      }
      let isHere = kind == interview.place.kind
      if isHere { focus = table.count }
      table.append(row(kind, shown, titleColumns: title, isHere: isHere, cells))
    }
    let firstRow = max(0, min(focus - room / 2, table.count - room))
    var lines = [matrixHead(shown, hidden: codes.count - shown.count, titleColumns: title)]
    var seen = Array(table.dropFirst(firstRow).prefix(room))
    if firstRow > 0 { seen[0] = StyledText(say(en: "  more above", ko: "  위로 더 있음"), .dim) }
    if firstRow + room < table.count {
      seen[room - 1] = StyledText(say(en: "  more below", ko: "  아래로 더 있음"), .dim)
    }
    lines += seen
    while lines.count < bodyHeight - detail.count { lines.append(StyledText()) }
    lines += detail
    let column = title + (matrixColumn - firstColumn) * Self.cellColumns
    return FormBody(
      lines: lines,
      caret: ScreenPlace(line: 1 + focus - firstRow, column: column)
    )
  }

  private func titleColumns(models: Int) -> Int {
    let wanted = size.columns - models * Self.cellColumns
    return min(44, max(30, wanted))
  }

  private func matrixHead(
    _ codes: [(offset: Int, element: ModelCode)],
    hidden: Int,
    titleColumns: Int
  ) -> StyledText {
    let words =
      hidden > 0 ? say(en: "\(hidden) models beyond the edge", ko: "모델 \(hidden)개는 화면 밖") : ""
    var line = StyledText(words, .dim).fitted(to: titleColumns)
    for (_, code) in codes {
      line.append(
        TextWidth.padded(" " + code.rawValue, to: Self.cellColumns),
        .strong
      )
    }
    return line
  }

  private func row(
    _ kind: PlaceKind,
    _ codes: [(offset: Int, element: ModelCode)],
    titleColumns: Int,
    isHere: Bool,
    _ cells: AnswerCells
  ) -> StyledText {
    let example = kind.place(of: codes.first?.element)
    let name =
      example.model.map {
        String(interview.name(of: example).dropFirst($0.rawValue.count + 1))
      } ?? interview.name(of: example)
    let title = interview.title(of: example)
    let label =
      name.lowercased() == title.lowercased() ? title : TextWidth.padded(name, to: 3) + " " + title
    var line = StyledText((isHere ? "> " : "  ") + TextWidth.printable(label))
      .fitted(to: titleColumns)
    for (number, code) in codes {
      let isFocused = isHere && number == matrixColumn
      let cell = cell(at: kind.place(of: code), of: code, in: cells)
      let text = isFocused ? "[\(cell.text)]" : " \(cell.text) "
      line.append(
        TextWidth.padded(text, to: Self.cellColumns),
        isFocused ? .focused : cell.style
      )
    }
    return line
  }

  /// What the focused cell is about, and what the ratings mean.
  private var matrixDetail: [StyledText] {
    let place = interview.place
    guard interview.isAsked(place) else { return [] }
    let value: String
    if place == .ranking {
      let code = columns.indices.contains(matrixColumn) ? columns[matrixColumn] : nil
      let rank = code.flatMap { interview.rank(of: $0) }
      value = rank.map { say(en: "rank \($0)", ko: "순위 \($0)") } ?? say(en: "no rank", ko: "순위 없음")
    } else {
      value = interview.value(at: place) ?? say(en: "no answer", ko: "답 없음")
    }
    var lines = [StyledText(String(repeating: "-", count: size.columns), .dim)]
    let (short, title) = (interview.name(of: place), interview.title(of: place))
    let name = short.lowercased().hasSuffix(title.lowercased()) ? short : "\(short) \(title)"
    let question = StyledText.wrapped(
      name + ": " + interview.question(at: place),
      columns: size.columns
    )
    lines += question.prefix(2)
    var meaning = value
    if case .item(let code, let id) = place,
      case .rating(let rating) = interview.answers.answers[code]?[id],
      let anchors = interview.survey.item(id)?.anchors,
      anchors.indices.contains(rating - interview.survey.scale.lowest)
    {
      meaning += ": " + anchors[rating - interview.survey.scale.lowest][language]
    }
    lines.append(
      StyledText("= " + String(meaning.map { $0.isNewline ? " " : $0 }), .strong)
        .clipped(to: size.columns, ending: "…")
    )
    return lines
  }
}
