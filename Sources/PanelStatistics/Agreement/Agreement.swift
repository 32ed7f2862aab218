/// A measure of agreement with the ratings that entered it, or the reason why there is none.
public struct Agreement<Measure: Hashable & Sendable>: Hashable, Sendable {
  /// What entered.
  public let basis: AgreementBasis
  /// The measure, or why it is undefined.
  public let result: Result<Measure, Undefined>
}

/// How much of a table of ratings entered a measure of agreement.
public struct AgreementBasis: Hashable, Sendable {
  /// How many evaluators entered.
  public let evaluators: Int
  /// How many cells entered.
  public let cells: Int
  /// How many ratings entered.
  public let ratings: Int
  /// How many evaluators the table has.
  public let evaluatorsInTable: Int
  /// How many cells the table has.
  public let cellsInTable: Int
  /// How many places of the table are blank.
  public let missing: Int

  init(_ table: RatingMatrix, evaluators: Int, cells: Int, ratings: Int) {
    self.evaluators = evaluators
    self.cells = cells
    self.ratings = ratings
    evaluatorsInTable = table.evaluators
    cellsInTable = table.cells
    missing = table.missing
  }

  /// The evaluators without blanks, with all cells.
  init(complete evaluators: Int, of table: RatingMatrix) {
    self.init(
      table,
      evaluators: evaluators,
      cells: table.cells,
      ratings: evaluators * table.cells
    )
  }
}
