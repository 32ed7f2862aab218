import Foundation
import Testing

@testable import PanelCore

private let modelA = ModelCode("A")
private let modelB = ModelCode("B")
private let itemU1 = ItemID("U1")
private let itemC1 = ItemID("C1")

/// The example with every kind of question.
func wholeSurvey() throws -> Survey {
  let text = LocalizedText(en: "a", ko: "가")
  let choices = ["x", "y"].map { Choice(id: ChoiceID($0), title: text) }
  func scaleQuestion(_ id: String, _ highest: Int, _ step: Int) -> ScaleQuestion {
    ScaleQuestion(
      id: ItemID(id),
      title: text,
      text: text,
      lowest: 0,
      highest: highest,
      step: step,
      lowestLabel: text,
      highestLabel: text
    )
  }
  func question(_ id: String, multiple: Bool) -> Question {
    Question(id: ItemID(id), title: text, text: text, multiple: multiple, choices: choices)
  }
  var survey = try SurveyFiles.survey("example.yaml")
  survey.recusals = true
  survey.exposure = [question("X1", multiple: false), question("X2", multiple: true)]
  survey.modules = [scaleQuestion("T1", 100, 5)]
  survey.confidence = scaleQuestion("K1", 5, 1)
  survey.attention = AttentionCheck(id: ItemID("A1"), title: text, text: text, expected: 2)
  survey.ranking = RankingQuestion(id: ItemID("A2"), title: text, text: text)
  survey.profile = [question("Q1", multiple: false)]
  return survey
}

private func wholeAnswers() -> Answers {
  var answers = Answers()
  for code in [modelA, modelB] {
    answers.answers[code] = [itemU1: .rating(4), itemC1: .cannotJudge(ChoiceID("N1"))]
    answers.exposure[code] = [
      ItemID("X1"): [ChoiceID("x")], ItemID("X2"): [ChoiceID("x"), ChoiceID("y")],
    ]
    answers.modules[code] = [ItemID("T1"): 35]
    answers.confidence[code] = 3
  }
  answers.comments[modelA] = "Good \"work\",\n한글 😀"
  answers.attention = 2
  answers.ranking = [[modelB], [modelA]]
  answers.profile = [ItemID("Q1"): ChoiceID("y")]
  return answers
}

/// One change to complete answers and what is said about it.
private struct WrongAnswers: CustomTestStringConvertible, Sendable {
  var testDescription: String
  var place: FormPlace
  var message: String
  var isOpen: Bool
  var change: @Sendable (inout Answers) -> Void

  init(
    _ testDescription: String,
    _ place: FormPlace,
    _ message: String,
    isOpen: Bool = false,
    change: @escaping @Sendable (inout Answers) -> Void
  ) {
    self.testDescription = testDescription
    self.place = place
    self.message = message
    self.isOpen = isOpen
    self.change = change
  }
}

private let open = "not answered yet"

