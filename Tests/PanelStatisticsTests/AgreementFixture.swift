import PanelStatistics
import TestSupport
import Testing

/// The synthetic panels as tables, with their known answers on screening and agreement.
struct AgreementFixture {
  static let names = ["s5", "s100"]
  /// The columns of each part of the panel.
  static let parts = [
    "all10cells": Array(0..<10), "usability": [0, 2, 4, 6, 8], "cost_efficiency": [1, 3, 5, 7, 9],
  ]

  let ratings: [[Double?]]
  let answers: Screened

  init(_ name: String) throws {
    ratings = try Fixture.lines("panel_\(name).csv").dropFirst().map { line in
      try line.dropFirst(2).map { field in
        guard !field.isEmpty else { return nil }
        let rating: Double = try #require(Double(field))
        return rating
      }
    }
    let all = try Fixture.json("panel_known_answers.json", as: Panels.self)
    answers = (name == "s5" ? all.s5 : all.s100).agreement_and_flags
  }

  func table(_ part: String = "all10cells") throws -> RatingMatrix {
    let columns = try #require(AgreementFixture.parts[part])
    return try RatingMatrix(ratings.map { row in columns.map { row[$0] } })
  }

  private struct Panels: Decodable {
    struct Panel: Decodable { let agreement_and_flags: Screened }
    let s5: Panel
    let s100: Panel
  }
}

/// The part `agreement_and_flags` of `panel_known_answers.json`.
struct Screened: Decodable {
  struct Part: Decodable {
    let alpha: [String: Double]
    let alpha_honest43: [String: Double]
    let n_complete_raters: Int
    let kendall_w_complete_raters: Kendall
    let icc_complete_raters: ICC
  }

  struct Kendall: Decodable {
    let W: Double
    let chi2: Double
    let df: Int
    let p: Double
  }

  struct ICC: Decodable {
    let MSR: Double
    let MSC: Double
    let MSE: Double
    let icc: [String: Double]
    let ci95_A1: [Double]
    let ci95_Ak: [Double]
  }

  struct Evaluators: Decodable {
    let longstring: [Int]
    let irv_ddof1: [Double]
    let mahalanobis_sq_meanimputed: [Double]
    let mahal_cut_99: Double
    let loo_pearson_mean: [Double?]
    let ap_bias: [Double]
    let ap_inconsistency: [Double]
  }

  struct Flags: Decodable {
    let longstring_eq_all: [Int]
    let mahal99: [Int]
    let loo_r_le_0: [Int]
    let loo_r_nan: [Int]
    let bt500_ddof0: [Int]
    let bt500_ddof1: [Int]
  }

  struct Projection: Decodable {
    let mos: [Double]
    let bias: [Double]?
    let inconsistency: [Double]?
    let iters: Int
    let effective_raters: Double
    let max_weight_share: Double
  }

  let all10cells: Part
  let usability: Part
  let cost_efficiency: Part
  let raters: Evaluators
  let flags: Flags
  let p910_on_10cells_without_floor: Projection
  let p910_on_5cells_without_floor: [String: Projection]
  let p910_with_floor: [String: Projection]

  var parts: [String: Part] {
    ["all10cells": all10cells, "usability": usability, "cost_efficiency": cost_efficiency]
  }
}

/// `agreement_known_answers.json`.
struct AgreementAnswers: Decodable {
  struct Resampled: Decodable {
    let first5: [Double]
    let mean: Double
    let se: Double
    let percentile: [Double]
    let a: Double
    let z0: Double?
    let bca: [Double]?
  }

  struct Extremes: Decodable {
    let above: [Int]
    let below: [Int]
    let flagged: [Int]
  }

  struct Rejection: Decodable {
    let ratings: [[Double?]]
    let population: Extremes
    let sample: Extremes
    let sureal_rejected: [Int]
  }

  struct Distances: Decodable {
    let ratings: [[Double?]]
    let squared: [Double]
  }

  let alpha_bootstrap: [String: [String: Resampled]]
  let bt500: Rejection
  let mahalanobis: [String: Distances]
  let f_quantile: [[Double]]
  let chi_square_quantile: [[Double]]
  let chi_square_upper_tail: [[Double]]

  static func load() throws -> AgreementAnswers {
    try Fixture.json("agreement_known_answers.json", as: AgreementAnswers.self)
  }
}

extension ScreeningFinding {
  var isFlagged: Bool { outcome == .flagged }
}

extension SplitMix64 {
  /// Draws a table with a few blanks, whose last evaluator gives one rating throughout.
  mutating func table(evaluators: Int, cells: Int, top: Int) -> [[Double?]] {
    let qualities = (0..<cells).map { _ in index(below: top) }
    return (0..<evaluators).map { evaluator in
      (0..<cells).map { cell in
        let noise = index(below: top) - top / 2
        let rating = evaluator == evaluators - 1 ? top : qualities[cell] + noise / 2
        return index(below: 30) == 0 ? nil : Double(min(max(rating, 1), top))
      }
    }
  }
}
