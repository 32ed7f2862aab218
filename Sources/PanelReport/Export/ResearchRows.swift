public import PanelCore
public import PanelScoring

extension ExportContent {
  /// The rows of the research tier: whole ones, and those about one model only.
  public struct Rows: Hashable, Sendable {
    /// Why a row has no rating, as the row states it.
    enum Absence: Hashable {
      case recused
      case cannotJudge(ChoiceID?)
      /// The row does not state the reason.
      case missing
    }

    /// The ratings, under their new labels.
    public var ratings: RatingsTable
    /// For each row, the position of the only model that it is about; `nil` for a whole row.
    public var models: [Int?]
    /// For each row, the stated reasons why items could not be judged.
    public var reasons: [[ModelCode: [ItemID: ChoiceID]]]

    /// Creates rows; by default all are whole and state no reasons.
    public init(
      _ ratings: RatingsTable,
      models: [Int?]? = nil,
      reasons: [[ModelCode: [ItemID: ChoiceID]]]? = nil
    ) {
      self.ratings = ratings
      self.models = models ?? ratings.raters.map { _ in nil }
      self.reasons = reasons ?? ratings.raters.map { _ in [:] }
    }

    /// The number of rows.
    public var count: Int { ratings.raters.count }

    /// The positions of the whole rows.
    var whole: [Int] { models.indices.filter { models[$0] == nil } }

    /// The rows that have no rating in one of their cells, by the reason that they state.
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

    /// Replaces the reason of a missing rating by “missing” if fewer than k rows state that reason.
    ///
    /// If fewer than k rows are “missing” then, their reason follows by elimination; so the reason
    /// with the next fewest rows is hidden as well.
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