private let wrongAnswers: [WrongAnswers] = [
  .init("open item", .item(modelB, itemU1), open, isOpen: true) {
    $0.answers[modelB]?[itemU1] = nil
  },
  .init("rating above the scale", .item(modelA, itemU1), "rating 6 is outside 1 to 5") {
    $0.answers[modelA]?[itemU1] = .rating(6)
  },
  .init("rating below the scale", .item(modelA, itemU1), "rating 0 is outside") {
    $0.answers[modelA]?[itemU1] = .rating(0)
  },
  .init("unknown reason", .item(modelA, itemC1), "N9 is not a known reason") {
    $0.answers[modelA]?[itemC1] = .cannotJudge(ChoiceID("N9"))
  },
  .init("unknown item", .whole, "the survey has no item Z9") {
    $0.answers[modelA]?[ItemID("Z9")] = .rating(3)
  },
  .init("unknown model", .whole, "the survey has no model Z") {
    $0.comments[ModelCode("Z")] = "who?"
  },
  .init("required comment missing", .comment(modelB), open, isOpen: true) {
    $0.answers[modelB]?[itemU1] = .rating(1)
  },
  .init("required comment too short", .comment(modelB), "shorter than 10 characters") {
    $0.answers[modelB]?[itemU1] = .rating(1)
    $0.comments[modelB] = "123456789   \n  "
  },
  .init("comment too long", .comment(modelB), "longer than 1000 characters") {
    $0.comments[modelB] = String(repeating: "가", count: 1001)
  },
  .init("recused and rated", .recusal(modelB), "recused and something is said") {
    $0.recusals = [modelB]
    $0.ranking = [[modelA]]
  },
  .init("recused and ranked", .ranking, "every rated model once") {
    $0.recusals = [modelB]
    $0.forget(modelB)
  },
  .init("recused and commented", .recusal(modelB), "something is said") {
    $0.recusals = [modelB]
    $0.forget(modelB)
    $0.ranking = [[modelA]]
    $0.comments[modelB] = "a comment"
  },
  .init("ranking with a model twice", .ranking, "every rated model once") {
    $0.ranking = [[modelA], [modelB, modelA]]
  },
  .init("ranking with a model missing", .ranking, "every rated model once") {
    $0.ranking = [[modelA]]
  },
  .init("ranking with an empty group", .ranking, "every rated model once") {
    $0.ranking = [[], [modelA, modelB]]
  },
  .init("no ranking", .ranking, open, isOpen: true) { $0.ranking = [] },
  .init("open exposure", .exposure(modelA, ItemID("X1")), open, isOpen: true) {
    $0.exposure[modelA]?[ItemID("X1")] = []
  },
  .init("two choices where one is asked", .exposure(modelA, ItemID("X1")), "only one choice") {
    $0.exposure[modelA]?[ItemID("X1")] = [ChoiceID("x"), ChoiceID("y")]
  },
  .init("a choice twice", .exposure(modelA, ItemID("X2")), "taken twice") {
    $0.exposure[modelA]?[ItemID("X2")] = [ChoiceID("x"), ChoiceID("x")]
  },
  .init("unknown choice", .exposure(modelA, ItemID("X2")), "z is not a choice") {
    $0.exposure[modelA]?[ItemID("X2")] = [ChoiceID("z")]
  },
  .init("unknown exposure question", .whole, "the survey has no question X9") {
    $0.exposure[modelA]?[ItemID("X9")] = [ChoiceID("x")]
  },
  .init("open module", .module(modelB, ItemID("T1")), open, isOpen: true) {
    $0.modules[modelB] = nil
  },
  .init("module answer between the steps", .module(modelB, ItemID("T1")), "37 is not an answer") {
    $0.modules[modelB] = [ItemID("T1"): 37]
  },
  .init("unknown module", .whole, "the survey has no question T9") {
    $0.modules[modelB]?[ItemID("T9")] = 5
  },
  .init("open confidence", .confidence(modelA), open, isOpen: true) { $0.confidence[modelA] = nil },
  .init("confidence off its scale", .confidence(modelA), "6 is not an answer") {
    $0.confidence[modelA] = 6
  },
  .init("open attention check", .attention, open, isOpen: true) { $0.attention = nil },
  .init("attention answer off the scale", .attention, "9 is not an answer") { $0.attention = 9 },
  .init("open profile", .profile(ItemID("Q1")), open, isOpen: true) { $0.profile = [:] },
  .init("unknown profile choice", .profile(ItemID("Q1")), "z is not a choice") {
    $0.profile[ItemID("Q1")] = ChoiceID("z")
  },
  .init("unknown profile question", .whole, "the survey has no question Q9") {
    $0.profile[ItemID("Q9")] = ChoiceID("x")
  },
]

