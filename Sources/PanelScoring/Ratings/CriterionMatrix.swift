import PanelCore
import PanelStatistics

/// The evaluators' criterion ratings as a matrix: a row per evaluator of the table, and the cells
/// model × criterion in the order of the survey.
///
/// Agreement and screening are measured on it. A rating that is too far from the others to be
/// represented leaves no matrix; scales of a survey never do.
enum CriterionMatrix {
  static func of(_ table: RatingsTable, rule: ScoringRule) -> RatingMatrix? {
    var rule = rule
    rule.unit = .criterion
    let samples = RatingColumns(table, rule).samples.flatMap { $0 }
    return try? RatingMatrix(
      exact: table.raters.indices.map { rater in
        samples.map { sample in
          let place = sample.places[rater]
          return place < 0 ? nil : sample.distinct.values[Int(place)]
        }
      }
    )
  }
}
