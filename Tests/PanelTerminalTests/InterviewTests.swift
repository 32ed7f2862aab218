import PanelCore
import Testing

@testable import PanelTerminal

@Suite(.timeLimit(.minutes(45)))
struct InterviewTests {
  private func interview(
    _ answers: Answers = Answers(),
    order: [String] = ["B", "A", "C"],
    recusals: Bool = false
  ) -> Interview {
    Interview(
      survey: TestSurvey.make(recusals: recusals),
      answers: answers,
      order: order.map { ModelCode($0) },
      language: .en
    )
  }

  @Test("The places follow the evaluator's own order of models")
  func places() {
    let names = interview().places.map { interview().name(of: $0) }
    #expect(
      names == [
        "B X1", "B U1", "B U2", "B T1", "B K1", "B O1", "A X1", "A U1", "A U2", "A T1", "A K1",
        "A O1", "C X1", "C U1", "C U2", "C T1", "C K1", "C O1", "Q1", "Q2", "P1", "final check",
      ]
    )
    #expect(interview(recusals: true).places.first == .recusal(ModelCode("B")))
  }

  @Test("An order that lacks a model or names a foreign one still asks each model once")
  func incompleteOrder() {
    let models = interview(order: ["C", "Z", "C"]).ratedModels
    #expect(models == ["C", "A", "B"].map { ModelCode($0) })
  }

  @Test("It resumes at the first open place in that order")
  func resuming() throws {
    var answers = Answers()
    answers.exposure[ModelCode("B")] = [ItemID("X1"): [ChoiceID("web")]]
    answers.answers[ModelCode("B")] = [ItemID("U1"): .rating(3)]
    answers.answers[ModelCode("A")] = [ItemID("U1"): .rating(3)]
    #expect(interview(answers).place == .item(ModelCode("B"), ItemID("U2")))
  }

  @Test("With nothing open it resumes at the final check, and a recusal not yet seen is asked")
  func resumingAtTheEnds() {
    var complete = Answers()
    for code in ["A", "B", "C"].map({ ModelCode($0) }) {
      complete.exposure[code] = [ItemID("X1"): [ChoiceID("web")]]
      complete.answers[code] = [ItemID("U1"): .rating(3), ItemID("U2"): .rating(3)]
      complete.modules[code] = [ItemID("T1"): 5]
      complete.confidence[code] = 3
    }
    complete.attention = 2
    complete.ranking = [["A", "B", "C"].map { ModelCode($0) }]
    complete.profile = [ItemID("P1"): ChoiceID("research")]
    #expect(interview(complete).place == .whole)
    #expect(interview(complete).problems.isEmpty)
    #expect(interview(complete, recusals: true).place == .whole)
    #expect(interview(recusals: true).place == .recusal(ModelCode("B")))
  }

  @Test("Problems stand in the evaluator's own order")
  func problemOrder() {
    let interview = interview()
    let indices = interview.problems.compactMap { interview.places.firstIndex(of: $0.place) }
    #expect(indices.count == interview.problems.count)
    #expect(indices == indices.sorted())
    #expect(interview.problems.first?.place == .exposure(ModelCode("B"), ItemID("X1")))
  }

  @Test("An answer that does not fit changes nothing")
  func refusedAnswers() {
    var interview = interview()
    interview.go(to: 1)
    let before = interview
    #expect(throws: InputProblem.outside(6, lowest: 1, highest: 5, step: 1)) {
      try interview.answer(6)
    }
    #expect(throws: InputProblem.noSuchReason("N9", among: [ChoiceID("N1"), ChoiceID("N2")])) {
      try interview.cannotJudge("N9")
    }
    #expect(interview == before)
  }

  @Test("Every place's name leads back to it")
  func namesOfPlaces() {
    for recusals in [false, true] {
      let interview = interview(recusals: recusals)
      for (index, place) in interview.places.enumerated() where place != .whole {
        #expect(interview.index(named: interview.name(of: place)) == index)
        #expect(interview.index(named: String(index + 1)) == index)
      }
      #expect(interview.index(named: "end") == interview.places.count - 1)
      #expect(interview.index(named: "0") == nil)
      #expect(interview.index(named: "Z U1") == nil)
      #expect(interview.index(named: "a u2") == interview.index(named: "A U2"))
    }
  }
}
