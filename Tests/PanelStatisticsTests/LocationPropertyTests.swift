import PanelStatistics
import Testing

/// Seeded properties of the monotone outlier rules, for panels of 1 to 60 with few and with many ties.
@Suite(.timeLimit(.minutes(45)))
struct LocationPropertyTests {
  private static let rules: [Location] = [
    .none, .median, .dropHighLow(1), .dropHighLow(4), .trimmed(Rational(1, 10)),
    .trimmed(Rational(29, 100)), .trimmed(Rational(49, 100)), .winsorised(Rational(1, 10)),
    .winsorised(Rational(1, 4)), .winsorised(Rational(49, 100)),
    .hodgesLehmann,
  ]

  private static func panels(
    seed: UInt64,
    _ body: ([Rational], inout SplitMix64) throws -> Void
  )
    rethrows
  {
    var generator = SplitMix64(seed: seed)
    for _ in 0..<150 {
      let values = generator.ratings(count: 1 + generator.index(below: 60))
      try body(values, &generator)
    }
  }

  @Test(arguments: rules)
  func multisetEqualsList(_ rule: Location) {
    Self.panels(seed: 1) { values, generator in
      // Values that do not occur must not matter.
      let distinct = Set(values + generator.ratings(count: 3)).sorted()
      let counts = distinct.map { value in values.count { $0 == value } }
      let estimate = rule.estimate(distinct: DistinctValues(distinct), counts: counts)
      #expect(estimate == rule.estimate(values)?.value)
    }
  }

  // One value without a small denominator, or too large, and all of them are summed as fractions.
  @Test(arguments: rules, [Rational(1, 999_983), Rational(1 << 50), Rational(-1, 1 << 30)])
  func multisetEqualsListWithoutASmallDenominator(_ rule: Location, _ odd: Rational) {
    Self.panels(seed: 5) { values, _ in
      let values = values + [odd, Rational(1, 1_000_003)]
      let distinct = Set(values).sorted()
      let counts = distinct.map { value in values.count { $0 == value } }
      let estimate = rule.estimate(distinct: DistinctValues(distinct), counts: counts)
      #expect(estimate == rule.estimate(values)?.value)
    }
  }

  @Test(arguments: rules)
  func raisingOneRatingNeverLowersTheEstimate(_ rule: Location) {
    Self.panels(seed: 2) { values, generator in
      var raised = values
      raised[generator.index(below: values.count)] += Rational(1 + generator.index(below: 80), 10)
      let (before, after) = (rule.estimate(values), rule.estimate(raised))
      #expect((before == nil) == (after == nil))
      if let before, let after {
        #expect(after.value >= before.value)
      }
    }
  }

  @Test(arguments: rules)
  func orderOfTheRatingsDoesNotMatter(_ rule: Location) {
    Self.panels(seed: 3) { values, generator in
      let shuffled = values.shuffled(using: &generator)
      let (a, b) = (rule.estimate(values), rule.estimate(shuffled))
      #expect(a?.value == b?.value)
      #expect(a?.treatments.map(\.rating).sorted() == b?.treatments.map(\.rating).sorted())
      #expect(a?.treatments.map(\.effect).sorted() == b?.treatments.map(\.effect).sorted())
    }
  }

  /// Applies the listed treatments by hand: they, and nothing else, must lead to the estimate, and
  /// undoing one of them to the estimate plus its effect.
  @Test(arguments: rules)
  func treatmentsExplainTheEstimate(_ rule: Location) throws {
    if rule == .median || rule == .hodgesLehmann { return }
    Self.panels(seed: 4) { values, _ in
      guard let estimate = rule.estimate(values) else { return }
      let treated = Dictionary(uniqueKeysWithValues: estimate.treatments.map { ($0.index, $0) })
      let taken = values.indices.filter { treated[$0] == nil }.map { values[$0] }
      func mean(undoing undone: Int?) -> Rational {
        let terms = values.indices.compactMap { index -> Rational? in
          guard index != undone, let treatment = treated[index] else { return values[index] }
          switch treatment.kind {
          case .droppedLow, .droppedHigh: return nil
          case .clippedUp: return taken.min()
          case .clippedDown: return taken.max()
          }
        }
        return terms.reduce(.zero, +) / Rational(terms.count)
      }
      #expect(mean(undoing: nil) == estimate.value)
      for treatment in estimate.treatments {
        #expect(treatment.rating == values[treatment.index])
        #expect(mean(undoing: treatment.index) - estimate.value == treatment.effect)
        #expect(rule.effect(ofKeeping: treatment.index, in: values) == treatment.effect)
      }
    }
  }
}
