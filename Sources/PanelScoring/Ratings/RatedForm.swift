public import PanelCore

/// The models, the criteria with their points, and the items of each, that were rated.
///
/// It comes from a survey, or from the words of the command line, where each criterion is its own
/// only item.
public struct RatedForm: Hashable, Sendable {
  /// One criterion and its items.
  public struct Part: Hashable, Sendable {
    /// The criterion.
    public var criterion: CriterionID
    /// The points allotted.
    public var points: ExactDecimal
    /// Positions in `items`, in the order of the form.
    public var items: [Int]
  }

  /// The models, in the declared order.
  public var models: [ModelCode]
  /// The criteria, in the declared order.
  public var parts: [Part]
  /// The items, in the order of the form.
  public var items: [ItemID]
  /// The weights of the items.
  public var weights: [ExactDecimal]
  /// The lowest rating.
  public var lowest: Int
  /// The highest rating.
  public var highest: Int

  /// Takes what a survey asks.
  public init(_ survey: Survey) {
    models = survey.models.map(\.code)
    items = survey.items.map(\.id)
    weights = survey.items.map(\.weight)
    lowest = survey.scale.lowest
    highest = survey.scale.highest
    parts = survey.criteria.map { criterion in
      Part(
        criterion: criterion.id,
        points: criterion.points,
        items: survey.items.indices.filter { survey.items[$0].criterion == criterion.id }
      )
    }
  }

  /// Makes each criterion its own only item.
  public init(
    criteria: [(id: CriterionID, points: ExactDecimal)],
    lowest: Int,
    highest: Int,
    models: [ModelCode] = []
  ) {
    self.models = models
    self.lowest = lowest
    self.highest = highest
    items = criteria.map { ItemID($0.id.rawValue) }
    weights = criteria.map { _ in ExactDecimal(1) }
    parts = criteria.enumerated().map { index, criterion in
      Part(criterion: criterion.id, points: criterion.points, items: [index])
    }
  }

  /// Why ratings cannot be scored by this form; `nil` if they can, as with any survey that was read.
  ///
  /// To be asked for a form that was put together from words of the command line.
  public var fault: LocalizedText? {
    if lowest >= highest || highest <= 0 {
      return LocalizedText(
        en: "the scale \(lowest)..\(highest) must end above its beginning and above 0",
        ko: "척도 \(lowest)..\(highest)의 끝은 시작보다 크고 0보다 커야 합니다"
      )
    }
    if Set(items).count < items.count || Set(models).count < models.count {
      return LocalizedText(en: "a name is given twice", ko: "같은 이름이 두 번 있습니다")
    }
    if parts.isEmpty || parts.contains(where: { $0.points.unscaled <= 0 }) {
      return LocalizedText(
        en: "there must be criteria, each with points above 0",
        ko: "평가 기준과 0보다 큰 배점이 있어야 합니다"
      )
    }
    return nil
  }
}
