import PanelStatistics
import TestSupport
import Testing

/// Seeded properties of all outlier rules, for small and large panels with few and many ties.
@Suite(.timeLimit(.minutes(45)))
struct OutlierRulePropertyTests {
  private static let rules: [Location] =
    [
      .none, .median, .dropHighLow(1), .trimmed(Rational(1, 10)), .winsorised(Rational(1, 4)),
    ] + newRules
  private static let newRules: [Location] = [
    .hodgesLehmann, .huber(Rational(1345, 1000)), .huber(Rational(3, 10)), .tukey(Rational(3, 2)),
    .tukey(Rational(1, 3)), .mad(Rational(7, 2)), .mad(Rational(9, 10)),
    .gesd(10, Rational(5, 100)), .gesd(2, Rational(1, 2)), .tInterval(fullMarks: Rational(10)),
  ]

  private static func panels(
    _ count: Int,
    upTo ratings: Int = 60,
    seed: UInt64,
    _ body: ([Rational], inout SplitMix64) throws -> Void
  ) rethrows {
    var generator = SplitMix64(seed: seed)
    for _ in 0..<count {
      try body(generator.ratings(count: 1 + generator.index(below: ratings)), &generator)
    }
  }

  private static func counted(_ rule: Location, _ values: [Rational]) -> Rational? {
    let counts = Dictionary(grouping: values) { $0 }.mapValues(\.count)
    let distinct = counts.keys.sorted()
    return LocationPlan(rule, distinct: DistinctValues(distinct), ratings: 40)
      .estimate(counts: distinct.map { counts[$0] ?? 0 })
  }

  /// A mean of kept ratings has one value however it is summed, so equality is exact.
  @Test(arguments: newRules)
  func agreesWithTheDefinition(_ rule: Location) {
    Self.panels(60, seed: 31) { values, _ in
      if case .huber(let k) = rule {
        let expected = NaiveLocation.huber(values, k.doubleValue)
        #expect(isClose(rule.estimate(values)?.value.doubleValue, expected, within: 1e-9))
      } else {
        #expect(rule.estimate(values)?.exact == NaiveLocation.estimate(rule, values))
      }
      #expect(Self.counted(rule, values) == rule.estimate(values)?.value)
    }
  }

  @Test(arguments: rules)
  func orderOfTheRatingsDoesNotMatter(_ rule: Location) {
    Self.panels(60, seed: 32) { values, generator in
      let shuffled = values.shuffled(using: &generator)
      let (a, b) = (rule.estimate(values), rule.estimate(shuffled))
      #expect(a?.value == b?.value)
      #expect(a?.treatments.map(\.rating) == b?.treatments.map(\.rating))
      #expect(a?.treatments.map(\.kind) == b?.treatments.map(\.kind))
    }
  }

  /// Raising one value of one panel in 2,000, ties included, never lowers the estimate.
  @Test(arguments: rules.filter(\.isMonotone))
  func monotoneRulesAreMonotone(_ rule: Location) {
    Self.panels(2000, upTo: 20, seed: 33) { values, generator in
      var raised = values
      raised[generator.index(below: values.count)] += Rational(1 + generator.index(below: 60), 10)
      if let before = Self.counted(rule, values), let after = Self.counted(rule, raised) {
        #expect(after >= before)
      } else {
        #expect(Self.counted(rule, values) == nil && Self.counted(rule, raised) == nil)
      }
    }
  }

  /// A further rating at an end of the scale never moves the estimate the other way.
  @Test(arguments: rules.filter(\.isMonotone))
  func aFurtherRatingAtAnEndMovesTowardsIt(_ rule: Location) {
    Self.panels(2000, upTo: 20, seed: 34) { values, _ in
      guard let before = Self.counted(rule, values), let lowest = values.min(),
        let highest = values.max()
      else { return }
      #expect(Self.counted(rule, values + [highest]).map { $0 >= before } == true)
      #expect(Self.counted(rule, values + [lowest]).map { $0 <= before } == true)
    }
  }

  /// Why the survey check warns: one rating is raised, and the model loses.
  @Test(arguments: [
    (Location.tukey(Rational(3, 2)), [1, 2, 3, 4, 5], 4, 100),
    (.mad(Rational(7, 2)), [1, 2, 3, 4, 5], 4, 100),
    (.gesd(1, Rational(5, 100)), [1, 2, 3, 4, 5], 4, 100),
    (.tInterval(fullMarks: Rational(5)), [3, 3, 3, 3, 4], 4, 5),
    (.huber(Rational(1345, 1000)), [1, 1, 8, 8, 8], 2, 10),
  ])
  func otherRulesAreNot(_ rule: Location, _ ratings: [Int], _ index: Int, _ raised: Int) throws {
    let before = ratings.map { Rational($0) }
    var after = before
    after[index] = Rational(raised)
    #expect(after[index] > before[index])
    let (first, second) = (rule.estimate(before)?.value, rule.estimate(after)?.value)
    #expect(try #require(second) < (try #require(first)))
    #expect(!rule.isMonotone)
  }

