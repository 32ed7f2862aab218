import PanelCore
import PanelStatistics

/// One rating that the rule dropped or clipped, and what keeping it alone would change.
public struct OutlierEntry: Hashable, Sendable, Encodable {
  /// The evaluator's row label.
  public var rater: String
  /// The model.
  public var model: String
  /// The criterion or item, or `total`.
  public var criterion: String
  /// The value to which the rule was applied: a whole number or `p/q`.
  public var value: String
  /// The rule's name and the end: `trimmed low`, `tukey high`.
  public var reason: String
  /// Whether it no longer counts (`dropped`) or counts as a nearer value (`clipped`).
  public var treatment: String
  /// Points, before the relative step, that the model would gain if it alone were kept; with sign and
  /// four places.
  public var effect: String
  /// The same as `p/q`; `null` where the rule is approximate.
  public var effectExact: ExactText
}

extension ComponentScore {
  /// The ledger of a scoring, without models that have no score.
  static func ledger(_ scoring: Scoring, isScored: [Bool]) -> [OutlierEntry] {
    let name = scoring.rule.outliers.description.split(separator: "=").first.map(String.init) ?? ""
    return scoring.treatments().filter { isScored[$0.model] }.map { treated in
      let sign = treated.effect.isNegative ? "" : "+"
      return OutlierEntry(
        rater: scoring.table.raters[treated.rater],
        model: scoring.table.form.models[treated.model].rawValue,
        criterion: treated.subject,
        value: treated.value.plainText,
        reason: "\(name) \(treated.kind.isLow ? "low" : "high")",
        treatment: treated.kind.isDropped ? "dropped" : "clipped",
        effect: sign + treated.effect.decimalText(places: 4, mode: .halfUp),
        effectExact: ExactText(treated.effect, isExact: scoring.isExact)
      )
    }
  }

  /// The ledger as CSV rows under their head, for a spreadsheet.
  public var outlierRows: [[String]] {
    [OutlierEntry.columns]
      + outliers.map { entry in
        [
          entry.rater, entry.model, entry.criterion, entry.value, entry.reason, entry.treatment,
          entry.effect, entry.effectExact.fraction ?? "",
        ]
      }
  }
}

extension OutlierEntry {
  /// The columns of the ledger.
  public static let columns = [
    "rater", "model", "criterion", "value", "reason", "treatment", "effect", "effect_exact",
  ]
}

extension Treatment.Kind {
  /// Whether it happened at the low end.
  var isLow: Bool {
    switch self {
    case .droppedLow, .clippedUp: true
    case .droppedHigh, .clippedDown: false
    }
  }
}

extension Rational {
  /// A whole number as such, any other as `p/q`.
  package var plainText: String {
    let text = fraction
    return text.hasSuffix("/1") ? String(text.dropLast(2)) : text
  }
}
