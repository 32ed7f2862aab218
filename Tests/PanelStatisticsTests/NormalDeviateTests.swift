import PanelStatistics
import Testing

@Suite(.timeLimit(.minutes(45)))
struct NormalDeviateTests {
  /// The expected values come from the documented algorithm, written again in Python.
  @Test func knownDeviates() {
    var generator = SplitMix64(seed: 1)
    #expect(
      (0..<8).map { _ in generator.normalDeviate() } == [
        -1_872_457_134, -9_792_248_935, -3_810_352_352, 3_170_065_261, 2_563_833_667,
        3_161_653_568, 2_750_005_179, 2_566_064_884,
      ]
    )
  }

  @Test func deviatesAreNormal() {
    let unit = 4_294_967_296.0
    var generator = SplitMix64(seed: 11)
    let drawn = (0..<100_000).map { _ in Double(generator.normalDeviate()) / unit }
    let mean = drawn.reduce(0, +) / 100_000
    let variance = drawn.reduce(0) { $0 + $1 * $1 } / 100_000
    // Three standard errors: 1/√100,000 and √(2/100,000).
    #expect(abs(mean) < 0.0095 && abs(variance - 1) < 0.0135)
    // Fifty classes of equal probability: χ² with 49 degrees of freedom exceeds 86 once in a thousand.
    var counts = Array(repeating: 0, count: 50)
    for x in drawn { counts[min(49, Int(Normal.cumulative(x) * 50))] += 1 }
    let chiSquare = counts.reduce(0.0) { $0 + Double(($1 - 2000) * ($1 - 2000)) / 2000 }
    #expect(chiSquare < 86 && chiSquare > 20, "\(chiSquare)")
    // Both tails beyond 3: 270 are expected.
    #expect((200...340).contains(drawn.count { abs($0) > 3 }))
    #expect((drawn.min() ?? 0) < -3.7 && (drawn.max() ?? 0) > 3.7)
  }
}
