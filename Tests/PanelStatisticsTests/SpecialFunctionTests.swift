import PanelStatistics
import Testing

@Suite(.timeLimit(.minutes(45)))
struct SpecialFunctionTests {
  /// The expected values have 50 digits behind them; the arguments are `Double` as they are here.
  @Test func quantiles() throws {
    let answers = try AgreementAnswers.load()
    for line in answers.f_quantile {
      let actual = FDistribution.quantile(
        line[0],
        numerator: line[1],
        denominator: line[2]
      )
      #expect((actual - line[3]).magnitude <= 3e-14 * line[3], "F \(line)")
    }
    for line in answers.chi_square_quantile {
      let actual = ChiSquare.quantile(line[0], degreesOfFreedom: line[1])
      #expect((actual - line[2]).magnitude <= 1e-14 * line[2], "χ² \(line)")
    }
    for line in answers.chi_square_upper_tail {
      let actual = ChiSquare.upperTail(line[0], degreesOfFreedom: line[1])
      #expect((actual - line[2]).magnitude <= 1e-13 * line[2], "tail \(line)")
    }
  }

  @Test func ends() {
    #expect(
      FDistribution.quantile(0, numerator: 3, denominator: 4) == 0
        && ChiSquare.quantile(0, degreesOfFreedom: 3) == 0
    )
    #expect(FDistribution.quantile(1, numerator: 3, denominator: 4) == .infinity)
    #expect(ChiSquare.quantile(1, degreesOfFreedom: 3) == .infinity)
    #expect(
      FDistribution.quantile(1.5, numerator: 3, denominator: 4).isNaN
        && ChiSquare.quantile(-0.5, degreesOfFreedom: 3).isNaN
    )
    #expect(
      ChiSquare.upperTail(0, degreesOfFreedom: 3) == 1
        && ChiSquare.upperTail(-1, degreesOfFreedom: 3) == 1
    )
  }

  /// The reciprocal of an F variable is one with its degrees of freedom exchanged.
  @Test func reciprocal() {
    for (d1, d2) in [(1.0, 1.0), (9, 42.5), (0.3, 77), (1234.5, 6)] {
      for p in [0.001, 0.2, 0.5, 0.9] {
        let product =
          FDistribution.quantile(p, numerator: d1, denominator: d2)
          * FDistribution.quantile(1 - p, numerator: d2, denominator: d1)
        #expect((product - 1).magnitude < 1e-12)
      }
    }
  }
}
