import PanelStatistics
import Testing

@Suite(.timeLimit(.minutes(45)))
struct SplitMix64Tests {
  /// Source of the expected values: the published sequence of seed 1234567.
  @Test func publishedSequence() {
    var generator = SplitMix64(seed: 1_234_567)
    #expect(
      (0..<5).map { _ in generator.next() } == [
        6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
        4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
      ]
    )
  }

  /// The expected values come from the documented algorithm, written again in Python.
  @Test func indicesCanBeReproduced() {
    #expect(
      Array(Resamples(evaluators: 7, count: 3, seed: 20_260_115)) == [
        [2, 0, 6, 4, 0, 3, 1], [0, 5, 4, 5, 6, 3, 6], [5, 1, 4, 5, 5, 6, 6],
      ]
    )
    var generator = SplitMix64(seed: 1)
    #expect(
      (0..<6).map { _ in generator.index(below: 6_917_529_027_641_081_857) } == [
        3_533_687_351_559_740_608, 6_839_716_183_425_346_662, 1_279_451_726_180_698_378,
        1_277_708_209_485_886_904, 2_731_357_372_426_978_676, 5_266_705_631_892_356_520,
      ]
    )
  }

  @Test func indicesAreEvenlySpread() {
    var generator = SplitMix64(seed: 3)
    var counts = Array(repeating: 0, count: 49)
    for _ in 0..<49_000 {
      counts[generator.index(below: 49)] += 1
    }
    // χ² with 48 degrees of freedom exceeds 85 once in about a thousand seeds; this seed is fixed.
    let chiSquare = counts.reduce(0.0) { $0 + Double(($1 - 1000) * ($1 - 1000)) / 1000 }
    #expect(chiSquare < 85 && chiSquare > 20)
    #expect((0..<100).allSatisfy { _ in generator.index(below: 1) == 0 })
  }

  @Test func resamplesRepeat() {
    let resamples = Bootstrap.resamples(evaluators: 49, count: 20, seed: 5)
    #expect(Array(resamples) == Array(resamples))
    #expect(Array(resamples).count == 20 && Array(resamples).allSatisfy { $0.count == 49 })
    #expect(Array(Bootstrap.resamples(evaluators: 49, count: 20, seed: 6)) != Array(resamples))
    #expect(
      Array(Bootstrap.resamples(evaluators: 49, count: 5, seed: 5)) == Array(resamples.prefix(5))
    )
    #expect(Array(Bootstrap.resamples(evaluators: 3, count: 0, seed: 5)).isEmpty)
  }
}
