import PanelStatistics
import Testing

@Suite(.timeLimit(.minutes(45)))
struct BinaryFractionTests {
  @Test(arguments: [
    (0.5, "1/2"), (-0.75, "-3/4"), (3.0, "3/1"), (0.1, "3602879701896397/36028797018963968"),
    (-0.0, "0/1"), (9007199254740994.0, "9007199254740994/1"), (0x1p62, "4611686018427387904/1"),
    (0x1p-62, "1/4611686018427387904"), (0x1.8p-61, "3/4611686018427387904"),
  ])
  func isExact(_ value: Double, _ expected: String) {
    #expect(Rational(exactly: value)?.fraction == expected)
  }

  @Test func comesBackTheSame() {
    var generator = SplitMix64(seed: 41)
    for _ in 0..<2000 {
      let value = Double(bitPattern: generator.next())
      guard value.isFinite else { continue }
      #expect(Rational(exactly: value)?.doubleValue == value)
    }
    for value in [Double.leastNonzeroMagnitude, .leastNormalMagnitude, .greatestFiniteMagnitude] {
      #expect(Rational(exactly: value)?.doubleValue == value)
    }
  }

  @Test(arguments: [Double.nan, .infinity, -.infinity])
  func onlyFiniteNumbersAreFractions(_ value: Double) {
    #expect(Rational(exactly: value) == nil)
  }
}
