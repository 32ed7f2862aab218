import PanelStatistics
import TestSupport
import Testing

/// Known answers, worked examples and degenerate samples of the rules that look at the data.
@Suite(.timeLimit(.minutes(45)))
struct OutlierRuleTests {
  private static let k = Rational(1345, 1000)
  private static let rules: [Location] = [
    .hodgesLehmann, .huber(k), .tukey(Rational(3, 2)), .mad(Rational(7, 2)),
    .gesd(10, Rational(5, 100)), .tInterval(fullMarks: Rational(5)),
  ]

  private static func ratings(_ values: [Int]) -> [Rational] {
    values.map { Rational($0) }
  }

  @Test(arguments: PanelFixture.names)
  func panelOutliers(_ name: String) throws {
    let panel = try PanelFixture(name)
    for (cell, values) in panel.cells {
      let answers = try #require(panel.answers.location.cells[cell])
      let ratings = values.compactMap { $0 }
      let mad = try #require(Location.mad(Rational(7, 2)).estimate(ratings))
      #expect(mad.droppedCount == answers.modz.n_gt_3_5, "\(cell)")
      let tukey = try #require(Location.tukey(Rational(3, 2)).estimate(ratings))
      let fences = try #require(answers.tukey["7"])
      #expect(tukey.droppedCount == fences.n_out, "\(cell)")
      let outside = ratings.indices.filter { index in
        ratings[index].doubleValue < fences.lo || ratings[index].doubleValue > fences.hi
      }
      #expect(Set(tukey.treatments.map(\.index)) == Set(outside), "\(cell)")
      let gesd = try #require(Location.gesd(10, Rational(5, 100)).estimate(ratings))
      #expect(gesd.treatments.map(\.index).sorted() == answers.gesd.removed_index0, "\(cell)")
      try Self.checkDeviates(ratings, answers.gesd)
    }
  }

