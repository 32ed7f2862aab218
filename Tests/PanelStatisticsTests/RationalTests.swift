import BigInt
import PanelStatistics
import Testing

/// A fraction as plain `BigInt` terms, read back from the text, to check results without the code
/// under test.
private struct Terms {
  let n: BigInt
  let d: BigInt

  init(_ value: Rational) throws {
    let parts = value.fraction.split(separator: "/")
    try #require(parts.count == 2)
    n = try #require(BigInt(String(parts[0])))
    d = try #require(BigInt(String(parts[1])))
  }

  init(n: BigInt, d: BigInt) {
    self.n = n
    self.d = d
  }

  func equals(_ other: Terms) -> Bool {
    n * other.d == other.n * d
  }

  var isReduced: Bool {
    d > 0 && n.greatestCommonDivisor(with: d) == 1
  }
}

@Suite(.timeLimit(.minutes(45)))
struct RationalTests {
  /// Draws fractions whose terms have about the given number of decimal digits.
  private static func draw(_ generator: inout SplitMix64, digits: Int) throws -> Rational {
    func digitString(_ generator: inout SplitMix64) -> String {
      String((0..<digits).map { _ in Character("\(generator.index(below: 10))") })
    }
    let sign = generator.index(below: 2) == 0 ? "" : "-"
    return try #require(
      Rational(decimal: "\(sign)\(digitString(&generator))/1\(digitString(&generator))")
    )
  }

  @Test(arguments: [
    ("0.10", "1/10"), ("-3", "-3/1"), ("12.5", "25/2"), ("1/3", "1/3"), ("20", "20/1"),
    ("-6/4", "-3/2"), ("0", "0/1"), ("-0.00", "0/1"), ("007.50", "15/2"), ("0/5", "0/1"),
    (
      "170141183460469231731687303715884105728",
      "170141183460469231731687303715884105728/1"
    ),
    (
      "-170141183460469231731687303715884105728.5",
      "-340282366920938463463374607431768211457/2"
    ),
  ])
  func readsExactly(_ text: String, _ fraction: String) {
    #expect(Rational(decimal: text)?.fraction == fraction)
  }

  @Test(arguments: [
    "", "-", "+1", "1e3", "1E3", ".5", "5.", ".", "1/0", "1/", "/2", "1/-2", "--1", "1 ", " 1",
    "1_000", "1,5", "1.2.3", "1/2/3", "1.5/2", "0x10", "٣", "nan", "-/2", "1.-5", "1.+5",
  ])
  func refuses(_ text: String) {
    #expect(Rational(decimal: text) == nil)
  }

  @Test func reducesWithPositiveDenominator() {
    #expect(Rational(6, -4).fraction == "-3/2")
    #expect(Rational(-6, -4).fraction == "3/2")
    #expect(Rational(0, -7) == .zero)
    #expect(Rational(.min, .min) == .one)
    #expect(Rational(.min, -1).fraction == "9223372036854775808/1")
    #expect(Rational(1, .min).fraction == "-1/9223372036854775808")
    #expect("\(Rational(20))" == "20/1")
  }

  @Test(arguments: [
    ("7/2", 3), ("-7/2", -4), ("4", 4), ("-4", -4), ("0", 0), ("-1/3", -1),
    ("9223372036854775807.9", Int.max), ("-9223372036854775808", Int.min),
    (
      "-3402823669209384634633746074317682114570/3402823669209384634633746074317682114561",
      -2
    ),
  ])
  func floors(_ text: String, _ expected: Int) throws {
    #expect(try #require(Rational(decimal: text)).floor == expected)
  }

  @Test(arguments: [
    "9223372036854775808", "-9223372036854775808.1", "1\(String(repeating: "0", count: 60))",
  ])
  func floorOutsideIntIsNil(_ text: String) throws {
    #expect(try #require(Rational(decimal: text)).floor == nil)
  }

  /// 12 digits stay in `Int128`; 19 and 30 overflow it in products and sums; 45 never fit.
  @Test(arguments: [1, 3, 12, 19, 30, 38, 45])
  func agreesWithCrossMultiplication(digits: Int) throws {
    var generator = SplitMix64(seed: UInt64(digits))
    for _ in 0..<200 {
      let a = try Self.draw(&generator, digits: digits)
      let b = try Self.draw(&generator, digits: generator.index(below: 2) == 0 ? digits : 2)
      let (x, y) = (try Terms(a), try Terms(b))
      let sum = try Terms(a + b)
      #expect(sum.isReduced && sum.equals(Terms(n: x.n * y.d + y.n * x.d, d: x.d * y.d)))
      let difference = try Terms(a - b)
      #expect(
        difference.isReduced && difference.equals(Terms(n: x.n * y.d - y.n * x.d, d: x.d * y.d))
      )
      let product = try Terms(a * b)
      #expect(product.isReduced && product.equals(Terms(n: x.n * y.n, d: x.d * y.d)))
      if b != .zero {
        let quotient = try Terms(a / b)
        #expect(quotient.isReduced && quotient.equals(Terms(n: x.n * y.d, d: x.d * y.n)))
      }
      #expect((a < b) == (x.n * y.d < y.n * x.d))
      #expect((a == b) == (x.n * y.d == y.n * x.d))
    }
  }

  /// The laws of a field.
  ///
  /// 1: + and × commute and associate. 2: × distributes. 3: a − a = 0, a ÷ a = 1. 4: going through
  /// terms that need `BigInt` and back gives an equal value with an equal hash.
  @Test(arguments: [2, 15, 25, 40])
  func fieldLaws(digits: Int) throws {
    var generator = SplitMix64(seed: 99 + UInt64(digits))
    for _ in 0..<100 {
      let a = try Self.draw(&generator, digits: digits)
      let b = try Self.draw(&generator, digits: digits)
      let c = try Self.draw(&generator, digits: digits)
      #expect(a + b == b + a && a * b == b * a, "1")
      #expect((a + b) + c == a + (b + c) && (a * b) * c == a * (b * c), "1")
      #expect(a * (b + c) == a * b + a * c, "2")
      #expect(a - a == .zero && (a == .zero || a / a == .one), "3")
      let huge = try Self.draw(&generator, digits: 60) + .one
      let back = a * huge / huge + huge - huge
      #expect(back == a && back.hashValue == a.hashValue, "4")
    }
  }

  /// Regression: `Int128(exactly:)` misread a negative `BigInt` of two words.
  @Test func negativeValuesOfTwoWordsAreStoredAlike() throws {
    let text = "-12345678901234567890123456"
    let read = try #require(Rational(decimal: text))
    let million = Rational(1_000_000)
    let computed =
      Rational(-12_345_678) * million * million * million - Rational(901_234_567_890_123_456)
    #expect(read.fraction == text + "/1")
    #expect(read == computed && read.hashValue == computed.hashValue)
  }

  /// Values around the ends of `Int128`, where the fast path must step aside.
  @Test func ordersAndNegatesAroundTheFastPathsLimit() throws {
    let texts = [
      "-170141183460469231731687303715884105729", "-170141183460469231731687303715884105728",
      "-170141183460469231731687303715884105727", "-1", "0",
      "1/170141183460469231731687303715884105728",
      "1/170141183460469231731687303715884105727", "1", "170141183460469231731687303715884105727",
      "170141183460469231731687303715884105728",
    ]
    let values = try texts.map { try #require(Rational(decimal: $0)) }
    #expect(values == values.sorted())
    for value in values {
      #expect(-(-value) == value)
      #expect(value + .one - .one == value)
      #expect(value.magnitude == (value < .zero ? .zero - value : value))
      #expect(value == .zero || .one / (.one / value) == value)
    }
    #expect(zip(values, values.dropFirst()).allSatisfy { $0 < $1 && !($1 < $0) })
  }

  /// Source of the expected values: Python's `float(Fraction(…))`, which rounds correctly.
  @Test(arguments: [
    ("1/3", 1.0 / 3), ("1.005", 1.005), ("-12.5", -12.5), ("0", 0.0),
    (
      "10000000000000000000000000000000000000001/3000000000000000000000000000000000000007",
      3.3333333333333335
    ),
    ("1152921504606846977/1152921504606846975", 1.0),
    ("9007199254740993", 9007199254740992.0),
    ("9007199254740993.000000000000000000000000000001", 9007199254740994.0),
    ("18014398509481987", 18014398509481988.0),
    ("-18014398509481987", -18014398509481988.0),
  ])
  func convertsToDouble(_ text: String, _ expected: Double) throws {
    #expect(try #require(Rational(decimal: text)).doubleValue == expected)
  }

  @Test func convertsExtremeSizesToDouble() throws {
    func power(_ base: Int, _ exponent: Int) -> Rational {
      (0..<exponent).reduce(.one) { product, _ in product * Rational(base) }
    }
    #expect((power(7, 90) / power(3, 200)).doubleValue == 4.3109467399595494e-20)
    #expect((-power(3, 700) / (power(2, 1100) + .one)).doubleValue == -711.0220569369853)
    #expect((.one / power(10, 320)).doubleValue == Double("1e-320"))
    #expect((.one / (Rational(3) * power(2, 1074))).doubleValue == 0)
    #expect(
      (Rational(2) / (Rational(3) * power(2, 1074))).doubleValue == Double.leastNonzeroMagnitude
    )
    #expect((.one / power(2, 1075)).doubleValue == 0)
    #expect((Rational(3) / power(2, 1075)).doubleValue == Double("1e-323"))
    #expect((.one / power(10, 400)).doubleValue == 0)
    #expect(power(2, 1100).doubleValue == .infinity)
    #expect((-power(2, 1100)).doubleValue == -.infinity)
    #expect((power(2, 1024) - power(2, 971)).doubleValue == .greatestFiniteMagnitude)
  }
}
