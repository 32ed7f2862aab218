import Testing

@testable import PanelTerminal

struct ExactFractionTests {
  @Test("Fractions are in lowest terms and calculate exactly")
  func arithmetic() throws {
    let third = try #require(ExactFraction(2, 6))
    let sixth = try #require(ExactFraction(1, 6))
    #expect(third.denominator == 3)
    #expect(third.plus(sixth) == ExactFraction(1, 2))
    #expect(sixth.minus(third) == ExactFraction(-1, 6))
    #expect(third.times(sixth) == ExactFraction(1, 18))
    #expect(third.divided(by: sixth) == ExactFraction(2))
    #expect(third.divided(by: try #require(ExactFraction(0))) == nil)
    #expect(ExactFraction(1, 0) == nil)
    #expect(sixth < third && !(third < third))
    #expect(try #require(ExactFraction(-1, 2)) < #require(ExactFraction(-1, 3)))
  }

  @Test(
    "One decimal place is rounded half up",
    arguments: [
      (9, 4, "2.3"), (224, 100, "2.2"), (19, 20, "1.0"), (1, 20, "0.1"), (0, 1, "0.0"),
      (-9, 4, "-2.2"), (-226, 100, "-2.3"), (-1, 20, "0.0"), (5, 1, "5.0"), (100, 3, "33.3"),
    ] as [(Int128, Int128, String)]
  )
  func rounding(numerator: Int128, denominator: Int128, text: String) {
    #expect(ExactFraction(numerator, denominator)?.oneDecimal == text)
  }

  @Test("Terms that would not fit give nothing, never a wrong number or a trap")
  func extremes() throws {
    let terms: [Int128] = [.max, .max - 1, .max / 2, .max / 3, 1 << 64, 3, 1, 0, -1, -.max]
    let fractions = terms.flatMap { above in
      terms.filter { $0 > 0 }.compactMap { ExactFraction(above, $0) }
    }
    for left in fractions {
      _ = left.oneDecimal
      for right in fractions {
        // What is given must hold when calculated backwards.
        if let sum = left.plus(right), let back = sum.minus(right) { #expect(back == left) }
        if let product = left.times(right), let back = product.divided(by: right) {
          #expect(back == left)
        }
        #expect((left < right) == !(right < left) || left == right)
      }
    }
    #expect(ExactFraction(.max)?.plus(try #require(ExactFraction(1))) == nil)
    #expect(ExactFraction(.max)?.times(try #require(ExactFraction(2))) == nil)
    #expect(ExactFraction(.max)?.oneDecimal == nil)
    #expect(ExactFraction(.min) == nil)
  }
}