  /// Shifting and stretching the scale shifts and stretches the estimate and nothing else.
  ///
  /// The factors leave the small denominators, so that both kinds of arithmetic must agree.
  @Test(
    arguments: rules,
    [
      (Rational(7, 3), Rational(-5, 2)), (Rational(1, 1 << 30), .zero),
      (Rational(1), Rational(1 << 50)), (Rational(10_000_019, 11), Rational(1, 3)),
    ]
  )
  func equivariance(_ rule: Location, _ change: (factor: Rational, shift: Rational)) {
    let changed: Location =
      if case .tInterval(let fullMarks) = rule {
        .tInterval(fullMarks: fullMarks * change.factor)
      } else {
        rule
      }
    Self.panels(20, seed: 34) { values, _ in
      let move = { (value: Rational) in value * change.factor + change.shift }
      let (a, b) = (rule.estimate(values), changed.estimate(values.map(move)))
      #expect(a?.treatments.map(\.index) == b?.treatments.map(\.index))
      #expect(a?.treatments.map(\.kind) == b?.treatments.map(\.kind))
      if rule.isExact {
        #expect(a.map { move($0.value) } == b?.value)
      } else {
        let expected = a.map { move($0.value).doubleValue } ?? .nan
        let spread = (expected.magnitude + change.shift.magnitude.doubleValue) * 1e-15
        let actual = b?.value.doubleValue ?? .nan
        #expect((actual - expected).magnitude <= spread + change.factor.doubleValue * 1e-14)
      }
      #expect(Self.counted(changed, values.map(move)) == b?.value)
    }
  }

  /// The treatments and nothing else lead to the estimate.
  @Test(arguments: newRules)
  func treatmentsExplainTheEstimate(_ rule: Location) {
    Self.panels(100, seed: 35) { values, _ in
      guard rule != .hodgesLehmann, let estimate = rule.estimate(values) else { return }
      let treated = Dictionary(uniqueKeysWithValues: estimate.treatments.map { ($0.index, $0) })
      #expect(estimate.treatments.map(\.rating) == estimate.treatments.map(\.rating).sorted())
      let n = Rational(values.count)
      if case .huber = rule {
        // Taking back every effect gives the plain mean.
        let total = estimate.treatments.map(\.effect).reduce(estimate.value, +)
        #expect(isClose(total.doubleValue, NaiveLocation.mean(values).doubleValue))
        return
      }
      let kept = values.indices.filter { treated[$0] == nil }.map { values[$0] }
      #expect(NaiveLocation.mean(kept) == estimate.exact)
      #expect(Rational(kept.count + estimate.droppedCount) == n)
      for treatment in estimate.treatments {
        #expect(treatment.rating == values[treatment.index])
        #expect(
          NaiveLocation.mean(kept + [treatment.rating]) - estimate.value == treatment.effect
        )
      }
    }
  }

  /// The published breakdown points: that many ratings of 49 at 10⁹ carry the estimate away.
  @Test func breakdownPoints() throws {
    struct Points: Decodable {
      let breakdown_of_49: [String: Int]
    }
    let points = try Fixture.json("panel_known_answers.json", as: Points.self).breakdown_of_49
    try #require(points.count == 14)
    let honest = try PanelFixture("s100").values(of: "B", "usability").compactMap { $0 }
    try #require(honest.count == 49)
    for (name, count) in points {
      let rule = try #require(PanelFixture.rules[name])
      let estimate = { (bad: Int) in
        let ratings = honest.dropFirst(bad) + Array(repeating: Rational(1_000_000_000), count: bad)
        return rule.estimate(Array(ratings))?.value
      }
      #expect(try #require(estimate(count - 1)) <= Rational(1000), "\(name)")
      #expect(try #require(estimate(count)) > Rational(1_000_000), "\(name)")
    }
  }

  /// A million ratings on a small grid, counted: replicating a panel changes no order statistic.
  @Test(arguments: [Location.median, .hodgesLehmann, .huber(Rational(1345, 1000)), .none])
  func manyRatings(_ rule: Location) throws {
    let distinct = DistinctValues((1...5).map { Rational($0) })
    let few = try #require(rule.estimate(distinct: distinct, counts: [10, 30, 61, 90, 10]))
    let counts = [10, 30, 61, 90, 10].map { $0 * 5000 }
    let many = try #require(rule.estimate(distinct: distinct, counts: counts))
    #expect((few - many).magnitude < Rational(1, 100))
    #expect(rule.isExact ? few == many : few.doubleValue == many.doubleValue)
  }
}
