internal import PanelCore

/// All answers on the models as a table of values: a row a question, a column a model.
///
/// The attention check and the questions about the evaluator are not about models and not in it.
struct InterviewMatrix: Hashable, Sendable {
  /// One question on every model, or the heading of the rows below it.
  struct Row: Hashable, Sendable {
    /// The question's name, such as `U1`; empty at a heading.
    var name: String
    /// The question's title or the heading's words.
    var title: String
    /// A cell for every column; none at a heading.
    var cells: [AnswerCell]

    /// Whether the row is a heading.
    var isHeading: Bool { cells.isEmpty }
  }

  /// One model.
  struct Column: Hashable, Sendable {
    /// The model's code.
    var model: ModelCode
    /// Whether the model is recused, so that nothing is asked on it.
    var isRecused: Bool
  }

  /// The models in the evaluator's own order.
  let columns: [Column]
  /// The questions in the order of the form, under the headings of their criteria.
  let rows: [Row]

  /// Writes down what an interview holds.
  init(_ interview: Interview) {
    let codes = interview.modelOrder
    let writer = AnswerCells(interview)
    let survey = interview.survey
    columns = codes.map {
      Column(model: $0, isRecused: interview.answers.recusals.contains($0))
    }
    var rows: [Row] = []
    func row(_ name: ItemID, _ place: (ModelCode) -> FormPlace) {
      guard let first = codes.first else { return }
      rows.append(
        Row(
          name: name.rawValue,
          title: interview.title(of: place(first)),
          cells: codes.map { writer.cell(at: place($0), of: $0) }
        )
      )
    }
    for question in survey.exposure { row(question.id) { .exposure($0, question.id) } }
    var criterion: CriterionID?
    for item in survey.items {
      if item.criterion != criterion {
        criterion = item.criterion
        let title = survey.criteria.first { $0.id == item.criterion }?.title[interview.language]
        rows.append(Row(name: "", title: title ?? item.criterion.rawValue, cells: []))
      }
      row(item.id) { .item($0, item.id) }
    }
    let items = rows.count
    for question in survey.modules { row(question.id) { .module($0, question.id) } }
    if let question = survey.confidence { row(question.id) { .confidence($0) } }
    if let rule = survey.comment { row(rule.id) { .comment($0) } }
    if let question = survey.ranking { row(question.id) { _ in .ranking } }
    if rows.count > items {
      let heading = LocalizedText(en: "Further questions", ko: "그 밖의 문항")[interview.language]
      rows.insert(Row(name: "", title: heading, cells: []), at: items)
    }
    self.rows = rows
  }
}
