import PanelStatistics
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(45)))
struct RoundingTests {
  private struct Expected: Decodable {
    let R: [String: [String: String]]
    let B: Relative
  }

  private struct Relative: Decodable {
    let sums: [Int]
    let relative: [String]
    let absoluteX: [String]
    let absoluteRange: [String]

    enum CodingKeys: String, CodingKey {
      case sums, relative
      case absoluteX = "absolute_x/5"
      case absoluteRange = "absolute_(x-1)/4"
    }
  }

  /// Check case CK10.
  @Test func roundsPublishedCases() throws {
    let cases = try Fixture.json("expected.json", as: Expected.self).R
    try #require(cases.count == 5)
    for (text, expected) in cases {
      let value = try #require(Rational(decimal: text))
      #expect(value.decimalText(places: 2, mode: .halfUp) == expected["half_up_2"])
      #expect(value.decimalText(places: 2, mode: .halfEven) == expected["half_even_2"])
      #expect(
        (-value).decimalText(places: 2, mode: .halfUp) == expected["half_up_2"].map { "-\($0)" }
      )
    }
  }

  /// Check cases CK4 to CK6.
  @Test func roundsRelativeAndAbsolutePoints() throws {
    let expected = try Fixture.json("expected.json", as: Expected.self).B
    let means = expected.sums.map { Rational($0, 49) }
    let best = try #require(means.max())
    let text = { (points: [Rational]) in points.map { $0.decimalText(places: 1, mode: .halfUp) } }
    #expect(text(means.map { Rational(25) * $0 / best }) == expected.relative)
    #expect(text(means.map { Rational(5) * $0 }) == expected.absoluteX)
    #expect(text(means.map { Rational(25, 4) * ($0 - .one) }) == expected.absoluteRange)
  }

  @Test(arguments: [
    ("1.005", 2, RoundingMode.halfUp, "1.01"), ("-1.005", 2, .halfUp, "-1.01"),
    ("1.005", 2, .truncate, "1.00"), ("-1.009", 2, .truncate, "-1.00"),
    ("1.005", 2, .halfEven, "1.00"), ("1.015", 2, .halfEven, "1.02"),
    ("-1.015", 2, .halfEven, "-1.02"), ("1.00501", 2, .halfEven, "1.01"),
    ("-0.004", 2, .halfUp, "0.00"), ("-0.009", 2, .truncate, "0.00"),
    ("-0.005", 2, .halfEven, "0.00"), ("-0.005", 2, .halfUp, "-0.01"),
    ("0.5", 0, .halfUp, "1"), ("0.5", 0, .halfEven, "0"), ("-0.5", 0, .halfEven, "0"),
    ("1/3", 5, .halfUp, "0.33333"), ("2/3", 5, .halfUp, "0.66667"), ("20", 3, .halfUp, "20.000"),
    ("99.995", 2, .halfUp, "100.00"), ("0.07", 1, .halfUp, "0.1"),
    (
      "1234567890123456789012345678901234567890.125", 2, .halfEven,
      "1234567890123456789012345678901234567890.12"
    ),
  ])
  func roundsByHand(_ text: String, _ places: Int, _ mode: RoundingMode, _ expected: String) throws
  {
    #expect(
      try #require(Rational(decimal: text)).decimalText(places: places, mode: mode) == expected
    )
  }

  /// What every mode must keep.
  ///
  /// 1: the text reads back as the rounded number. 2: rounding again changes nothing. 3: it moves by
  /// at most half a unit, or less than one when cut off. 4: it never cuts off away from zero.
  @Test(arguments: RoundingMode.allCases)
  func roundingProperties(_ mode: RoundingMode) throws {
    var generator = SplitMix64(seed: 10)
    for _ in 0..<500 {
      let value = Rational(generator.index(below: 20_001) - 10_000, 1 + generator.index(below: 400))
      let places = generator.index(below: 4)
      let unit = Rational(1, [1, 10, 100, 1000][places])
      let rounded = value.rounded(places: places, mode: mode)
      #expect(Rational(decimal: value.decimalText(places: places, mode: mode)) == rounded, "1")
      #expect(rounded.rounded(places: places, mode: mode) == rounded, "2")
      let distance = (rounded - value).magnitude
      #expect(mode == .truncate ? distance < unit : distance * Rational(2) <= unit, "3")
      #expect(mode != .truncate || rounded.magnitude <= value.magnitude, "4")
    }
  }
}
