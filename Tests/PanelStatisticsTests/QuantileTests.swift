import PanelStatistics
import Testing

@Suite(.timeLimit(.minutes(45)))
struct QuantileTests {
  /// Source of the expected values: `numpy.quantile`.
  @Test(arguments: [
    (0.0, 1.0), (0.1, 1.4), (0.25, 2.0), (0.5, 4.0), (0.77, 8.68), (0.9, 13.1), (1.0, 16.5),
  ])
  func interpolates(_ p: Double, _ expected: Double) {
    #expect(isClose(Quantile.type7(p, ofSorted: [1, 2, 4, 8, 16.5]), expected))
  }

  @Test func hasNoValueWithoutSampleOrProbability() {
    #expect(Quantile.type7(0.5, ofSorted: []) == nil)
    #expect(Quantile.type7(-0.1, ofSorted: [1, 2]) == nil)
    #expect(Quantile.type7(1.1, ofSorted: [1, 2]) == nil)
    #expect(Quantile.type7(.nan, ofSorted: [1, 2]) == nil)
    #expect(Quantile.type7(0.3, ofSorted: [7]) == 7)
  }
}
