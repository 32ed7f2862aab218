import PanelCore

@testable import PanelTerminal

/// Plays the lines of an evaluator and writes down everything both sides say.
struct Transcript {
  private(set) var text = ""
  private(set) var saved: [Answers] = []
  private(set) var outcome: LineInterview.Outcome?
  private(set) var interview: LineInterview

  /// Plays until the lines are used up, which is the end of the input.
  init(
    _ lines: [String],
    answers: Answers = Answers(),
    recusals: Bool = false,
    language: Language = .en,
    columns: Int = 80
  ) throws {
    try self.init(
      lines,
      in: LineInterview(
        Self.interview(answers, recusals: recusals, language: language),
        columns: columns
      )
    )
  }

  /// Plays on lines that are set up already, with an editor or none.
  init(_ lines: [String], in start: LineInterview, edit: ((String) -> String?)? = nil) throws {
    interview = start
    var text = ""
    var saved: [Answers] = []
    var rest = lines[...]
    outcome = try interview.run(
      readLine: {
        let line = rest.popFirst()
        if let line { text += line + "\n" }
        return line
      },
      write: { text += $0 },
      edit: edit,
      save: { saved.append($0) }
    )
    self.text = text
    self.saved = saved
  }

  /// An interview on the test survey, with an order of the evaluator's own.
  static func interview(
    _ answers: Answers = Answers(),
    recusals: Bool = false,
    language: Language = .en
  ) -> Interview {
    Interview(
      survey: TestSurvey.make(recusals: recusals),
      answers: answers,
      order: ["B", "A", "C"].map { ModelCode($0) },
      language: language
    )
  }

  /// The answers at the end.
  var answers: Answers { interview.interview.answers }
  /// The name of the place at the end.
  var place: String { interview.interview.name(of: interview.interview.place) }
}

extension LineInterview {
  /// A privacy sheet with lines of its own.
  static let testSheet = LocalizedText(
    en: "PRIVACY  What is kept\n\n- No  name.",
    ko: "개인정보 안내\n\n- 이름을  보관하지 않습니다."
  )

  /// Lines on the test survey with a privacy sheet.
  static func test(
    _ answers: Answers = Answers(),
    recusals: Bool = false,
    language: Language = .en,
    rows: Int? = nil,
    isReadOnly: Bool = false
  ) -> LineInterview {
    LineInterview(
      Transcript.interview(answers, recusals: recusals, language: language),
      rows: rows,
      sheet: testSheet,
      isReadOnly: isReadOnly
    )
  }
}
