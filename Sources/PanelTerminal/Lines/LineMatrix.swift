internal import PanelCore

// All answers side by side, for whoever asks for them.
extension LineInterview {
  /// The matrix as tables: as many models side by side as fit, the others below.
  func matrixLines() -> [String] {
    let matrix = InterviewMatrix(interview)
    let head = text(en: "Question", ko: "문항")
    let labels = matrix.rows.map { $0.isHeading ? $0.title : $0.name + " " + $0.title }
    let widths = matrix.columns.indices.map { column in
      (matrix.rows.compactMap { $0.isHeading ? nil : $0.cells[column].text }
        + [matrix.columns[column].model.rawValue]).map(TextWidth.columns(of:)).max() ?? 0
    }
    // A title may be cut, an answer may not: models are shown side by side while this much is left
    // for the title.
    let label = min(24, ([head] + labels).map(TextWidth.columns(of:)).max() ?? 0)
    var lines: [String] = []
    var next = 0
    while next < widths.count {
      var end = next
      var used = label
      while end < widths.count, end == next || used + 2 + widths[end] <= columns {
        used += 2 + widths[end]
        end += 1
      }
      let block = next..<end
      let room = max(8, columns - used + label)
      let table = TextTable(
        head: [TextTable.Field(head)]
          + block.map { TextTable.Field(matrix.columns[$0].model.rawValue) },
        cells: matrix.rows.enumerated().map { number, row in
          [TextWidth.truncated(labels[number], to: room)]
            + (row.isHeading ? [] : block.map { row.cells[$0].text })
        }
      )
      lines += table.lines(maxColumns: columns) + [""]
      next = end
    }
    return lines + legendLines(matrix)
  }

  private func legendLines(_ matrix: InterviewMatrix) -> [String] {
    let survey = interview.survey
    var signs = [text(en: "-- open", ko: "-- 미응답"), text(en: "! to correct", ko: "! 고칠 곳")]
    if let reason = survey.cannotJudge.first?.id {
      signs.append(text(en: "\(reason) etc. cannot judge", ko: "\(reason) 등 판단 불가"))
    }
    if !survey.exposure.isEmpty {
      signs.append(text(en: "1,3 numbers of choices", ko: "1,3 선택지 번호"))
    }
    if survey.comment != nil {
      signs.append(text(en: "12c characters of comment", ko: "12자 의견의 길이"))
    }
    if survey.recusals || matrix.columns.contains(where: \.isRecused) {
      signs.append(text(en: "x recused", ko: "x 회피"))
    }
    return joined(signs, after: text(en: "Signs: ", ko: "표시: "))
  }
}
