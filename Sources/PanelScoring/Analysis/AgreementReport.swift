public import PanelCore
import PanelStatistics

/// The agreement of the evaluators by several measures, each with its data and its meaning.
///
/// Cells are model × criterion ratings. Definitions: `docs/statistics`.
public struct AgreementReport: Sendable {
  /// One measure.
  public struct Measure: Encodable, Sendable {
    /// `alphaNominal`, `alphaOrdinal`, `alphaInterval`, `icc21`, `icc2k` or `kendallW`.
    public var name: String
    /// The value; absent where it is undefined.
    public var value: Double?
    /// The 95 per cent interval.
    public var interval: ComponentScore.Bounds?
    /// How many resamples the interval comes from, where it comes from resamples.
    public var resamples: Int?
    /// How many evaluators entered.
    public var evaluators: Int
    /// How many evaluators there are.
    public var evaluatorsInTable: Int
    /// How many cells entered.
    public var cells: Int
    /// How many ratings entered.
    public var ratings: Int
    /// How many cells of all evaluators together are blank.
    public var missing: Int
    /// The probability of a W as large if rankings had nothing in common; of W only.
    public var pValue: Double?
    /// Why there is no value.
    public var undefined: String?
    /// Its meaning in one sentence.
    public var meaning: LocalizedText
  }

  /// The measures, always the same six in the same order.
  public var measures: [Measure]

  /// The most resamples for one measure, whose interval is only shown, with two places.
  static let mostResamples = 1_000
  /// The most ratings that are read for them.
  static let budget = 4_000_000

  /// Measures a panel; `nil` if there is nothing to measure.
  ///
  /// Resamples are the first 1,000 of the rule's, and fewer for panels of more than 4,000 ratings.
  init?(_ table: RatingsTable, rule: ScoringRule) {
    guard let matrix = CriterionMatrix.of(table, rule: rule), matrix.evaluators > 0 else {
      return nil
    }
    let ratings = max(1, matrix.evaluators * matrix.cells)
    let count = min(rule.bootstrap, Self.mostResamples, max(100, Self.budget / ratings))
    let resamples =
      rule.bootstrap > 0
      ? Array(
        Bootstrap.resamples(evaluators: matrix.evaluators, count: count, seed: rule.seed)
      ) : []
    let alphas = KrippendorffAlpha.Metric.allCases.map { metric in
      Self.alpha(matrix, metric, resamples)
    }
    let correlation = IntraclassCorrelation.measure(matrix, level: 0.95)
    measures =
      alphas + [
        Self.correlation("icc21", correlation, \.single, CorrelationMeaning.single),
        Self.correlation("icc2k", correlation, \.average, CorrelationMeaning.average),
        Self.concordance(KendallW.measure(matrix)),
      ]
  }

  private static func alpha(
    _ matrix: RatingMatrix,
    _ metric: KrippendorffAlpha.Metric,
    _ resamples: [[Int]]
  ) -> Measure {
    let alpha = KrippendorffAlpha.measure(matrix, metric)
    let name = "alpha" + metric.rawValue.prefix(1).uppercased() + metric.rawValue.dropFirst()
    var measure = Measure(name, alpha.basis, alpha.result.map(\.value), AlphaMeaning.of)
    guard measure.value != nil, !resamples.isEmpty else { return measure }
    if case .success(let interval) = KrippendorffAlpha.interval(
      matrix,
      metric,
      resamples: resamples,
      level: 0.95
    ) {
      measure.interval = ComponentScore.Bounds(
        level: 0.95,
        lower: interval.bca.interval.lower,
        upper: interval.bca.interval.upper,
        method: interval.bca.fallback == nil ? "bca" : "percentile"
      )
      measure.resamples = interval.resampleCount
    }
    return measure
  }

  private static func correlation(
    _ name: String,
    _ agreement: Agreement<IntraclassCorrelation>,
    _ kind: KeyPath<
      IntraclassCorrelation, Result<IntraclassCorrelation.Coefficient, Undefined>
    >,
    _ meaning: (Double, Int) -> LocalizedText
  ) -> Measure {
    let result = agreement.result.flatMap { $0[keyPath: kind] }
    let evaluators = agreement.basis.evaluators
    var measure = Measure(name, agreement.basis, result.map(\.value)) {
      meaning($0, evaluators)
    }
    if case .success(let coefficient) = result, case .success(let ends) = coefficient.interval {
      measure.interval = ComponentScore.Bounds(
        level: 0.95,
        lower: ends.lower,
        upper: ends.upper,
        method: "F"
      )
    }
    return measure
  }

  private static func concordance(_ agreement: Agreement<KendallW>) -> Measure {
    var measure = Measure(
      "kendallW",
      agreement.basis,
      agreement.result.map(\.value),
      ConcordanceMeaning.of
    )
    if case .success(let concordance) = agreement.result { measure.pValue = concordance.pValue }
    return measure
  }
}

extension AgreementReport.Measure {
  init(
    _ name: String,
    _ basis: AgreementBasis,
    _ result: Result<Double, Undefined>,
    _ meaning: (Double) -> LocalizedText
  ) {
    self.name = name
    evaluators = basis.evaluators
    evaluatorsInTable = basis.evaluatorsInTable
    cells = basis.cells
    ratings = basis.ratings
    missing = basis.missing
    switch result {
    case .success(let measured):
      value = measured
      self.meaning = meaning(measured)
    case .failure(let reason):
      undefined = reason.rawValue
      self.meaning = reason.text
    }
  }
}

extension AgreementReport: Encodable {
  private struct Key: CodingKey {
    var stringValue: String
    var intValue: Int? { nil }
    init(_ text: String) { stringValue = text }
    init?(stringValue: String) { self.init(stringValue) }
    init?(intValue: Int) { nil }
  }

  /// Writes each value under its name, `null` where it is undefined, and the rest under `measures`.
  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: Key.self)
    for measure in measures {
      try values.encode(measure.value, forKey: Key(measure.name))
    }
    try values.encode(measures, forKey: Key("measures"))
  }
}
