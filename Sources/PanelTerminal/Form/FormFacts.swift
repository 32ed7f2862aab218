internal import PanelCore

// The fact sheet of the current model.
extension Form {
  /// Every line of the fact sheet with value, unit and who measured it.
  func factLines(columns: Int) -> [StyledText] {
    guard let code = interview.place.model, let model = interview.survey.model(code) else {
      return []
    }
    let fields = interview.survey.factSheet
    var lines = [
      StyledText(say(en: "Fact sheet of model \(code)", ko: "정보표: 모델 \(code)"), .heading)
    ]
    let width = fields.map { TextWidth.columns(of: $0.id.rawValue) }.max() ?? 0
    for field in fields {
      let id = TextWidth.padded(field.id.rawValue, to: width) + " "
      lines += TextWidth.hung(field.title[language], after: id, columns: columns)
        .map { StyledText($0) }
      let indent = String(repeating: " ", count: width + 1)
      switch model.fact(field.id) {
      case .notProvided:
        lines.append(StyledText(indent + say(en: "not provided", ko: "자료 없음"), .dim))
      case .provided(let value, let measuredBy, let measuredOn):
        let unit = field.unit.map { " " + $0 } ?? ""
        lines += TextWidth.hung(value + unit, after: indent, columns: columns)
          .map { StyledText($0, .strong) }
        let source = [
          measuredBy.map { say(en: "measured by \($0)", ko: "측정: \($0)") }, measuredOn,
        ].compactMap { $0 }.joined(separator: ", ")
        if !source.isEmpty {
          lines += TextWidth.hung(source, after: indent, columns: columns)
            .map { StyledText($0, .dim) }
        }
      }
    }
    return lines
  }
}
