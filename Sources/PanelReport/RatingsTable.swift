public import PanelCore

/// The ratings of a panel, without names: evaluator × model × item.
public struct RatingsTable: Hashable, Sendable {
  /// What stands in one cell.
  ///
  /// None of the last three is a zero.
  public enum Cell: Hashable, Sendable {
    /// A rating.
    case rating(Int)
    /// The evaluator could not judge.
    case cannotJudge
    /// The evaluator is recused from the model.
    case recused
    /// Nothing was said.
    case blank

    /// The rating, if it is one.
    public var rating: Int? {
      guard case .rating(let rating) = self else { return nil }
      return rating
    }
  }

  /// What was rated.
  public let form: RatedForm
  /// The evaluators' labels; in a release these are row numbers of the tree.
  public private(set) var raters: [String]
  /// Evaluator after evaluator, within one model after model, within one item after item.
  private var cells: [Cell]

  /// An empty table.
  public init(form: RatedForm) {
    self.form = form
    raters = []
    cells = []
  }

  /// Reads opened submissions; labels are `r1`, `r2`, … by the order given.
  ///
  /// A submission that abstains is no row, and leaves its label out.
  public init(form: RatedForm, submissions: [Answers]) {
    self.init(form: form)
    for (answers, label) in zip(submissions, RatingsTable.labels(submissions.count))
    where !answers.isAbstention {
      let rater = append(rater: label)
      for (model, code) in form.models.enumerated() {
        for (item, id) in form.items.enumerated() {
          self[rater, model, item] =
            if answers.recusals.contains(code) {
              .recused
            } else {
              switch answers.answers[code]?[id] {
              case .rating(let rating): .rating(rating)
              case .cannotJudge: .cannotJudge
              case nil: .blank
              }
            }
        }
      }
    }
  }

  /// Adds an evaluator with blank cells; returns their position.
  public mutating func append(rater: String) -> Int {
    raters.append(rater)
    cells += Array(repeating: .blank, count: form.models.count * form.items.count)
    return raters.count - 1
  }

  /// Adds an evaluator with all cells: model after model, within one item after item.
  mutating func append(rater: String, cells added: [Cell]) {
    raters.append(rater)
    cells += added
  }

  /// One cell, by positions.
  public subscript(rater: Int, model: Int, item: Int) -> Cell {
    get { cells[(rater * form.models.count + model) * form.items.count + item] }
    set { cells[(rater * form.models.count + model) * form.items.count + item] = newValue }
  }

  /// The same ratings under the labels `r1`, `r2`, … in the order of the table.
  public func relabelled() -> RatingsTable {
    var table = self
    table.raters = RatingsTable.labels(raters.count)
    return table
  }

  /// The labels `r1`, `r2`, …, of equal length.
  static func labels(_ count: Int) -> [String] {
    (0..<count).map { label($0, of: count) }
  }

  /// The label of a row that says nothing but its number, as wide as that of the last: `r01`.
  static func label(_ position: Int, of count: Int) -> String {
    let digits = String(position + 1)
    return "r" + String(repeating: "0", count: String(count).count - digits.count) + digits
  }

  /// The same ratings with the evaluators sorted by what they rated.
  ///
  /// Equal ballots are sorted by their labels. Neither a resample nor who of several with tied ratings
  /// is listed as dropped then depends on the order in which submissions happen to be stored.
  public func sortedByRatings() -> RatingsTable {
    let width = form.models.count * form.items.count
    func key(_ rater: Int) -> [Int] {
      cells[rater * width..<(rater + 1) * width].map { cell in
        switch cell {
        case .rating(let rating): rating
        case .blank: Int.max
        case .cannotJudge: Int.max - 1
        case .recused: Int.max - 2
        }
      }
    }
    let keys = raters.indices.map(key)
    let order = raters.indices.sorted { first, second in
      keys[first] == keys[second]
        ? raters[first].utf8.lexicographicallyPrecedes(raters[second].utf8)
        : keys[first].lexicographicallyPrecedes(keys[second])
    }
    var sorted = RatingsTable(form: form)
    sorted.raters = order.map { raters[$0] }
    sorted.cells = order.flatMap { cells[$0 * width..<($0 + 1) * width] }
    return sorted
  }
}
