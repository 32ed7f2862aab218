import PanelCore
import Testing

@testable import PanelTerminal

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
}
