import PanelStatistics
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(45)))
struct LocationTests {
  private static let ck9 = [2, 7, 9, 9, 9, 10, 10].map { Rational($0) }

  /// Check case CK9.
  @Test(arguments: [
    (Location.none, "8/1"), (.dropHighLow(1), "44/5"), (.dropHighLow(2), "9/1"),
    (.trimmed(Rational(1, 7)), "44/5"), (.trimmed(Rational(1, 8)), "8/1"), (.median, "9/1"),
    (.winsorised(Rational(1, 5)), "61/7"), (.dropHighLow(0), "8/1"),
  ])
  func checkCase9(_ rule: Location, _ expected: String) {
    #expect(rule.estimate(Self.ck9)?.value.fraction == expected)
    #expect(rule.estimate(Self.ck9)?.n == 7)
  }

  private struct Textbook: Decodable {
    let olympic_korean_psat2023: Psat
  }

  private struct Psat: Decodable {
    let raters_x_firms: [[Double]]
    let technical: [Double]
  }

  @Test func stateExamOf2023() throws {
    let psat = try Fixture.json("textbook_known_answers.json", as: Textbook.self)
      .olympic_korean_psat2023
    for (firm, expected) in psat.technical.enumerated() {
      let values = psat.raters_x_firms.map { Rational(Int($0[firm])) }
      #expect(Location.dropHighLow(1).estimate(values)?.value == Rational(Int(expected)))
    }
  }

  @Test(arguments: PanelFixture.names)
  func panelKnownAnswers(_ name: String) throws {
    let panel = try PanelFixture(name)
    try #require(panel.cells.count == 10)
    for (cell, values) in panel.cells {
      let answers = try #require(panel.answers.location.cells[cell])
      let ratings = values.compactMap { $0 }
      #expect(ratings.count == answers.n)
      for (rule, expected) in answers.byRule {
        let location = try #require(PanelFixture.rules[rule])
        let estimate = location.estimate(ratings)?.value.doubleValue
        let tolerance = PanelFixture.tolerance(location)
        #expect(isClose(estimate, expected, within: tolerance), "\(cell) \(rule)")
      }
    }
  }

  @Test(arguments: PanelFixture.names)
  func panelPointsAndRanks(_ name: String) throws {
    let panel = try PanelFixture(name)
    let everyone = Array(repeating: 1, count: panel.evaluators)
    for (rule, location) in PanelFixture.rules {
      let points = try panel.scorer(location)(everyone)
      let expected = try #require(panel.answers.location.score25[rule])
      let tolerance = PanelFixture.tolerance(location)
      #expect(isClose(points.map { $0?.doubleValue }, expected, within: tolerance), "\(rule)")
      let ranks = try #require(panel.answers.location.rank[rule])
      #expect(CompetitionRanks.ranks(points) == ranks, "\(rule)")
    }
  }

  @Test func exactShareDoesNotLoseARating() throws {
    let values = (0..<100).map { Rational($0) }
    let share = try #require(Rational(decimal: "0.29"))
    for rule in [Location.trimmed(share), .winsorised(share)] {
      let treatments = try #require(rule.estimate(values)).treatments
      #expect(treatments.count == 58)
      #expect(treatments.map(\.index) == Array(0..<29) + Array(71..<100))
    }
  }

  @Test(arguments: [
    Location.none, .dropHighLow(0), .dropHighLow(1), .trimmed(Rational(1, 10)),
    .winsorised(Rational(1, 10)), .median,
  ])
  func nothingGivesNoEstimate(_ rule: Location) {
    #expect(rule.estimate([]) == nil)
    #expect(rule.estimate(distinct: DistinctValues([]), counts: []) == nil)
    #expect(rule.estimate(distinct: DistinctValues([.one]), counts: [0]) == nil)
  }

  @Test(arguments: [
    (Location.dropHighLow(3), 8), (.dropHighLow(1), 4), (.dropHighLow(-1), 9),
    (.dropHighLow(.max), 9), (.dropHighLow(0), 2), (.trimmed(Rational(1, 2)), 9),
    (.trimmed(Rational(-1, 10)), 9), (.trimmed(.one), 9), (.winsorised(Rational(1, 2)), 9),
    (.winsorised(Rational(-1, 10)), 9),
  ])
  func noEstimate(_ rule: Location, _ n: Int) {
    let values = (0..<n).map { Rational($0) }
    #expect(rule.estimate(values) == nil)
    #expect(rule.estimate(distinct: DistinctValues(values), counts: values.map { _ in 1 }) == nil)
    #expect(rule.effect(ofKeeping: 0, in: values) == nil)
  }

  @Test func threeLeftIsEnough() {
    #expect(
      Location.dropHighLow(1).estimate([9, 1, 2, 3, 4].map { Rational($0) })?.value == Rational(3)
    )
    #expect(
      Location.trimmed(Rational(49, 100)).estimate([Rational(1), Rational(3)])?.value == Rational(2)
    )
  }

  @Test func listsDroppedRatingsWithTheirEffect() throws {
    let estimate = try #require(Location.dropHighLow(1).estimate(Self.ck9))
    #expect(estimate.treatments.map(\.index) == [0, 6])
    #expect(estimate.treatments.map(\.kind) == [.droppedLow, .droppedHigh])
    #expect(estimate.treatments.map(\.rating) == [Rational(2), Rational(10)])
    #expect(estimate.treatments.map(\.effect) == [Rational(-17, 15), Rational(1, 5)])
    #expect(Location.dropHighLow(1).effect(ofKeeping: 6, in: Self.ck9) == Rational(1, 5))
    #expect(Location.dropHighLow(1).effect(ofKeeping: 5, in: Self.ck9) == nil)
    #expect(Location.dropHighLow(1).effect(ofKeeping: 7, in: Self.ck9) == nil)
  }

  @Test func listsClippedRatingsOnlyWhereTheyMove() throws {
    let estimate = try #require(Location.winsorised(Rational(1, 5)).estimate(Self.ck9))
    #expect(estimate.treatments.map(\.index) == [0])
    #expect(estimate.treatments.map(\.kind) == [.clippedUp])
    #expect(estimate.treatments.map(\.effect) == [Rational(-5, 7)])
    let mirrored = Self.ck9.map { Rational(12) - $0 }
    let high = try #require(Location.winsorised(Rational(1, 5)).estimate(mirrored))
    #expect(high.treatments.map(\.kind) == [.clippedDown])
    #expect(high.treatments.map(\.effect) == [Rational(5, 7)])
  }

  @Test func tiesAreDroppedInInputOrder() {
    let equal = Array(repeating: Rational(5), count: 6)
    #expect(Location.dropHighLow(1).estimate(equal)?.treatments.map(\.index) == [0, 5])
    let mixed = [3, 1, 1, 3, 2].map { Rational($0) }
    #expect(Location.dropHighLow(1).estimate(mixed)?.treatments.map(\.index) == [1, 3])
    #expect(Location.trimmed(Rational(1, 5)).estimate(mixed)?.treatments.map(\.index) == [1, 3])
  }

  @Test func meanAndMedianTreatNothing() {
    #expect(Location.none.estimate(Self.ck9)?.treatments == [])
    #expect(Location.median.estimate(Self.ck9)?.treatments == [])
  }
}
