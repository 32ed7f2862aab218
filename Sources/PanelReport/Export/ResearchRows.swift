public import PanelCore
public import PanelScoring

extension ExportContent {
  /// The rows of the research tier: whole ones, and such that are about one model alone.
  public struct Rows: Hashable, Sendable {
    /// Why there is no rating, as a row tells it.
    enum Absence: Hashable {
      case recused
      case cannotJudge(ChoiceID?)
      /// It does not tell.
      case missing
    }

    /// The ratings under their new labels.
    public var ratings: RatingsTable
    /// Of each row the one model that it is about, by position; `nil` for a whole row.
    public var models: [Int?]
    /// Row by row the reasons why items could not be judged, as far as they are told.
    public var reasons: [[ModelCode: [ItemID: ChoiceID]]]

    /// Takes rows; without more they are whole, and tell no reasons.
    public init(
      _ ratings: RatingsTable,
      models: [Int?]? = nil,
      reasons: [[ModelCode: [ItemID: ChoiceID]]]? = nil
    ) {
      self.ratings = ratings
      self.models = models ?? ratings.raters.map { _ in nil }
      self.reasons = reasons ?? ratings.raters.map { _ in [:] }
    }

    /// How many there are.
    public var count: Int { ratings.raters.count }

    /// The positions of the whole rows.
    var whole: [Int] { models.indices.filter { models[$0] == nil } }

    /// The rows without a rating of a cell that they are about, by what they say of it.
    func absences(_ model: Int, _ item: Int) -> [Absence: [Int]] {
      var rows: [Absence: [Int]] = [:]
      for row in ratings.raters.indices where (models[row] ?? model) == model {
        switch ratings[row, model, item] {
        case .recused: rows[.recused, default: []].append(row)
        case .cannotJudge:
          let reason = reasons[row][ratings.form.models[model]]?[ratings.form.items[item]]
          rows[.cannotJudge(reason), default: []].append(row)
        case .blank: rows[.missing, default: []].append(row)
        case .rating: break
        }
      }
      return rows
    }

    /// Tells of a missing rating that it is missing and no more, where fewer than k rows have the same
    /// to say of it.
    ///
    /// If fewer than k are missing then, theirs is what the others do not say: the next smallest goes
    /// with them.
    mutating func mergeRareStates(fewerThan k: Int) {
      for (model, code) in ratings.form.models.enumerated() {
        for (item, id) in ratings.form.items.enumerated() {
          var absences = absences(model, item)
          var missing = absences.removeValue(forKey: .missing)?.count ?? 0
          for rows in absences.values.sorted(by: { ($0.count, $0[0]) < ($1.count, $1[0]) })
          where rows.count < k || (1..<k).contains(missing) {
            missing += rows.count
            for row in rows {
              ratings[row, model, item] = .blank
              reasons[row][code]?[id] = nil
            }
          }
        }
      }
    }
  }
}

extension RatingsTable {
  /// Whether an evaluator has rated anything of a model.
  func rates(_ rater: Int, _ model: Int) -> Bool {
    form.items.indices.contains { self[rater, model, $0].rating != nil }
  }
}
