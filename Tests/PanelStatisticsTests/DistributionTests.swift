import PanelStatistics
import TestSupport
import Testing

/// Student's t, chi-square and F against scipy and mpmath; the fixture says which.
@Suite(.timeLimit(.minutes(45)))
struct DistributionTests {
  private struct Table: Decodable {
    let t: [[Double]]
    let chiSquare: [[Double]]
    let f: [[Double]]
  }

  private static let tolerance = 1e-12

  /// Relative, also for the smallest tails.
  private static func agrees(_ actual: Double, _ expected: Double) -> Bool {
    (actual - expected).magnitude <= tolerance * expected.magnitude
  }

  @Test func studentT() throws {
    let lines = try Fixture.json("distributions.json", as: Table.self).t
    try #require(lines.count == 391)
    for line in lines {
      let (df, p) = (line[0], line[1])
      #expect(Self.agrees(StudentT.quantile(p, degreesOfFreedom: df), line[2]), "\(line)")
      #expect(Self.agrees(StudentT.cumulative(line[3], degreesOfFreedom: df), line[4]), "\(line)")
      #expect(Self.agrees(StudentT.upperTail(line[3], degreesOfFreedom: df), line[5]), "\(line)")
    }
  }

  @Test func chiSquare() throws {
    let lines = try Fixture.json("distributions.json", as: Table.self).chiSquare
    try #require(lines.count == 391)
    for line in lines {
      let (df, p) = (line[0], line[1])
      #expect(Self.agrees(ChiSquare.quantile(p, degreesOfFreedom: df), line[2]), "\(line)")
      #expect(Self.agrees(ChiSquare.cumulative(line[3], degreesOfFreedom: df), line[4]), "\(line)")
      #expect(Self.agrees(ChiSquare.upperTail(line[3], degreesOfFreedom: df), line[5]), "\(line)")
    }
  }

  @Test func fDistribution() throws {
    let lines = try Fixture.json("distributions.json", as: Table.self).f
    try #require(lines.count == 368)
    for line in lines {
      let (a, b, p) = (line[0], line[1], line[2])
      let quantile = FDistribution.quantile(p, numerator: a, denominator: b)
      #expect(Self.agrees(quantile, line[3]), "\(line)")
      let lower = FDistribution.cumulative(line[4], numerator: a, denominator: b)
      #expect(Self.agrees(lower, line[5]), "\(line)")
      let upper = FDistribution.upperTail(line[4], numerator: a, denominator: b)
      #expect(Self.agrees(upper, line[6]), "\(line)")
    }
  }

  @Test func ends() {
    #expect(StudentT.quantile(0, degreesOfFreedom: 3) == -.infinity)
    #expect(StudentT.quantile(1, degreesOfFreedom: 3) == .infinity)
    #expect(StudentT.quantile(0.5, degreesOfFreedom: 3) == 0)
    #expect(StudentT.cumulative(0, degreesOfFreedom: 3) == 0.5)
    #expect(StudentT.cumulative(-.infinity, degreesOfFreedom: 3) == 0)
    #expect(StudentT.cumulative(.infinity, degreesOfFreedom: 3) == 1)
    #expect(ChiSquare.quantile(0, degreesOfFreedom: 3) == 0)
    #expect(ChiSquare.quantile(1, degreesOfFreedom: 3) == .infinity)
    #expect(ChiSquare.cumulative(-1, degreesOfFreedom: 3) == 0)
    #expect(ChiSquare.upperTail(.infinity, degreesOfFreedom: 3) == 0)
    #expect(FDistribution.quantile(0, numerator: 2, denominator: 3) == 0)
    #expect(FDistribution.quantile(1, numerator: 2, denominator: 3) == .infinity)
    #expect(FDistribution.cumulative(-1, numerator: 2, denominator: 3) == 0)
    #expect(FDistribution.upperTail(.infinity, numerator: 2, denominator: 3) == 0)
  }

  @Test(arguments: [0, -1, Double.nan, Double.infinity])
  func withoutDegreesOfFreedomThereIsNoNumber(_ df: Double) {
    #expect(StudentT.quantile(0.3, degreesOfFreedom: df).isNaN)
    #expect(StudentT.cumulative(1, degreesOfFreedom: df).isNaN)
    #expect(ChiSquare.quantile(0.3, degreesOfFreedom: df).isNaN)
    #expect(ChiSquare.cumulative(1, degreesOfFreedom: df).isNaN)
    #expect(FDistribution.quantile(0.3, numerator: df, denominator: 2).isNaN)
    #expect(FDistribution.cumulative(1, numerator: 2, denominator: df).isNaN)
  }

  @Test(arguments: [-0.1, 1.1, Double.nan])
  func outsideProbabilitiesThereIsNoNumber(_ p: Double) {
    #expect(StudentT.quantile(p, degreesOfFreedom: 3).isNaN)
    #expect(StudentT.quantile(upperTail: p, degreesOfFreedom: 3).isNaN)
    #expect(ChiSquare.quantile(p, degreesOfFreedom: 3).isNaN)
    #expect(FDistribution.quantile(p, numerator: 2, denominator: 3).isNaN)
  }

  /// Identities that hold whatever the fixture says.
  ///
  /// 1: t² is F(1, ν). 2: t with many degrees of freedom is normal. 3: χ² with two is exponential.
  /// 4: 1/F swaps the degrees of freedom. 5: quantiles undo probabilities far out in the tails.
  @Test func identities() {
    var generator = SplitMix64(seed: 21)
    for _ in 0..<200 {
      let df = Double(1 + generator.index(below: 300)) / 2
      let other = Double(1 + generator.index(below: 300)) / 2
      let p = Double(1 + generator.index(below: 4998)) / 10_000
      let t = StudentT.quantile(upperTail: p / 2, degreesOfFreedom: df)
      let f = FDistribution.quantile(1 - p, numerator: 1, denominator: df)
      #expect((t * t - f).magnitude <= 1e-11 * f, "1")
      let normal = Normal.quantile(p)
      let nearly = StudentT.quantile(p, degreesOfFreedom: 1e8)
      #expect((nearly - normal).magnitude <= 1e-6 * normal.magnitude, "2")
      let halvings = 1 + generator.index(below: 30)
      let x = 2 * 0.693_147_180_559_945_3 * Double(halvings)
      let exponential = ChiSquare.upperTail(x, degreesOfFreedom: 2)
      #expect(Self.agrees(exponential, 1 / Double(1 << halvings)), "3")
      let swapped = FDistribution.quantile(1 - p, numerator: other, denominator: df)
      let direct = FDistribution.quantile(p, numerator: df, denominator: other)
      #expect((swapped * direct - 1).magnitude <= 1e-11, "4")
      let tail = p * 1e-12
      let far = StudentT.quantile(upperTail: tail, degreesOfFreedom: df)
      #expect(Self.agrees(StudentT.upperTail(far, degreesOfFreedom: df), tail), "5")
    }
  }
}