@Suite("Submission", .timeLimit(.minutes(45)))
struct SubmissionTests {
  @Test("complete answers are a submission")
  func complete() throws {
    let submission = try Submission(wholeAnswers(), for: wholeSurvey())
    #expect(submission.answers == wholeAnswers())
  }

  @Test("one thing wrong is named with its place", arguments: wrongAnswers)
  fileprivate func oneProblem(_ wrong: WrongAnswers) throws {
    var answers = wholeAnswers()
    wrong.change(&answers)
    let problems = try wholeSurvey().problems(in: answers)
    #expect(problems.map(\.place) == [wrong.place])
    #expect(problems.first?.isOpen == wrong.isOpen)
    #expect(problems.first?.message.en.contains(wrong.message) == true, "\(problems)")
    let thrown = #expect(throws: AnswerProblems.self) {
      try Submission(answers, for: wholeSurvey())
    }
    #expect(thrown?.problems == problems)
  }

  @Test("nothing answered: every place is open, in the order of the form")
  func blank() throws {
    let problems = try wholeSurvey().problems(in: Answers())
    #expect(problems.allSatisfy { $0.isOpen })
    let places: [FormPlace] =
      [modelA, modelB].flatMap { code -> [FormPlace] in
        [
          .exposure(code, ItemID("X1")), .exposure(code, ItemID("X2")), .item(code, itemU1),
          .item(code, itemC1), .module(code, ItemID("T1")), .confidence(code),
        ]
      } + [.attention, .ranking, .profile(ItemID("Q1"))]
    #expect(problems.map(\.place) == places)
  }

  @Test("a recused model needs no answers")
  func recusal() throws {
    var answers = wholeAnswers()
    answers.recusals = [modelB]
    answers.answers[modelB] = nil
    answers.exposure[modelB] = nil
    answers.modules[modelB] = nil
    answers.confidence[modelB] = nil
    answers.ranking = [[modelA]]
    #expect(try wholeSurvey().problems(in: answers) == [])
    var survey = try wholeSurvey()
    survey.recusals = false
    #expect(survey.problems(in: answers).map(\.message.en) == ["this survey takes no recusals"])
  }

  @Test("tied models and a wrong attention answer are answers")
  func allowed() throws {
    var answers = wholeAnswers()
    answers.ranking = [[modelA, modelB]]
    answers.attention = 5
    answers.answers[modelB]?[itemU1] = .rating(1)
    answers.comments[modelB] = "열 글자가 꼭 되는 말 하나"
    #expect(try wholeSurvey().problems(in: answers) == [])
  }

  @Test("comments are required and invited by single ratings")
  func comments() throws {
    let survey = try wholeSurvey()
    var answers = wholeAnswers()
    #expect(!survey.requiresComment(on: modelA, in: answers))
    #expect(!survey.invitesComment(on: modelA, in: answers))
    answers.answers[modelA] = [itemU1: .rating(1), itemC1: .rating(5)]
    #expect(survey.requiresComment(on: modelA, in: answers))
    #expect(survey.invitesComment(on: modelA, in: answers))
    #expect(!survey.requiresComment(on: modelB, in: answers))
  }

  @Test("answers to what the survey does not ask are refused")
  func notAsked() throws {
    var answers = Answers()
    for code in [modelA, modelB] {
      answers.answers[code] = [itemU1: .rating(4), itemC1: .rating(4)]
    }
    var survey = try SurveyFiles.survey("example.yaml")
    #expect(survey.problems(in: answers) == [])
    survey.comment = nil
    answers.comments[modelA] = "x"
    answers.confidence[modelA] = 3
    answers.attention = 2
    answers.ranking = [[modelA, modelB]]
    #expect(
      survey.problems(in: answers).map(\.message.en) == [
        "this survey does not ask for confidence", "this survey takes no comments",
        "this survey has no attention check", "this survey does not ask for a ranking",
      ]
    )
  }
}

