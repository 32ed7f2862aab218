import PanelCore
import Testing

@testable import PanelTerminal

@Suite(.timeLimit(.minutes(45)))
struct RankingTextTests {
  private let models = ["A", "B", "C"].map { ModelCode($0) }

  @Test(
    "A ranking is read with ties, spaces, commas, full-width signs and in any case",
    arguments: [
      ("A > B = C", "A > B = C"), ("A>B=C", "A > B = C"), ("c a b", "C > A > B"),
      ("A, B, C", "A > B > C"), ("Ａ＞Ｂ＝Ｃ", "A > B = C"), ("A = B C", "A = B > C"),
    ]
  )
  func reading(line: String, written: String) throws {
    #expect(RankingText.write(try RankingText.read(line, models: models)) == written)
  }

  @Test(
    "A sign without a code beside it is refused",
    arguments: ["", ">", "A >", "> A", "A > = B"]
  )
  func broken(line: String) {
    #expect(throws: InputProblem.brokenRanking) { try RankingText.read(line, models: models) }
  }

  @Test("A line of codes is a ranking even if it begins like a command")
  func codesThatAreCommands() {
    let codes = ["G", "N", "B"].map { ModelCode($0) }
    #expect(RankingText.isRanking("G N B", models: codes))
    #expect(RankingText.isRanking("B > N = G", models: codes))
    #expect(!RankingText.isRanking("B", models: codes))
    #expect(!RankingText.isRanking("g 7", models: codes))
    #expect(RankingText.isRanking("B", models: [ModelCode("B")]))
  }

  // MARK: - Ranks that nobody has

  private func interview(_ groups: [[String]], recusals: Bool = false) -> Interview {
    var answers = Answers()
    answers.ranking = groups.map { $0.map { ModelCode($0) } }
    return Transcript.interview(answers, recusals: recusals)
  }

  @Test("A rank that nobody has yet is kept, but not written")
  func gaps() {
    let partial = interview([["A"], [], ["B"]])
    #expect(partial.value(at: .ranking) == "A > B")
    #expect(partial.problems.contains { $0.place == .ranking && !$0.isOpen })
    #expect(interview([[], []]).value(at: .ranking) == nil)
    #expect(interview([[], []]).problems.contains { $0.place == .ranking && $0.isOpen })
  }

  @Test(
    "Empty ranks go once every rated model is ranked, or none is",
    arguments: [
      ([["A"], [], ["B"]], [["A"], [], ["B"]]),
      ([["A"], [], ["B", "C"]], [["A"], ["B", "C"]]),
      ([[], ["A"], [], ["B"], ["C"], []], [["A"], ["B"], ["C"]]),
      ([[], []], []),
      ([["A"], ["B"], ["C"]], [["A"], ["B"], ["C"]]),
    ]
  )
  func compacting(groups: [[String]], expected: [[String]]) {
    var interview = interview(groups)
    interview.compactRanking()
    #expect(interview.answers.ranking.map { $0.map(\.rawValue) } == expected)
  }

  @Test("Recusing from a model leaves the ranks of the others, and no gap in a whole ranking")
  func recusing() {
    var partial = interview([["A"], [], ["B"]], recusals: true)
    partial.setRecused(true, from: models[0])
    #expect(partial.answers.ranking == [[], [], [models[1]]])
    partial.setRecused(true, from: models[2])
    #expect(partial.answers.ranking == [[models[1]]])
    var whole = interview([["A"], ["C"], ["B"]], recusals: true)
    whole.setRecused(true, from: models[2])
    #expect(whole.answers.ranking == [[models[0]], [models[1]]])
  }

  @Test("Plain mode closes the gaps of a draft's whole ranking, and saves that")
  func draft() throws {
    var answers = Answers()
    answers.ranking = [[models[0]], [], [models[1], models[2]]]
    let transcript = try Transcript(["q"], answers: answers)
    #expect(transcript.saved.map(\.ranking) == [[[models[0]], [models[1], models[2]]]])
    let looking = try Transcript(["q"], in: .test(answers, isReadOnly: true))
    #expect(looking.saved.isEmpty)
  }
}
