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
    interview = LineInterview(
      Interview(
        survey: TestSurvey.make(recusals: recusals),
        answers: answers,
        order: ["B", "A", "C"].map { ModelCode($0) },
        language: language
      ),
      columns: columns
    )
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
      save: { saved.append($0) }
    )
    self.text = text
    self.saved = saved
  }

  /// The answers at the end.
  var answers: Answers { interview.interview.answers }
  /// The name of the place at the end.
  var place: String { interview.interview.name(of: interview.interview.place) }
}
