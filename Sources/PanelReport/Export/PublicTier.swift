import PanelCore
import PanelScoring
import PanelStatistics

/// The public tier: tables by model, linked neither to rows nor to each other.
struct PublicTier {
  private let source: ExportSource
  private let form: RatedForm
  private let table: RatingsTable
  /// The part of the scores that the policy makes public, the same as in the notices.
  private let disclosed: DisclosedScore

  init(_ source: ExportSource) {
    self.source = source
    form = source.form
    table = RatingsTable(form: form, submissions: source.answers)
    disclosed = source.score.disclosed(source.settings.policy)
  }

  var content: ExportContent {
    var items = form.models.indices.map { model in
      form.items.indices.map { itemCell(model, $0) }
    }
    var estimates = estimates(items)
    for model in form.models.indices {
      withholdSecond(model, &items[model], &estimates[model])
    }
    var content = source.content(.public)
    content.items = items.flatMap { $0 }
    content.estimates = estimates.flatMap { $0 }
    content.scores = scores(form.models.indices.map { isWhole(items[$0], estimates[$0]) })
    return content
  }

  /// For each criterion, whether every cell from which its points are computed is shown.
  private func isWhole(_ items: [ExportContent.Cell], _ estimates: [ExportContent.Cell]) -> [Bool] {
    let isTotal = source.rule.unit == .total
    return form.parts.enumerated().map { position, part in
      let cells =
        isTotal
        ? items + estimates
        : part.items.map { items[$0] } + (estimates.isEmpty ? [] : [estimates[position]])
      return cells.allSatisfy { $0.withheld == nil }
    }
  }

  /// Withholds a second criterion if exactly one has a withheld cell.
  ///
  /// Otherwise the total less all other criteria would reveal its points, and these the withheld
  /// number. The choice does not depend on withheld data: the criterion with the fewest items, then
  /// the first.
  private func withholdSecond(
    _ model: Int,
    _ items: inout [ExportContent.Cell],
    _ estimates: inout [ExportContent.Cell]
  ) {
    guard source.rule.unit != .total, isShown(model), source.score.models[model].points != nil
    else { return }
    let isWhole = isWhole(items, estimates)
    let whole = form.parts.indices.filter { isWhole[$0] }
    guard whole.count == form.parts.count - 1,
      let second = whole.min(by: { form.parts[$0].items.count < form.parts[$1].items.count })
    else { return }
    for item in form.parts[second].items { items[item].withhold(.complementary) }
    if !estimates.isEmpty { estimates[second].withhold(.complementary) }
  }

  // MARK: Tables

  private func told(of model: Int) -> DisclosedScore.Model? {
    disclosed.models.first { $0.id == form.models[model].rawValue }
  }

  private func isShown(_ model: Int) -> Bool {
    source.settings.policy.showsAllPoints || told(of: model)?.points != nil
  }

  private func cell(
    _ model: Int,
    _ subject: String,
    _ counts: [ExportContent.ValueCount],
    withheld: ExportContent.Withholding? = nil
  ) -> ExportContent.Cell {
    ExportContent.Cell(
      form.models[model],
      subject,
      counts,
      of: source.answers.count,
      source.settings,
      withheld: isShown(model) ? withheld : .policy
    )
  }

  private func itemCell(_ model: Int, _ item: Int) -> ExportContent.Cell {
    var counts = Array(repeating: 0, count: form.highest - form.lowest + 1)
    for rater in table.raters.indices {
      if let rating = table[rater, model, item].rating { counts[rating - form.lowest] += 1 }
    }
    return cell(
      model,
      form.items[item].rawValue,
      counts.enumerated().map {
        ExportContent.ValueCount(value: Rational(form.lowest + $0.offset), count: $0.element)
      }
    )
  }

