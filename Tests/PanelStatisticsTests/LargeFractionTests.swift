import BigInt
import Testing

@testable import PanelStatistics

/// Fractions around and beyond the size of `Int128`, against plain `BigInt` terms.
@Suite(.timeLimit(.minutes(45)))
struct LargeFractionTests {
  private struct Terms {
    var n: BigInt
    var d: BigInt

    init(_ n: BigInt, _ d: BigInt) {
      let divisor = n.greatestCommonDivisor(with: d)
      (self.n, self.d) = (n / divisor, d / divisor)
    }

    var text: String { "\(n)/\(d)" }
  }

  /// A fraction of up to `bits` bits a term, built from small factors so that many are shared.
  private static func draw(_ bits: Int, _ generator: inout SplitMix64) throws -> (Rational, Terms) {
    func term() -> BigInt {
      var product = BigInt(1)
      while product.bitWidth < bits - 20 {
        product *= BigInt(
          generator.index(below: 8) == 0 ? (1 << 19) + 21 : 2 + generator.index(below: 30)
        )
      }
      return product
    }
    let sign: BigInt = generator.index(below: 2) == 0 ? 1 : -1
    let (n, d) = (generator.index(below: 12) == 0 ? 0 : sign * term(), term())
    return (try #require(Rational(decimal: "\(n)/\(d)")), Terms(n, d))
  }

  @Test(arguments: [
    (60, 60), (120, 120), (130, 130), (70, 200), (400, 400), (900, 1100), (2000, 40),
  ])
  func arithmetic(_ left: Int, _ right: Int) throws {
    var generator = SplitMix64(seed: UInt64(61 + left))
    for _ in 0..<150 {
      let (a, p) = try Self.draw(left, &generator)
      let (b, q) = try Self.draw(right, &generator)
      #expect(a.fraction == p.text)
      #expect((a + b).fraction == Terms(p.n * q.d + q.n * p.d, p.d * q.d).text)
      #expect((a - b).fraction == Terms(p.n * q.d - q.n * p.d, p.d * q.d).text)
      #expect((a - a).fraction == "0/1")
      #expect((a * b).fraction == Terms(p.n * q.n, p.d * q.d).text)
      #expect((a < b) == (p.n * q.d < q.n * p.d))
      #expect(!(a < a) && (a == b) == (p.n * q.d == q.n * p.d))
      if b != .zero {
        let inverse = q.n < 0 ? Terms(-p.n * q.d, -p.d * q.n) : Terms(p.n * q.d, p.d * q.n)
        #expect((a / b).fraction == inverse.text)
      }
      let difference = Rational.difference(a, b)
      #expect(difference.nearest == (a - b).doubleValue)
      #expect(difference.sign == ((a - b).isNegative ? -1 : a == b ? 0 : 1))
    }
  }

  @Test func nearlyEqualNumbersAreTold() throws {
    // They agree in their first 60, 100 and 1,200 bits.
    for shift in [60, 100, 1200] {
      let large = BigInt(1) << shift
      for third in [3, 7, 1_000_003] {
        let a = try #require(Rational(decimal: "\(large * 5 + 1)/\(large * BigInt(third))"))
        let b = try #require(Rational(decimal: "\(large * 5 + 2)/\(large * BigInt(third) + 0)"))
        let c = try #require(Rational(decimal: "\(large * 5 + 1)/\(large * BigInt(third) + 1)"))
        #expect(a < b && !(b < a) && -b < -a && !(-a < -b))
        #expect(c < a && !(a < c) && c < b)
        #expect(Rational.difference(b, a).sign == 1 && Rational.difference(a, b).sign == -1)
      }
    }
  }

  @Test func sumsAreExact() throws {
    var generator = SplitMix64(seed: 62)
    #expect(Rational.sum([]) == .zero)
    for count in 1..<40 {
      let values = try (0..<count).map { _ in try Self.draw(60, &generator).0 }
      #expect(Rational.sum(values) == values.reduce(.zero, +))
    }
  }

  @Test func distancesBelowTheMean() throws {
    var generator = SplitMix64(seed: 63)
    #expect(Rational.distancesBelowMean([]) == [])
    for bits in [40, 60, 140] {
      for count in [1, 2, 7, 30] {
        var values = try (0..<count).map { _ in try Self.draw(bits, &generator).0 }
        values += values.prefix(3)
        let mean = values.reduce(.zero, +) / Rational(values.count)
        #expect(
          Rational.distancesBelowMean(values) == values.map { (mean - $0).doubleValue }
        )
      }
    }
  }

  @Test func distancesWithoutACommonUnit() throws {
    var generator = SplitMix64(seed: 65)
    for bits in [40, 140] {
      let values = try (0..<30).map { _ in try Self.draw(bits, &generator).0 }
      let exact = Rational.distancesBelowMean(values)
      let nearly = Rational.distancesBelowMean(values, bits: 30)
      #expect(zip(exact, nearly).allSatisfy { ($0 - $1).magnitude <= $0.ulp })
      #expect(exact != Array(repeating: 0, count: 30))
    }
    // All alike: nothing is left, not even a rest of rounding.
    let third = try #require(Rational(decimal: "1/3"))
    #expect(Set(Rational.distancesBelowMean(Array(repeating: third, count: 9), bits: 0)) == [0])
  }

  @Test func greatestCommonDivisors() {
    var generator = SplitMix64(seed: 64)
    for _ in 0..<400 {
      func number() -> BigUInt {
        (0..<generator.index(below: 8)).reduce(BigUInt(1)) { product, _ in
          product * BigUInt(generator.index(below: 1 << (1 + generator.index(below: 62))))
        }
      }
      let (a, b, c) = (number(), number(), number())
      #expect(largeDivisor(a * c, b * c) == (a * c).greatestCommonDivisor(with: b * c))
    }
    #expect(largeDivisor(0, 6) == 6 && largeDivisor(6, 0) == 6)
  }
}