  private static func checkDeviates(_ ratings: [Rational], _ answers: Answers.Deviates) throws {
    let test = try #require(
      GeneralisedESD(ratings, steps: 10, significance: Rational(5, 100))
    )
    #expect(test.outlierCount == answers.n_outliers)
    #expect(isClose(test.steps.map(\.statistic), answers.R))
    let critical = test.steps.map(\.criticalValue).prefix(answers.lam.count)
    #expect(isClose(Array(critical), answers.lam))
  }

  private struct Textbook: Decodable {
    let gesd_rosner1983: Rosner
  }

  private struct Rosner: Decodable {
    let x: [Double]
    let R: [Double]
    let lam: [Double]
    let n_outliers: Int
    let removed_index0: [Int]
    let mean_kept: Double
    let nist_expected: Int
  }

  @Test func rosnersTable() throws {
    let rosner = try Fixture.json("textbook_known_answers.json", as: Textbook.self)
      .gesd_rosner1983
    let values = try rosner.x.map { try #require(Rational(decimal: "\($0)")) }
    try #require(values.count == 54 && rosner.lam.count == 10)
    let answers = Answers.Deviates(
      R: rosner.R,
      lam: rosner.lam,
      n_outliers: rosner.nist_expected,
      removed_index0: rosner.removed_index0,
      mean_kept: rosner.mean_kept
    )
    try Self.checkDeviates(values, answers)
    let estimate = try #require(Location.gesd(10, Rational(5, 100)).estimate(values))
    #expect(estimate.treatments.map(\.index) == rosner.removed_index0)
    #expect(estimate.treatments.allSatisfy { $0.kind == .droppedHigh })
    #expect(estimate.value == NaiveLocation.mean(Array(values.prefix(51))))
    #expect(isClose(estimate.value.doubleValue, rosner.mean_kept))
  }

  /// Worked by hand.
  ///
  /// Of 1, 2, 3, 4, 100 the quartiles are 2 and 4; the closed fence lies at 4 + k·2.
  @Test func fencesAreClosed() {
    let values = Self.ratings([1, 2, 3, 4, 100])
    #expect(Location.tukey(Rational(3, 2)).estimate(values)?.value == Rational(5, 2))
    #expect(Location.tukey(Rational(48)).estimate(values)?.value == Rational(22))
    #expect(Location.tukey(Rational(4799, 100)).estimate(values)?.value == Rational(5, 2))
    #expect(Location.tukey(.zero).estimate(values)?.value == Rational(3))
  }

  /// Of 0, 1, 2, 3, 4 and 12 the median is 5/2 and the MAD 3/2: 0.6745·(19/2)/(3/2) = 4.2718….
  @Test func medianDeviationIsComparedExactly() {
    let values = Self.ratings([0, 1, 2, 3, 4, 12])
    let limit = Rational(6745, 10_000) * Rational(19, 3)
    #expect(Location.mad(limit).estimate(values)?.droppedCount == 0)
    #expect(Location.mad(limit - Rational(1, 1_000_000)).estimate(values)?.droppedCount == 1)
  }

  /// Of four times 3 and once 5 the MAD is 0 and the mean deviation 2/5.
  @Test func medianDeviationFallsBack() {
    let values = Self.ratings([3, 3, 5, 3, 3])
    let limit = Rational(5) / Rational(1_253_314, 1_000_000)
    #expect(Location.mad(Rational(7, 2)).estimate(values)?.value == Rational(3))
    #expect(Location.mad(Rational(4)).estimate(values)?.value == Rational(17, 5))
    #expect(limit > Rational(39, 10) && limit < Rational(4))
    let dropped = Location.mad(Rational(39, 10)).estimate(values)?.treatments
    #expect(dropped?.map(\.index) == [2])
    #expect(dropped?.map(\.effect) == [Rational(2, 5)])
  }

  /// Of 0, 4, 5, 6, 20 the MAD is 1, and 0 and 20 are cut: (15 + k·s − k·s)/3.
  @Test func hubersEstimateListsWhatItCuts() throws {
    let estimate = try #require(Location.huber(Self.k).estimate(Self.ratings([20, 4, 5, 6, 0])))
    #expect(estimate.value == Rational(5))
    #expect(estimate.exact == nil && !estimate.isExact)
    #expect(estimate.treatments.map(\.index) == [4, 0])
    #expect(estimate.treatments.map(\.kind) == [.clippedUp, .clippedDown])
    let reach = Self.k * Rational(741_301_109_252_801, 500_000_000_000_000)
    #expect(
      estimate.treatments.map(\.effect) == [
        (reach - Rational(5)) / Rational(5), (Rational(15) - reach) / Rational(5),
      ]
    )
    #expect(Location.huber(Self.k).estimate(Self.ratings([3, 3, 3, 1, 5]))?.treatments == [])
  }

  /// Every value is cut and as many lie above as below: iteration stops where it starts.
  @Test func huberBetweenTwoClusters() {
    let values = Self.ratings([0, 0, 10, 100])
    #expect(Location.huber(Rational(1, 10)).estimate(values)?.value == Rational(5))
  }

  /// With 5 as full marks a range of 1.5 is still 30 %.
  @Test func intervalRuleBeginsAboveThirtyPercent() throws {
    let rule = Location.tInterval(fullMarks: Rational(5))
    let narrow = [Rational(3), Rational(7, 2), Rational(4), Rational(9, 2), Rational(9, 2)]
    #expect(rule.estimate(narrow)?.treatments == [])
    #expect(rule.estimate(narrow)?.value == Rational(39, 10))
    // m = 3, s = √2.5, t = 2.776…: the interval is 3 ± 1.963….
    let wide = try #require(rule.estimate(Self.ratings([1, 2, 3, 4, 5])))
    #expect(wide.treatments.map(\.index) == [0, 4])
    #expect(wide.exact == Rational(3))
    // m = 3, s = √(8/3), t = 3.182…: 3 ± 2.598… keeps all.
    #expect(rule.estimate(Self.ratings([1, 3, 3, 5]))?.droppedCount == 0)
  }

  /// A panel of 49 on 1 to 5 without a rating near the mean: nobody is kept, and it says so.
  @Test func intervalRuleKeepsNobodyInALargePanel() {
    let values = Self.ratings(Array(repeating: 2, count: 20) + Array(repeating: 5, count: 29))
    let rule = Location.tInterval(fullMarks: Rational(5))
    #expect(throws: NoEstimate.tooFewLeft(0)) { try rule.estimate(of: values) }
    #expect(rule.estimate(values) == nil)
    #expect(
      rule.estimate(
        distinct: DistinctValues([Rational(2), Rational(5)]),
        counts: [20, 29]
      ) == nil
    )
  }

  @Test func tooFewLeftIsNoEstimate() {
    let two = Self.ratings([0, 10])
    #expect(throws: NoEstimate.tooFewLeft(0)) { try Location.tukey(.zero).estimate(of: two) }
    let three = Self.ratings([0, 0, 9])
    #expect(throws: NoEstimate.tooFewLeft(2)) {
      try Location.gesd(1, Rational(5, 100)).estimate(of: three)
    }
    #expect(throws: NoEstimate.tooFewLeft(2)) {
      try Location.dropHighLow(1).estimate(of: Self.ratings([1, 2, 3, 4]))
    }
  }

  @Test(arguments: rules)
  func degenerateSamples(_ rule: Location) throws {
    #expect(throws: NoEstimate.noRatings) { try rule.estimate(of: []) }
    #expect(rule.estimate(distinct: DistinctValues([.one]), counts: [0]) == nil)
    #expect(rule.estimate(distinct: DistinctValues([]), counts: []) == nil)
    for count in [1, 2, 3, 4, 49] {
      let equal = try rule.estimate(of: Array(repeating: Rational(7, 2), count: count))
      #expect(equal.value == Rational(7, 2) && equal.treatments == [] && equal.n == count)
    }
    #expect(rule.estimate(Self.ratings([1, 2]))?.value == Rational(3, 2))
  }

  @Test(arguments: [
    Location.huber(.zero), .huber(Rational(-1)), .huber(Rational(1, 1 << 50)),
    .tukey(Rational(-1, 2)), .tukey(Rational(1 << 40)), .mad(Rational(-1)),
    .gesd(0, Rational(1, 20)),
    .gesd(-1, Rational(1, 20)), .gesd(1, .zero), .gesd(1, .one), .tInterval(fullMarks: .zero),
    .tInterval(fullMarks: Rational(-5)), .trimmed(Rational(1, 2)), .winsorised(Rational(-1)),
    .dropHighLow(-1),
  ])
  func unusableConstants(_ rule: Location) {
    let values = Self.ratings([1, 2, 3, 4, 5])
    #expect(throws: NoEstimate.unusableConstant) { try rule.estimate(of: values) }
    #expect(rule.estimate(distinct: DistinctValues(values), counts: [1, 1, 1, 1, 1]) == nil)
  }

  /// Many more steps than ratings must neither trap nor be asked of the t distribution.
  @Test func moreStepsThanRatings() throws {
    let values = Self.ratings([1, 1, 1, 1, 2, 9])
    let test = try #require(GeneralisedESD(values, steps: .max, significance: Rational(1, 20)))
    #expect(test.steps.count == 2 && test.outlierCount == 2)
    #expect(
      Location.gesd(.max, Rational(1, 20)).estimate(values)?.treatments.map(\.index) == [4, 5]
    )
    #expect(GeneralisedESD([], steps: 1, significance: Rational(1, 20)) == nil)
    #expect(GeneralisedESD(values, steps: 0, significance: Rational(1, 20)) == nil)
  }

  /// Of tied extremes the lowest goes first, and of equal ratings the one that stands first.
  @Test func tiedExtremesGoInOrder() throws {
    let both = Self.ratings([20, 10, 10, 10, 10, 10, 10, 10, 10, 10, 0])
    let test = try #require(GeneralisedESD(both, steps: 1, significance: Rational(1, 20)))
    #expect(test.steps.map(\.isLowest) == [true])
    let high = Self.ratings([30, 10, 10, 11, 10, 10, 9, 10, 10, 10, 10, 30])
    let one = try #require(GeneralisedESD(high, steps: 1, significance: Rational(1, 2)))
    try #require(one.outlierCount == 1)
    let estimate = Location.gesd(1, Rational(1, 2)).estimate(high)
    #expect(estimate?.treatments.map(\.index) == [0])
  }

  @Test func propertiesOfTheRules() {
    let monotone: [Location] = [
      .none, .dropHighLow(1), .trimmed(Rational(1, 10)), .winsorised(Rational(1, 10)), .median,
      .hodgesLehmann,
    ]
    #expect(monotone.allSatisfy { $0.isMonotone && $0.isExact })
    #expect(Self.rules.dropFirst().allSatisfy { !$0.isMonotone })
    #expect(Self.rules.filter { !$0.isExact } == [.huber(Self.k)])
  }
}
