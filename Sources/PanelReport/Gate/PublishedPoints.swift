import PanelCore
import PanelScoring
import PanelStatistics

/// The bounds of a model's points before the relative step, given its published rounded points.
struct PublishedPoints {
  private(set) var lower: Rational
  private(set) var upper: Rational
  /// The published points, if there is no relative step before rounding.
  private var rounded: Rational?
  private let rounding: Rounding

  /// `nil` if no points are published, or if they do not bound the points before the relative step.
  init?(_ content: ExportContent, _ form: RatedForm, _ model: ModelCode) {
    rounding = content.survey.scoring.rounding
    guard let line = content.totalLine(model),
      let points = line.points.flatMap({ Rational(decimal: $0) })
    else { return nil }
    (lower, upper) = Self.unrounded(points, rounding)
    switch content.survey.scoring.relative {
    case .none: rounded = points
    case .rankSteps: return nil
    case .best:
      guard let best = Self.best(content, form, rounding) else { return nil }
      lower = line.rank == 1 ? best.lowerBound : lower * best.lowerBound / form.fullMarks
      upper = line.rank == 1 ? best.upperBound : upper * best.upperBound / form.fullMarks
    }
  }

  /// Whether points between the bounds round to the published points.
  func accepts(_ points: Rational) -> Bool {
    guard let rounded else { return true }
    return points.rounded(places: rounding.places, mode: RoundingMode(rounding.mode)) == rounded
  }

  private static func unrounded(
    _ points: Rational,
    _ rounding: Rounding
  ) -> (lower: Rational, upper: Rational) {
    let unit = (0..<rounding.places).reduce(Rational.one) { unit, _ in unit / Rational(10) }
    return rounding.mode == .truncate
      ? (points, points + unit) : (points - unit / Rational(2), points + unit / Rational(2))
  }

  /// The bounds of the best model's points before the relative step.
  ///
  /// Every model without withheld cells bounds them, because its points before and after the step
  /// are both public.
  private static func best(
    _ content: ExportContent,
    _ form: RatedForm,
    _ rounding: Rounding
  ) -> ClosedRange<Rational>? {
    var bounds: ClosedRange<Rational>?
    for model in form.models {
      guard let line = content.totalLine(model),
        let points = line.points.flatMap({ Rational(decimal: $0) }),
        let absolute = absolute(content, form, model)
      else { continue }
      if line.rank == 1 { return absolute...absolute }
      let (low, high) = unrounded(points, rounding)
      guard low > .zero else { continue }
      let lower = max(bounds?.lowerBound ?? .zero, absolute * form.fullMarks / high)
      let upper = min(bounds?.upperBound ?? form.fullMarks, absolute * form.fullMarks / low)
      guard lower <= upper else { return nil }
      bounds = lower...upper
    }
    return bounds
  }

  /// The exact points before the relative step of a model without withheld cells.
  private static func absolute(
    _ content: ExportContent,
    _ form: RatedForm,
    _ model: ModelCode
  ) -> Rational? {
    let rule = content.survey.scoring
    if rule.unit == .total {
      let cell = content.estimates.first { $0.model == model && $0.withheld == nil }
      return cell.flatMap { cell in
        Location(rule.outliers, fullMarks: form.fullMarks).estimate(
          distinct: DistinctValues(cell.counts.map(\.value)),
          counts: cell.counts.map(\.count)
        )
      }
    }
    let exact = content.scores.filter { $0.model == model && $0.subject != "total" }
      .compactMap { $0.exact.flatMap { Rational(decimal: $0) } }
    return exact.count == form.parts.count ? exact.reduce(.zero, +) : nil
  }
}

extension ExportContent {
  fileprivate func totalLine(_ model: ModelCode) -> ScoreLine? {
    scores.first { $0.model == model && $0.subject == "total" }
  }
}
