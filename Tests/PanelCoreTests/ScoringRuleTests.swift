import Foundation
import PanelCore
import Testing

@Suite("The words of a scoring rule", .timeLimit(.minutes(45)))
struct ScoringRuleTests {
  @Test("every listed outlier rule is read and written back", arguments: OutlierRule.words)
  func outlierWords(_ word: String) throws {
    #expect(try OutlierRule(word: word).description == word)
  }

  @Test("outlier rules keep their arguments")
  func outlierArguments() throws {
    #expect(try OutlierRule(word: "dropHighLow=2") == .dropHighLow(2))
    let share = try #require(ExactDecimal("0.25"))
    #expect(try OutlierRule(word: "trimmed=0.25") == .trimmed(share))
    #expect(try OutlierRule(word: "winsorised=0.250") == .winsorised(share))
    #expect(try OutlierRule(word: "trimmed=0") == .trimmed(ExactDecimal(0)))
    #expect(OutlierRule.standard.description == "trimmed=0.10")
  }

  @Test(
    "words that are no outlier rule say what to write",
    arguments: [
      ("", "use one of"), ("mean", "use one of"), ("Median", "use one of"),
      ("none=1", "use one of"),
      ("median=", "use one of"), ("dropHighLow", "dropHighLow=1"),
      ("dropHighLow=0", "dropHighLow=1"),
      ("dropHighLow=1.5", "dropHighLow=1"), ("trimmed", "trimmed=0.10"),
      ("trimmed=0.5", "trimmed=0.10"), ("trimmed=-0.1", "trimmed=0.10"),
      ("trimmed=10%", "trimmed=0.10"), ("winsorised=1", "winsorised=0.10"),
    ]
  )
  func badOutlierWords(_ word: String, _ fix: String) {
    let problem = #expect(throws: RuleProblem.self) { try OutlierRule(word: word) }
    #expect(problem?.message.en.contains("'\(word)'") == true)
    #expect(problem?.fix.en.contains(fix) == true)
  }

  @Test("relative steps", arguments: ["none", "best", "rankSteps=1.5", "rankSteps=0.10"])
  func relativeWords(_ word: String) throws {
    #expect(try RelativeStep(word: word).description == word)
  }

  @Test(
    "words that are no relative step",
    arguments: ["", "rank", "rankSteps", "rankSteps=", "rankSteps=0", "rankSteps=-1", "best=1"]
  )
  func badRelativeWords(_ word: String) {
    #expect(throws: RuleProblem.self) { try RelativeStep(word: word) }
  }

  @Test("roundings", arguments: ["0,halfUp", "2,halfUp", "1,truncate", "9,halfEven"])
  func roundingWords(_ word: String) throws {
    #expect(try Rounding(word: word).description == word)
  }

  @Test("a blank behind the comma does not matter")
  func roundingBlank() throws {
    #expect(try Rounding(word: "2, halfUp") == .standard)
  }

  @Test(
    "words that are no rounding",
    arguments: ["", "2", "halfUp", "10,halfUp", "-1,halfUp", "2,up", "2,halfUp,", "two,halfUp"]
  )
  func badRoundingWords(_ word: String) {
    #expect(throws: RuleProblem.self) { try Rounding(word: word) }
  }

  @Test("JSON holds the words and gives the same rule back")
  func json() throws {
    let rule = ScoringRule(
      outliers: .dropHighLow(1),
      unit: .total,
      conversion: .proportion,
      relative: try RelativeStep(word: "rankSteps=1.50"),
      rounding: try Rounding(word: "1,truncate"),
      quorum: 7,
      minimumAnswered: try #require(ExactDecimal("0.75")),
      ties: [CriterionID("usability"), CriterionID("cost")],
      bootstrap: 0,
      seed: .max
    )
    let data = try CanonicalJSON.encode(rule)
    #expect(
      String(decoding: data, as: UTF8.self)
        == #"{"bootstrap":0,"conversion":"proportion","minimumAnswered":"0.75","quorum":7,"#
        + #""relative":"rankSteps=1.50","round":"1,truncate","rule":"dropHighLow=1","#
        + #""seed":18446744073709551615,"ties":["usability","cost"],"unit":"total"}"#
    )
    #expect(try JSONDecoder().decode(ScoringRule.self, from: data) == rule)
    let standard = ScoringRule()
    #expect(
      try JSONDecoder().decode(ScoringRule.self, from: CanonicalJSON.encode(standard)) == standard
    )
  }

  @Test("JSON with a word that this version does not know is refused")
  func badJSON() throws {
    let text = String(decoding: try CanonicalJSON.encode(ScoringRule()), as: UTF8.self)
    for (word, other) in [
      ("trimmed=0.10", "tomorrow"), ("2,halfUp", "2,up"), ("criterion", "item2"), ("none", "worst"),
    ] {
      let bad = text.replacing("\"\(word)\"", with: "\"\(other)\"")
      #expect(bad != text)
      #expect(throws: DecodingError.self) {
        try JSONDecoder().decode(ScoringRule.self, from: Data(bad.utf8))
      }
    }
  }

  @Test("without a number the quorum is a third of those invited, at least five")
  func quorum() {
    #expect(ScoringRule().quorum(invited: 49) == 17)
    #expect(ScoringRule().quorum(invited: 48) == 16)
    #expect(ScoringRule().quorum(invited: 6) == 5)
    #expect(ScoringRule(quorum: 3).quorum(invited: 49) == 3)
  }
}
