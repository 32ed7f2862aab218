import PanelStatistics
import Testing

/// Samples of evaluators, sums of their estimates, and the `Double` nearest to a fraction.
@Suite(.timeLimit(.minutes(45)))
struct EstimateSumTests {
  private static let rules: [Location] = [
    .none, .dropHighLow(1), .trimmed(Rational(1, 10)), .winsorised(Rational(1, 5)), .median,
    .hodgesLehmann, .huber(Rational(1345, 1000)), .tukey(Rational(3, 2)), .mad(Rational(7, 2)),
    .gesd(3, Rational(5, 100)), .tInterval(fullMarks: Rational(5)),
  ]

  @Test func placesAreThoseOfTheValues() {
    let sample = PlacedSample([3, nil, 1, 3, -2])
    #expect(sample.distinct.values == [-2, 1, 3].map { Rational($0) })
    #expect(sample.places == [2, -1, 1, 2, 0])
    #expect(sample.n == 4)
    #expect(sample.counts([1, 5, 0, 2, 1]) == [1, 0, 3])
    #expect(sample.values.map(\.evaluator) == [0, 2, 3, 4])
    #expect(sample.values.map(\.value) == [3, 1, 3, -2].map { Rational($0) })
    #expect(PlacedSample([Int?]()).n == 0)
  }

  /// The same fraction may come with different terms.
  @Test func quotientsAreReduced() {
    let quotients: [PlacedSample.Quotient?] = [
      .init(8, over: 2), .init(4, over: 1), nil, .init(-3, over: -2), .init(3, over: 2),
    ]
    let sample = PlacedSample(quotients)
    #expect(sample.distinct.values == [Rational(3, 2), Rational(4)])
    #expect(sample.places == [1, 1, -1, 0, 0])
    #expect(
      PlacedSample([0, 2, 1, -1], of: [3, 5, 3].map { Rational($0) }).places == [0, 0, 1, -1]
    )
  }

  /// A sum is the same number as its parts added one by one, also where whole numbers are too large.
  @Test(arguments: rules)
  func isTheSumOfItsParts(_ rule: Location) throws {
    var generator = SplitMix64(seed: 51)
    for round in 0..<60 {
      let evaluators = 1 + generator.index(below: 25)
      // Primes: in some rounds the common denominator is small, in others it is not.
      let denominators = round.isMultiple(of: 3) ? [1, 2, 3] : [1009, 1013, 1019, 1021]
      let samples = (0..<4).map { _ in
        PlacedSample(
          (0..<evaluators).map { _ in
            let denominator = Int128(denominators[generator.index(below: denominators.count)])
            return generator.index(below: 6) == 0
              ? nil
              : PlacedSample.Quotient(
                Int128(generator.index(below: 5)) * denominator + Int128(generator.index(below: 9)),
                over: denominator
              )
          }
        )
      }
      let factors = (0..<4).map { _ in
        Rational(generator.index(below: 40) - 9, round.isMultiple(of: 2) ? 8 : 2_000_003)
      }
      let order = [2, 0, 3, 1]
      let terms = order.map { sample in
        EstimateSum.Term(
          plan: LocationPlan(
            LocationPlan(rule, distinct: DistinctValues([]), ratings: 9),
            distinct: samples[sample].distinct
          ),
          sample: sample,
          factor: factors[sample]
        )
      }
      let sum = EstimateSum(terms, plus: Rational(7, 3))
      let multiplicities = (0..<evaluators).map { _ in generator.index(below: 3) }
      let counts = samples.map { $0.counts(multiplicities) }
      let parts = samples.map { sample in
        rule.estimate(
          sample.values.flatMap { value in
            Array(repeating: value.value, count: multiplicities[value.evaluator])
          }
        )?.value
      }
      let expected =
        parts.contains(nil)
        ? nil
        : zip(parts, factors).reduce(Rational(7, 3)) { $0 + ($1.0 ?? .zero) * $1.1 }
      let actual = try? sum.value(counts)
      #expect(actual == expected, "\(round)")
    }
  }

  @Test func theReasonIsThatOfTheFirstMissingEstimate() {
    let distinct = DistinctValues([1, 2].map { Rational($0) })
    let plan = LocationPlan(.dropHighLow(1), distinct: distinct, ratings: 4)
    let sum = EstimateSum(
      [
        .init(plan: plan, sample: 0, factor: .one), .init(plan: plan, sample: 1, factor: .one),
        .init(plan: plan, sample: 2, factor: .one),
      ],
      plus: .zero
    )
    #expect(throws: NoEstimate.tooFewLeft(2)) { try sum.value([[3, 3], [2, 2], [0, 0]]) }
    #expect(throws: NoEstimate.noRatings) { try sum.value([[3, 3], [0, 0], [2, 2]]) }
    #expect(throws: NoEstimate.noRatings) { try plan.value(counts: [0, 0]) }
    #expect(plan.estimate(counts: [2, 3]) == Rational(5, 3))
  }

  /// No `Double` is nearer, and of two equally near ones it is the even one.
  @Test func theDoubleIsTheNearest() throws {
    var generator = SplitMix64(seed: 52)
    func number(_ bits: Int) -> String {
      let value = UInt128(generator.next()) << 64 | UInt128(generator.next())
      return String(value >> UInt128(128 - bits) | 1)
    }
    for _ in 0..<1000 {
      let (n, d) = (
        number(1 + generator.index(below: 127)), number(1 + generator.index(below: 127))
      )
      for text in ["\(n)/\(d)", "-\(n)/\(d)"] {
        let value = try #require(Rational(decimal: text))
        let double = value.doubleValue
        let error = (try #require(Rational(exactly: double)) - value).magnitude
        for neighbour in [double.nextUp, double.nextDown] {
          let other = (try #require(Rational(exactly: neighbour)) - value).magnitude
          #expect(
            error < other || (error == other && double.significandBitPattern % 2 == 0),
            "\(text)"
          )
        }
      }
    }
    // Halves between two neighbours, a little more and a little less.
    let odd = Int128(1) << 53 + 1
    for (n, expected) in [
      (odd << 40, 0x1p93), (odd << 40 + 1, 0x1.0000000000001p93), (odd << 40 - 1, 0x1p93),
      ((odd + 2) << 40, 0x1.0000000000002p93), ((Int128(1) << 54 - 1) << 40, 0x1p94),
    ] {
      #expect(Rational(decimal: "\(n)")?.doubleValue == expected)
    }
  }
}
