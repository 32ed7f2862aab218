/// The seeded generator SplitMix64, so that every random step can be repeated by a third party.
///
/// It is not for secrets. Each call adds 0x9E3779B97F4A7C15 to the state, modulo 2⁶⁴, and mixes the
/// sum. Source: Steele, Lea and Flood 2014, with the constants of Vigna's `splitmix64.c`.
public struct SplitMix64: RandomNumberGenerator, Sendable {
  private var state: UInt64

  /// Starts the sequence of a seed.
  public init(seed: UInt64) {
    state = seed
  }

  /// Returns the next 64 bits of the sequence.
  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// Returns a whole number from 0 up to but not including `bound`, each with the same probability.
  ///
  /// The algorithm, to be repeated elsewhere: let L be the largest multiple of `bound` that is not
  /// above 2⁶⁴. Take the next 64 bits as an unsigned number x; while x ≥ L, take the next ones. The
  /// result is x modulo `bound`.
  ///
  /// - Parameter bound: How many numbers to choose from.
  /// - Returns: A number in `0..<bound`.
  /// - Precondition: `bound` is positive.
  public mutating func index(below bound: Int) -> Int {
    precondition(bound > 0, "there must be at least one number to choose from")
    let bound = UInt64(bound)
    // 2⁶⁴ mod bound, without forming 2⁶⁴; x ≥ L is the same as x > UInt64.max − excess.
    let excess = (UInt64.max % bound + 1) % bound
    var x = next()
    while x > UInt64.max - excess {
      x = next()
    }
    return Int(x % bound)
  }
}

/// Draws what ``SplitMix64/index(below:)`` draws, again and again below the same bound, without
/// dividing each time.
struct IndexDraw {
  private let bound: UInt64
  private let greatest: UInt64
  /// The whole part of (2⁶⁴ − 1) / bound; x times it, without the lower 64 bits, is ⌊x / bound⌋ or
  /// one less.
  private let reciprocal: UInt64

  init(below bound: Int) {
    precondition(bound > 0, "there must be at least one number to choose from")
    self.bound = UInt64(bound)
    greatest = UInt64.max - (UInt64.max % self.bound + 1) % self.bound
    reciprocal = UInt64.max / self.bound
  }

  func next(_ generator: inout SplitMix64) -> Int {
    var x = generator.next()
    while x > greatest { x = generator.next() }
    let rest = x &- x.multipliedFullWidth(by: reciprocal).high &* bound
    return Int(truncatingIfNeeded: rest < bound ? rest : rest &- bound)
  }
}
