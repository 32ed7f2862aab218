/// A seeded sequence of bootstrap resamples of evaluators, generated one at a time.
///
/// All indices come from one ``SplitMix64`` with the given seed by ``SplitMix64/index(below:)``,
/// resample after resample and, within one, place after place. Iterating again gives the same.
public struct Resamples: Sequence, Sendable {
  /// How many evaluators there are to draw from, and how many are drawn for each resample.
  public let evaluators: Int
  /// How many resamples there are.
  public let count: Int
  /// The seed of the generator.
  public let seed: UInt64

  /// Describes the sequence; nothing is drawn before it is iterated.
  ///
  /// - Parameters:
  ///   - evaluators: How many evaluators there are, at least 1.
  ///   - count: How many resamples to draw, zero or more.
  ///   - seed: The seed of the generator.
  public init(evaluators: Int, count: Int, seed: UInt64) {
    precondition(evaluators > 0, "there must be evaluators to resample")
    precondition(count >= 0, "the number of resamples must not be negative")
    self.evaluators = evaluators
    self.count = count
    self.seed = seed
  }

  /// Starts at the first resample.
  public func makeIterator() -> Iterator {
    Iterator(
      evaluators: evaluators,
      remaining: count,
      draw: IndexDraw(below: evaluators),
      generator: SplitMix64(seed: seed)
    )
  }

  /// The position in the sequence.
  public struct Iterator: IteratorProtocol {
    fileprivate let evaluators: Int
    fileprivate var remaining: Int
    fileprivate let draw: IndexDraw
    fileprivate var generator: SplitMix64

    /// Returns the next resample as evaluator indices from 0, or `nil` after the last.
    public mutating func next() -> [Int]? {
      guard remaining > 0 else { return nil }
      remaining -= 1
      return (0..<evaluators).map { _ in draw.next(&generator) }
    }

    /// Hands out the next resample's indices one by one; returns false after the last resample.
    mutating func forEachIndex(_ body: (Int) -> Void) -> Bool {
      guard remaining > 0 else { return false }
      remaining -= 1
      var generator = generator
      for _ in 0..<evaluators { body(draw.next(&generator)) }
      self.generator = generator
      return true
    }
  }
}