@Suite("SubmissionUnits", .timeLimit(.minutes(45)))
struct SubmissionUnitsTests {
  @Test("the labels of a survey, in their order")
  func labels() throws {
    #expect(
      SubmissionUnits.labels(for: try wholeSurvey()) == [
        "answers", "recusals", "exposure", "modules", "ranking", "confidence", "attention",
        "comment.A", "comment.B", "profile.Q1/0",
      ]
    )
    var survey = try SurveyFiles.survey("example.yaml")
    survey.comment = nil
    #expect(
      SubmissionUnits.labels(for: survey) == [
        "answers", "recusals", "exposure", "ranking", "confidence", "attention",
      ]
    )
  }

  @Test("units give the same answers back")
  func roundTrip() throws {
    let survey = try wholeSurvey()
    var recused = wholeAnswers()
    recused.recusals = [modelB]
    recused.answers[modelB] = nil
    for answers in [wholeAnswers(), recused, Answers()] {
      let units = try SubmissionUnits.units(of: answers, for: survey)
      #expect(units.map(\.label) == SubmissionUnits.labels(for: survey))
      #expect(try SubmissionUnits.answers(from: units, for: survey) == answers)
    }
  }

  @Test("the texts of the units are exact")
  func exactTexts() throws {
    let units = try SubmissionUnits.units(of: wholeAnswers(), for: wholeSurvey())
    #expect(
      units.map(\.value) == [
        #"{"A":{"C1":"N1","U1":4},"B":{"C1":"N1","U1":4}}"#, "",
        #"{"A":{"X1":["x"],"X2":["x","y"]},"B":{"X1":["x"],"X2":["x","y"]}}"#,
        #"{"A":{"T1":35},"B":{"T1":35}}"#, #"[["B"],["A"]]"#, #"{"A":3,"B":3}"#, "2",
        "Good \"work\",\n한글 😀", "", "y",
      ]
    )
    let blank = try SubmissionUnits.units(of: Answers(), for: wholeSurvey())
    #expect(blank.allSatisfy { $0.value.isEmpty })
  }

  @Test("units that were withheld stay blank")
  func withheld() throws {
    let survey = try wholeSurvey()
    let units = try SubmissionUnits.units(of: wholeAnswers(), for: survey)
    let answers = try SubmissionUnits.answers(from: [units[0]], for: survey)
    #expect(answers.answers == wholeAnswers().answers)
    #expect(answers.comments.isEmpty && answers.ranking.isEmpty && answers.attention == nil)
  }

  @Test(
    "units that no client writes are refused",
    arguments: [
      ("pulse", "72", "no such unit"), ("comment.Z", "x", "no such unit"),
      ("profile.Q2/0", "x", "no such unit"), ("answers", "{", "not the expected JSON"),
      ("answers", #"{"A":{"U1":true}}"#, "not the expected JSON"),
      ("answers", #"{"A":{"U1":3.5}}"#, "not the expected JSON"),
      ("answers", #"[1]"#, "not the expected JSON"), ("recusals", #"["A","A"]"#, "twice"),
      ("ranking", #"["A"]"#, "not the expected JSON"),
      ("confidence", #"{"A":"3"}"#, "not the expected JSON"),
      ("attention", "two", "not a whole number"), ("attention", "2.0", "not a whole number"),
    ]
  )
  func refused(_ label: String, _ value: String, _ reason: String) throws {
    let survey = try wholeSurvey()
    let problem = #expect(throws: SubmissionUnits.Problem.self) {
      try SubmissionUnits.answers(from: [(label, value)], for: survey)
    }
    #expect(problem?.label == label)
    #expect(problem?.reason.contains(reason) == true)
  }
}

extension Answers {
  /// Takes back everything that is said of a model.
  fileprivate mutating func forget(_ code: ModelCode) {
    answers[code] = nil
    exposure[code] = nil
    modules[code] = nil
    confidence[code] = nil
    comments[code] = nil
  }
}
