import PanelStatistics
import Testing

@Suite(.timeLimit(.minutes(45)))
struct NormalTests {
  /// Source of the expected values: mpmath with 40 digits.
  ///
  /// AS 241 without the refinement misses the tolerance at three of them.
  @Test(arguments: [
    (1e-300, -37.0470962993612), (1e-100, -21.273453560965326), (1e-20, -9.262340089798407),
    (1e-10, -6.361340902404057), (1e-05, -4.264890793922825), (0.001, -3.0902323061678136),
    (0.01, -2.326347874040841), (0.014944666500124907, -2.171553826222928),
    (4.7141768673494874e-08, -5.337410267392115), (3.033599800149892e-09, -5.814894893164404),
    (0.025, -1.9599639845400543), (0.074, -1.4466320671589785),
    (0.076, -1.4325027208258116), (0.1, -1.2815515655446004), (0.3, -0.5244005127080408),
    (0.4, -0.2533471031357997), (0.499999, -2.5066282745665593e-06),
    (0.5000001, 2.506628273311648e-07), (0.7, 0.5244005127080407), (0.9, 1.2815515655446006),
    (0.925, 1.4395314709384561), (0.926, 1.4466320671589787), (0.975, 1.9599639845400538),
    (0.999, 3.090232306167813), (0.9999999, 5.199337582290661),
  ])
  func quantile(_ p: Double, _ expected: Double) {
    let actual = Normal.quantile(p)
    #expect((actual - expected).magnitude <= 4e-16 * expected.magnitude)
  }

  /// Source of the expected values: mpmath with 40 digits.
  ///
  /// Rounding x/√2 alone moves the result by about x²·1e-16 of itself.
  @Test(arguments: [
    (-10.0, 7.619853024160525e-24), (-5.0, 2.866515718791939e-07), (-1.5, 0.06680720126885807),
    (0.0, 0.5), (0.3, 0.6179114221889527), (2.0, 0.9772498680518208), (6.0, 0.9999999990134123),
  ])
  func cumulative(_ x: Double, _ expected: Double) {
    #expect((Normal.cumulative(x) - expected).magnitude <= 2e-16 * (x * x + 4) * expected)
  }

  @Test func ends() {
    #expect(Normal.quantile(0) == -.infinity)
    #expect(Normal.quantile(1) == .infinity)
    #expect(Normal.quantile(0.5) == 0)
    #expect(
      Normal.quantile(-0.1).isNaN && Normal.quantile(1.1).isNaN && Normal.quantile(.nan).isNaN
    )
    #expect(
      Normal.quantile(Double.leastNonzeroMagnitude) < -38
        && Normal.quantile(Double.leastNonzeroMagnitude) > -39
    )
  }

  @Test func quantileUndoesCumulative() {
    for step in -80...10 {
      let x = Double(step) / 10
      #expect((Normal.quantile(Normal.cumulative(x)) - x).magnitude < 1e-14)
    }
  }
}
