/// What a screening measure says about one evaluator: a flag is a reason to look, never an exclusion.
public struct ScreeningFinding: Hashable, Sendable {
  /// The three possible outcomes.
  public enum Outcome: Hashable, Sendable {
    /// The value is on the unsuspicious side of the threshold.
    case clear
    /// The value is on the suspicious side of the threshold.
    case flagged
    /// There is no value; this is not a pass.
    case undefined(Undefined)
  }

  /// The measure's value; `nil` where it is undefined.
  public let value: Double?
  /// The value at or beyond which the evaluator is flagged; each measure says which.
  public let threshold: Double
  /// The outcome.
  public let outcome: Outcome

  init(_ value: Double, threshold: Double, isFlagged: Bool) {
    self.value = value
    self.threshold = threshold
    outcome = isFlagged ? .flagged : .clear
  }

  init(_ reason: Undefined, threshold: Double) {
    value = nil
    self.threshold = threshold
    outcome = .undefined(reason)
  }
}

/// The screening measures that have one value per evaluator.
public enum Screening {}
