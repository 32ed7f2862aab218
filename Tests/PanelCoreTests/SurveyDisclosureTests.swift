import Testing

@testable import PanelCore

@Suite("What a survey says may leave the round", .timeLimit(.minutes(45)))
struct SurveyDisclosureTests {
  private func settings(_ lines: String) throws -> DisclosureSettings? {
    try SurveyDocument.read(try SurveyFiles.text("example.yaml") + lines).survey.disclosure
  }

  @Test("a survey without the key sets nothing")
  func absent() throws {
    #expect(try settings("") == nil)
    #expect(try SurveyFiles.survey(SurveyFiles.full).disclosure == nil)
  }

  @Test("a policy alone has the thresholds of this version")
  func policies() throws {
    for policy in DisclosurePolicy.allCases {
      let read = try settings("disclosure: {policy: \(policy.rawValue)}\n")
      #expect(read == DisclosureSettings(policy: policy))
    }
  }

  @Test("stricter thresholds are kept as written")
  func thresholds() throws {
    let read = try settings(
      """
      disclosure:
        policy: none
        smallestGroup: 10
        leastDiversity: 2.50
        greatestDistance: 0.3
        greatestUniqueShare: 0
      """
    )
    #expect(read?.smallestGroup == 10)
    #expect(read?.leastDiversity.description == "2.50")
    #expect(read?.greatestDistance.description == "0.3")
    #expect(read?.greatestUniqueShare == ExactDecimal(0))
  }

  @Test("none is within everything, everything within all, ranks and winner within neither")
  func order() {
    for policy in DisclosurePolicy.allCases {
      #expect(DisclosurePolicy.none.isWithin(policy) && policy.isWithin(.all))
      #expect(policy.isWithin(policy))
    }
    #expect(!DisclosurePolicy.ranksOnly.isWithin(.winnerAndAverage))
    #expect(!DisclosurePolicy.winnerAndAverage.isWithin(.ranksOnly))
    #expect(!DisclosurePolicy.all.isWithin(.winnerAndAverage))
    #expect(!DisclosurePolicy.ranksOnly.isWithin(.none))
  }
}
