import PanelStatistics
import TestSupport
import Testing

/// The synthetic panel of 49 evaluators, five models and two criteria, and its known answers.
struct PanelFixture {
  static let names = ["s5", "s100"]
  static let models = ["A", "B", "C", "D", "E"]
  static let criteria = ["usability", "cost_efficiency"]
  static let rules: [String: Location] = [
    "mean": .none, "olympic": .dropHighLow(1), "median": .median,
    "trim05": .trimmed(Rational(5, 100)), "trim10": .trimmed(Rational(10, 100)),
    "trim20": .trimmed(Rational(20, 100)), "trim25": .trimmed(Rational(25, 100)),
    "wins10": .winsorised(Rational(10, 100)), "wins20": .winsorised(Rational(20, 100)),
    "hodges_lehmann": .hodgesLehmann, "huber1345_madn": .huber(Rational(1345, 1000)),
    "modz35_mean": .mad(Rational(35, 10)), "tukey7_mean": .tukey(Rational(15, 10)),
    "gesd10_mean": .gesd(10, Rational(5, 100)),
  ]

  /// The tolerance of the known answers, relative.
  static func tolerance(_ rule: Location) -> Double {
    rule.isExact ? 1e-12 : 1e-9
  }

  let evaluators: Int
  /// The ratings of a cell such as `A_usability` by evaluator.
  let cells: [String: [Rational?]]
  let answers: Answers
  private let low: Rational
  private let range: Rational

  init(_ name: String) throws {
    let lines = try Fixture.lines("panel_\(name).csv")
    let header = try #require(lines.first)
    let body = lines.dropFirst()
    evaluators = body.count
    var cells: [String: [Rational?]] = [:]
    for (position, cell) in header.enumerated().dropFirst(2) {
      cells[cell] = try body.map { line in
        try Self.rating(line[position])
      }
    }
    self.cells = cells
    let all = try Fixture.json("panel_known_answers.json", as: [String: Entry].self)
    guard case .panel(let answers) = try #require(all[name]),
      case .scales(let scales) = try #require(all["scales"])
    else { throw Missing() }
    self.answers = answers
    let scale = try #require(scales[name])
    low = Rational(scale[0])
    range = Rational(scale[1] - scale[0])
  }

  private static func rating(_ text: String) throws -> Rational? {
    guard !text.isEmpty else { return nil }
    let rating: Rational = try #require(Rational(decimal: text))
    return rating
  }

  func values(of model: String, _ criterion: String) throws -> [Rational?] {
    try #require(cells["\(model)_\(criterion)"])
  }

  func points(_ rating: Rational) -> Rational {
    Rational(25, 2) * (rating - low) / range
  }

  /// Scores the panel for a resample: the estimate per criterion, converted and added up.
  func scorer(_ rule: Location) throws -> ([Int]) -> [Rational?] {
    let models = try Self.models.map { model in
      try Self.criteria.map { Cell(try values(of: model, $0)) }
    }
    return { multiplicities in
      models.map { cells in
        cells.reduce(Rational?.some(.zero)) { sum, cell in
          guard let sum, let estimate = cell.estimate(rule, multiplicities) else { return nil }
          return sum + points(estimate)
        }
      }
    }
  }

  /// A cell as distinct values and the place of each evaluator's rating among them.
  private struct Cell {
    let distinct: [Rational]
    let place: [Int?]

    init(_ values: [Rational?]) {
      let distinct = Set(values.compactMap { $0 }).sorted()
      self.distinct = distinct
      place = values.map { value in value.flatMap { distinct.firstIndex(of: $0) } }
    }

    func estimate(_ rule: Location, _ multiplicities: [Int]) -> Rational? {
      var counts = Array(repeating: 0, count: distinct.count)
      for (place, multiplicity) in zip(place, multiplicities) {
        if let place {
          counts[place] += multiplicity
        }
      }
      return rule.estimate(distinct: DistinctValues(distinct), counts: counts)
    }
  }

  private struct Missing: Error {}

  private enum Entry: Decodable {
    case panel(Answers)
    case scales([String: [Int]])
    case other

    init(from decoder: any Decoder) throws {
      if let scales = try? [String: [Int]](from: decoder) {
        // `breakdown_of_49` has another shape, so this is the scales or nothing.
        self = .scales(scales)
      } else if decoder.codingPath.last.map({ PanelFixture.names.contains($0.stringValue) })
        ?? false
      {
        self = .panel(try Answers(from: decoder))
      } else {
        self = .other
      }
    }
  }
}

/// The part of `panel_known_answers.json` that is checked here.
struct Answers: Decodable {
  struct Estimates: Decodable {
    let cells: [String: Cell]
    let score25: [String: [Double]]
    let rank: [String: [Int]]
  }

  struct Cell: Decodable {
    let n: Int
    let mean: Double
    let olympic: Double
    let trim05: Double
    let trim10: Double
    let trim20: Double
    let trim25: Double
    let wins10: Double
    let wins20: Double
    let median: Double
    let hodges_lehmann: Double
    let huber1345_madn: Double
    let modz35_mean: Double
    let tukey7_mean: Double
    let gesd10_mean: Double
    let modz: Modified
    let tukey: [String: Fences]
    let gesd: Deviates

    var byRule: [String: Double] {
      [
        "mean": mean, "olympic": olympic, "trim05": trim05, "trim10": trim10, "trim20": trim20,
        "trim25": trim25, "wins10": wins10, "wins20": wins20, "median": median,
      ]
    }
  }

  struct Modified: Decodable {
    let n_gt_3_5: Int
  }

  struct Fences: Decodable {
    let lo: Double
    let hi: Double
    let n_out: Int
  }

  struct Deviates: Decodable {
    let R: [Double]
    let lam: [Double]
    let n_outliers: Int
    let removed_index0: [Int]
    let mean_kept: Double
  }

  struct Interval: Decodable {
    let z0: Double
    let a: Double
    let alpha_adj: [Double]
    let ci95: [Double]
  }

  struct Resampled: Decodable {
    let score25: [Double]
    let boot_mean: [Double]
    let boot_se_ddof1: [Double]
    let pct_ci95: [[Double]]
    let bca: [Interval]
    let first5_boot: [[Double]]
    let p_rank1_min: [Double]
    let p_rank1_ties_shared: [Double]
    let rank_matrix: [[Double]]
    let top2: [String]
    let top2_diff: Double
    let top2_diff_pct_ci95: [Double]
    let p_top_gt_second: Double
    let loro_scores: [[Double]]
    let loro_max_shift: [Double]
    let loro_rank_changes: Int
    let loro_top1_changes: Int
  }

  let location: Estimates
  let bootstrap: [String: Resampled]
}
