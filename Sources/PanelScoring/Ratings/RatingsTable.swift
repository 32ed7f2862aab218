public import PanelCore

/// The ratings of a panel, without names: evaluator × model × item.
public struct RatingsTable: Hashable, Sendable {
  /// The content of one cell.
  ///
  /// None of the last three is a zero.
  public enum Cell: Hashable, Sendable {
    /// A rating.
    case rating(Int)
    /// The evaluator could not judge.
    case cannotJudge
    /// The evaluator is recused from the model.
    case recused
    /// There is no answer.
    case blank

    /// The rating, if it is one.
    public var rating: Int? {
      guard case .rating(let rating) = self else { return nil }
      return rating
    }
  }

  /// A cell in four bytes: a million of them are to be kept, and put in order.
  ///
  /// Codes are in the order of ``sortedByRatings()``: ratings from the lowest, then the others. No
  /// scale comes near the last ones: that of a survey ends at 1,000, that of a CSV at 1,000,000.
  private struct Code: Hashable, Comparable {
    private var value: Int32

    static let blank = Code(.blank)

    init(_ cell: Cell) {
      value =
        switch cell {
        case .rating(let rating): Int32(rating)
        case .recused: .max - 2
        case .cannotJudge: .max - 1
        case .blank: .max
        }
    }

    var cell: Cell {
      switch value {
      case .max: .blank
      case .max - 1: .cannotJudge
      case .max - 2: .recused
      default: .rating(Int(value))
      }
    }

    static func < (first: Code, second: Code) -> Bool { first.value < second.value }
  }

  /// The form that was rated.
  public let form: RatedForm
  /// The evaluators' labels; in a release these are row numbers of the tree.
  public private(set) var raters: [String]
  /// Evaluator after evaluator, within one model after model, within one item after item.
  private var cells: [Code]

  /// An empty table.
  public init(form: RatedForm) {
    self.form = form
    raters = []
    cells = []
  }

  /// Reads opened submissions; labels are `r1`, `r2`, … by the order given.
  ///
  /// A submission that abstains has no row, and its label is not used.
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
    cells.append(contentsOf: repeatElement(.blank, count: form.models.count * form.items.count))
    return raters.count - 1
  }

  /// Adds an evaluator with all cells: model after model, within one item after item.
  package mutating func append(rater: String, cells added: [Cell]) {
    raters.append(rater)
    cells += added.map { Code($0) }
  }

  /// One cell, by positions.
  public subscript(rater: Int, model: Int, item: Int) -> Cell {
    get { cells[(rater * form.models.count + model) * form.items.count + item].cell }
    set { cells[(rater * form.models.count + model) * form.items.count + item] = Code(newValue) }
  }

  /// The same ratings under the labels `r1`, `r2`, … in the order of the table.
  public func relabelled() -> RatingsTable {
    var table = self
    table.raters = RatingsTable.labels(raters.count)
    return table
  }

  /// The labels `r1`, `r2`, …, of equal length.
  package static func labels(_ count: Int) -> [String] {
    (0..<count).map { label($0, of: count) }
  }

  /// The label of a row, which is only its number, as wide as that of the last row: `r01`.
  static func label(_ position: Int, of count: Int) -> String {
    let digits = String(position + 1)
    return "r" + String(repeating: "0", count: String(count).count - digits.count) + digits
  }

  /// The same ratings with the evaluators sorted by what they rated.
  ///
  /// Equal ballots are sorted by their labels. So neither the resamples nor the choice of the dropped
  /// rating among tied ones depends on the order in which submissions are stored.
  public func sortedByRatings() -> RatingsTable {
    let width = form.models.count * form.items.count
    let order = raters.indices.sorted { first, second in
      var (left, right) = (first * width, second * width)
      for _ in 0..<width {
        if cells[left] != cells[right] { return cells[left] < cells[right] }
        left += 1
        right += 1
      }
      return raters[first].utf8.lexicographicallyPrecedes(raters[second].utf8)
    }
    var sorted = RatingsTable(form: form)
    sorted.raters = order.map { raters[$0] }
    sorted.cells.reserveCapacity(cells.count)
    for rater in order { sorted.cells += cells[rater * width..<(rater + 1) * width] }
    return sorted
  }
}
