import Foundation
import PanelCore
import TestSupport
import Testing

@testable import panel

extension FormJourneyTests {
  @Suite("Killed at once after an answer", .timeLimit(.minutes(45)))
  struct Killed {
    private let person: FormPerson

    init() throws { person = try FormRound.anyone() }

    /// Opens the form, goes to a place, answers, and kills the program as soon as the foot says that
    /// it is saved; returns what is on the disk and how the form had opened.
    private func killed(
      _ way: String,
      _ keys: String
    ) throws -> (answers: Answers, opening: [String]) {
      let window = try FormWindow(person.home)
      window.press(way)
      try window.screen()
      try window.answer(keys)
      window.terminal.killNow()
      #expect(try window.terminal.wait() == 128 + SIGKILL)
      return (try person.draft(), window.opening)
    }

    @Test("what the foot calls saved is on the disk, and the next run goes on behind it")
    func everyKind() throws {
      let (one, other) = (person.order[0], person.order[1])
      func choices(_ names: String...) -> [ChoiceID] { names.map { ChoiceID($0) } }

      var run = try killed("\n2\n", "1")
      #expect(run.answers.exposure == [one: [ItemID("X1"): choices("used")]])

      run = try killed("1", "3")
      #expect(run.opening.focus == "X2" && run.opening.value(of: "X1") == "1")
      #expect(run.answers.exposure[one]?[ItemID("X2")] == choices("web", "demo"))

      run = try killed("", "4")
      #expect(run.opening.focus == "U1" && run.opening.value(of: "X2") == "1,3")
      #expect(run.answers.answers == [one: [ItemID("U1"): .rating(4)]])

      run = try killed("n", "2")
      #expect(run.opening.focus == "C1" && run.opening.value(of: "U1") == "4")
      #expect(run.answers.answers[one]?[ItemID("C1")] == .cannotJudge(ChoiceID("N2")))

      run = try killed("10", "\n")
      #expect(run.opening.focus == "T1" && run.opening.value(of: "C1") == "N2")
      #expect(run.answers.modules == [one: [ItemID("T1"): 10]])

      run = try killed("", "5")
      #expect(run.opening.focus == "K1" && run.opening.value(of: "T1") == "10")
      #expect(run.answers.confidence == [one: 5])

      // No comment is needed: the next open place is on the other model.
      run = try killed("bchalf a th", "ou")
      #expect(
        run.opening.focus == "Recusal" && run.opening.first?.contains("Model \(other)") == true
      )
      #expect(run.answers.comments[one]?.hasPrefix("half a tho") == true)

      let typed = run.answers.comments[one]?.count ?? 0
      run = try killed("2\n1\n2\n3\n3\n100\n4\n\n2\n", "1")
      #expect(run.opening.focus == "Recusal")
      #expect(run.answers.modules[other] == [ItemID("T1"): 100] && run.answers.attention == 2)
      #expect(run.answers.ranking == [[one]])

      run = try killed("j2\n", "2")
      #expect(run.opening.focus == "A2" && run.opening.value(of: "A1") == "2")
      #expect(run.answers.ranking == [[one], [other]])
      #expect(run.answers.profile == [ItemID("P1"): ChoiceID("research")])

      run = try killed("mr", "y")
      #expect(run.opening.contains { $0.contains("Everything is answered") })
      #expect(run.answers.recusals == [one] && run.answers.answers[one] == nil)
      #expect(run.answers.comments[one] == nil && typed >= 10)

      let last = try FormWindow(person.home)
      #expect(last.opening[1].contains("\(one) recused"))
      #expect(try person.draft() == run.answers)
    }
  }
}
