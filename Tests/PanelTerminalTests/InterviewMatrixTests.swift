import PanelCore
import Testing

@testable import PanelTerminal

@Suite(.timeLimit(.minutes(45)))
struct InterviewMatrixTests {
  private let a = ModelCode("A")
  private let b = ModelCode("B")
  private let c = ModelCode("C")

  private func row(_ name: String, in matrix: InterviewMatrix) -> [String] {
    matrix.rows.first { $0.name == name }?.cells.map(\.text) ?? []
  }

  @Test("Rows stand in the form's order under their headings, columns in the evaluator's own")
  func shape() {
    let interview = Interview(
      survey: TestSurvey.wide(models: ["A", "B", "C"]),
      answers: Answers(),
      order: [b, a],
      language: .en
    )
    let matrix = InterviewMatrix(interview)
    #expect(matrix.columns.map(\.model) == [b, a, c])
    #expect(
      matrix.rows.map { $0.isHeading ? "# " + $0.title : $0.name } == [
        "X1", "# Industrial usability", "U1", "U2", "U3", "U4", "U5", "U6",
        "# Inference cost efficiency", "C1", "C2", "C3", "C4", "# Further questions", "T1", "K1",
        "O1", "Q2",
      ]
    )
    let cells = matrix.rows.flatMap(\.cells)
    #expect(cells.allSatisfy { ($0.text == "--") == ($0.state == .open) })
    #expect(matrix.rows[2].cells.map(\.place) == [b, a, c].map { .item($0, ItemID("U1")) })
    #expect(matrix.rows.last?.cells.map(\.place) == [.ranking, .ranking, .ranking])
    let korean = Interview(
      survey: TestSurvey.make(),
      answers: Answers(),
      order: [],
      language: .ko
    )
    let headings = InterviewMatrix(korean).rows.filter(\.isHeading).map(\.title)
    #expect(headings == ["산업 현장 활용성", "그 밖의 문항"])
    #expect(row("O1", in: InterviewMatrix(korean)) == ["0자", "0자", "0자"])
  }

  @Test("A cell says in a few characters what was answered, and marks what is open or wrong")
  func cells() {
    var answers = Answers()
    answers.exposure[b] = [ItemID("X1"): [ChoiceID("demo"), ChoiceID("web")]]
    answers.exposure[a] = [ItemID("X1"): [ChoiceID("api"), ChoiceID("api"), ChoiceID("fax")]]
    answers.answers[b] = [ItemID("U1"): .rating(4), ItemID("U2"): .cannotJudge(ChoiceID("N2"))]
    answers.answers[a] = [ItemID("U1"): .rating(9), ItemID("U2"): .cannotJudge(ChoiceID("N9"))]
    answers.modules = [b: [ItemID("T1"): 50], a: [ItemID("T1"): 7]]
    answers.confidence = [b: 4, a: 6]
    answers.comments = [b: "근거\n둘째 줄", a: String(repeating: "가", count: 61)]
    answers.recusals = [c]
    answers.ranking = [[b], [a]]
    let matrix = InterviewMatrix(Transcript.interview(answers, recusals: true))
    #expect(matrix.columns.map(\.isRecused) == [false, false, true])
    #expect(row("X1", in: matrix) == ["1,3", "2,2,?!", "x"])
    #expect(row("U1", in: matrix) == ["4", "9!", "x"])
    #expect(row("U2", in: matrix) == ["N2", "N9!", "x"])
    #expect(row("T1", in: matrix) == ["50", "7!", "x"])
    #expect(row("K1", in: matrix) == ["4", "6!", "x"])
    #expect(row("O1", in: matrix) == ["7c", "61c!", "x"])
    #expect(row("Q2", in: matrix) == ["1", "2", "x"])
  }

  @Test(
    "Ranks are shown as they were given, also before all are",
    arguments: [
      ([["B"], [], ["A"]], ["1", "3", "--"]),
      ([["B"], [], ["A", "C"]], ["1!", "3!", "3!"]),
      ([["B"], ["A", "C"]], ["1", "2", "2"]),
      ([["B"], ["B"], ["A"]], ["1,2!", "3", "--"]),
      ([["B"], ["A"], ["C"], []], ["1!", "2!", "3!"]),
      ([["B"], ["A"], ["C"], ["Z"]], ["1!", "2!", "3!"]),
      ([[], []], ["--", "--", "--"]),
    ]
  )
  func ranks(groups: [[String]], cells: [String]) {
    var answers = Answers()
    answers.ranking = groups.map { $0.map { ModelCode($0) } }
    #expect(row("Q2", in: InterviewMatrix(Transcript.interview(answers))) == cells)
  }

  @Test("The states agree with the survey's own problems for 300 random answers")
  func agreement() {
    var generator = SeededGenerator(seed: 7)
    var met: [AnswerCell.State: Int] = [:]
    for round in 0..<300 {
      let survey =
        round.isMultiple(of: 2)
        ? TestSurvey.make(recusals: true) : TestSurvey.wide(recusals: true)
      let answers = Answers.random(for: survey, using: &generator)
      let interview = Interview(survey: survey, answers: answers, order: [], language: .en)
      let matrix = InterviewMatrix(interview)
      let problems = survey.problems(in: answers)
      let cells = matrix.rows.flatMap { row in zip(matrix.columns, row.cells).map { ($0, $1) } }
      for (column, cell) in cells {
        met[cell.state, default: 0] += 1
        #expect(column.isRecused == answers.recusals.contains(column.model))
        #expect(column.isRecused == (cell.state == .notAsked))
        #expect((cell.text == "--") == (cell.state == .open))
        #expect(cell.text.hasSuffix("!") == (cell.state == .invalid))
        #expect((cell.text == "x") == (cell.state == .notAsked))
        guard !column.isRecused, cell.place != .ranking else { continue }
        let here = problems.filter { $0.place == cell.place }
        #expect(
          [.answered, .optional].contains(cell.state) == here.isEmpty,
          "round \(round): \(cell)"
        )
        #expect((cell.state == .invalid) == here.contains { !$0.isOpen }, "round \(round): \(cell)")
      }
      // The ranking is one place: its cells share what is said of it.
      let ranks = cells.filter { $0.1.place == .ranking && !$0.0.isRecused }.map(\.1.state)
      if let problem = problems.first(where: { $0.place == .ranking }), !ranks.isEmpty {
        if problem.isOpen { #expect(ranks.allSatisfy { $0 == .open }, "round \(round)") }
        #expect(!ranks.allSatisfy { $0 == .answered }, "round \(round)")
      } else {
        #expect(ranks.allSatisfy { $0 == .answered }, "round \(round)")
      }
      // No problem on a model or the ranking is without a cell.
      let places = Set(cells.map(\.1.place))
      for problem in problems where problem.place.model != nil {
        if case .recusal = problem.place { continue }
        #expect(places.contains(problem.place))
      }
    }
    for state in [AnswerCell.State.answered, .open, .invalid, .notAsked] {
      #expect(met[state, default: 0] > 100, "\(state) is hardly met")
    }
  }
}