  /// The values to which the rule is applied: the sorted criterion ratings, or the totals; empty if
  /// it is applied to items, whose histograms already show everything.
  ///
  /// The denominator of a criterion rating shows how many items its evaluator left out. So one
  /// withheld item withholds these ratings too, always with the same reason: a specific one would
  /// reveal whether a few people left out the whole criterion. If all items are shown, denominators
  /// reveal only how the missing ratings, whose numbers are public, are distributed over
  /// evaluators.
  private func estimates(_ items: [[ExportContent.Cell]]) -> [[ExportContent.Cell]] {
    let unit = source.rule.unit
    guard unit != .item else { return items.map { _ in [] } }
    let columns = RatingColumns(table, source.rule)
    return form.models.indices.map { model in
      let subjects =
        unit == .total
        ? [(form.parts.count, "total", Array(form.items.indices))]
        : form.parts.enumerated().map { ($0, $1.criterion.rawValue, $1.items) }
      return subjects.map { column, subject, parts in
        let isTold = parts.contains { items[model][$0].withheld != nil }
        return cell(
          model,
          subject,
          columns.samples[model][column].valueCounts(),
          withheld: isTold ? .complementary : nil
        )
      }
    }
  }

  // MARK: Scores

  private func scores(_ isWhole: [[Bool]]) -> [ExportContent.ScoreLine] {
    let lines = source.score.models.indices.flatMap { model in
      isShown(model) ? shown(model, isWhole[model]) : hidden(model)
    }
    guard let average = disclosed.average else { return lines }
    return lines + [
      ExportContent.ScoreLine(
        model: nil,
        subject: "average",
        fullMarks: source.score.fullMarks,
        points: average
      )
    ]
  }

  /// The lines of a model whose points the policy shows.
  ///
  /// The points of a criterion with a withheld cell are withheld too, since they can reveal how
  /// many ratings there are. The total is shown, since the notices publish it anyway.
  private func shown(_ position: Int, _ isWhole: [Bool]) -> [ExportContent.ScoreLine] {
    let model = source.score.models[position]
    let noPoints: ExportContent.ScoreLine.NoPoints? =
      switch model.withheld {
      case .quorum: .quorum
      case .noEstimate: .noEstimate
      case nil: nil
      }
    let criteria = zip(form.parts, isWhole).map { part, isWhole in
      let score = isWhole ? model.criteria[part.criterion.rawValue] : nil
      return ExportContent.ScoreLine(
        model: form.models[position],
        subject: part.criterion.rawValue,
        fullMarks: part.points.description,
        n: score?.n,
        estimate: score?.estimate,
        points: score?.points,
        exact: score?.exact?.fraction,
        noPoints: noPoints ?? (isWhole ? nil : .complementary)
      )
    }
    let isWhole = isWhole.allSatisfy { $0 }
    return criteria + [
      ExportContent.ScoreLine(
        model: form.models[position],
        subject: "total",
        fullMarks: source.score.fullMarks,
        n: isWhole ? model.n : nil,
        points: model.points,
        exact: isWhole ? model.exact?.fraction : nil,
        rank: model.rank,
        noPoints: noPoints
      )
    ]
  }

  /// The line of a model whose points the policy withholds, with its rank if that is public.
  private func hidden(_ position: Int) -> [ExportContent.ScoreLine] {
    [
      ExportContent.ScoreLine(
        model: form.models[position],
        subject: "total",
        fullMarks: source.score.fullMarks,
        rank: told(of: position)?.rank,
        noPoints: .policy
      )
    ]
  }
}

extension PlacedSample {
  /// How often each value occurs among these evaluators, or among all if none are given.
  func valueCounts(_ evaluators: Set<Int>? = nil) -> [ExportContent.ValueCount] {
    let counts = counts(places.indices.map { evaluators?.contains($0) ?? true ? 1 : 0 })
    return zip(distinct.values, counts).filter { $1 > 0 }
      .map { ExportContent.ValueCount(value: $0, count: $1) }
  }
}
