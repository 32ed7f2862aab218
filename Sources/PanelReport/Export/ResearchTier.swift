import PanelCore
import PanelScoring
import PanelStatistics

/// The research tier: rows under new labels with a separate profile, or groups by one question.
///
/// Everything is sorted by its own content before it is shuffled. So even to somebody who knows the
/// seed, labels and order reveal nothing about the order of the tree or about hidden data.
struct ResearchTier {
  private let source: ExportSource
  private let form: RatedForm
  /// The answers of everyone who did not abstain.
  private let answers: [Answers]

  init(_ source: ExportSource) {
    self.source = source
    form = source.form
    answers = source.answers.filter { !$0.isAbstention }
  }

  private var k: Int { source.settings.smallestGroup }

  /// Rows, scores, profile, and comments.
  func rows(
    comments: [ExportContent.Comment],
    using generator: inout some RandomNumberGenerator
  ) -> ExportContent {
    var content = source.content(.research)
    content.score = source.score
    content.rows = rows(using: &generator)
    let profiles = ProfileGeneralisation(source.survey.profile, answers.map(\.profile), k: k)
    content.profileFields = profiles.fields
    content.profileRows = profiles.rows.sorted { $0.lexicographicallyPrecedes($1) }
      .shuffled(using: &generator)
    content.comments = comments.sorted {
      ($0.model.rawValue, $0.text) < ($1.model.rawValue, $1.text)
    }.shuffled(using: &generator)
    return content
  }

  // MARK: Rows

  private func rows(using generator: inout some RandomNumberGenerator) -> ExportContent.Rows {
    let sorted = answers.map { ($0, text($0)) }.sorted {
      $0.1.utf8.lexicographicallyPrecedes($1.1.utf8)
    }.map(\.0)
    let read = RatingsTable(form: form, submissions: sorted)
    var secret = SplitMix64(seed: source.secret)
    let division = RowDivision(read, k: k, using: &secret)
    var rows = division.whole.shuffled(using: &generator).map { (row: $0, model: Int?.none) }
    for model in form.models.indices {
      rows += division.apart.filter { read.rates($0, model) }.shuffled(using: &generator)
        .map { ($0, model) }
    }
    let labels = labels(rows.map(\.model))
    var table = RatingsTable(form: form)
    for (label, (row, only)) in zip(labels, rows) {
      table.append(
        rater: label,
        cells: form.models.indices.flatMap { model in
          form.items.indices.map { (only ?? model) == model ? read[row, model, $0] : .blank }
        }
      )
    }
    var told = ExportContent.Rows(
      table,
      models: rows.map(\.model),
      reasons: rows.map { sorted[$0.row].answers.mapValues { $0.compactMapValues(\.reason) } }
    )
    told.mergeRareStates(fewerThan: k)
    return told
  }

  /// Labels `e01`, `e02`, … for whole rows, and `A-01`, `A-02`, … for those of model A only.
  private func labels(_ models: [Int?]) -> [String] {
    var numbers: [Int?: Int] = [:]
    let width = max(2, String(models.count).count)
    return models.map { model in
      numbers[model, default: 0] += 1
      let digits = String(numbers[model] ?? 0)
      return (model.map { "\(form.models[$0])-" } ?? "e")
        + String(repeating: "0", count: width - digits.count) + digits
    }
  }

  /// The sort key of a row: everything that it shows.
  private func text(_ answers: Answers) -> String {
    form.models.flatMap { model in
      form.items.map { item in
        if answers.recusals.contains(model) { return "recused" }
        return switch answers.answers[model]?[item] {
        case .rating(let rating): String(rating)
        case .cannotJudge(let reason): reason.rawValue
        case nil: ""
        }
      }
    }.joined(separator: ",")
  }

  // MARK: Groups

  /// Groups by the choices of one question; empty if they cannot all be large enough.
  func groups(by field: ItemID) -> ExportContent {
    var content = source.content(.research)
    guard let question = source.survey.profile.first(where: { $0.id == field }) else {
      return content
    }
    let division = ProfileGeneralisation([question], answers.map(\.profile), k: k)
    guard division.fields[0].groups.count > 1 else { return content }
    var rule = source.rule
    rule.unit = .criterion
    content.groups = groups(
      division.fields[0],
      division.rows.map { $0[0] },
      RatingColumns(RatingsTable(form: form, submissions: answers), rule)
    )
    return content
  }

  private func groups(
    _ field: ExportContent.ProfileField,
    _ places: [Int],
    _ columns: RatingColumns
  ) -> [ExportContent.GroupCell] {
    let members = field.groups.indices.map { group in
      Set(places.indices.filter { places[$0] == group })
    }
    var cells: [ExportContent.GroupCell] = []
    for model in form.models.indices {
      for (part, criterion) in form.parts.enumerated() {
        func cell(_ group: Int) -> ExportContent.Cell {
          ExportContent.Cell(
            form.models[model],
            criterion.criterion.rawValue,
            columns.samples[model][part].valueCounts(members[group]),
            of: members[group].count,
            source.settings
          )
        }
        // The public tier shows all ratings together, so a single withheld group would follow from
        // the others, and a specific reason would reveal in which group a rating is missing.
        let isTold = field.groups.indices.contains { cell($0).withheld != nil }
        for group in field.groups.indices {
          var own = cell(group)
          if isTold { own.withhold(.complementary) }
          cells.append(
            ExportContent.GroupCell(
              field: field.field,
              choices: field.groups[group],
              people: members[group].count,
              cell: own
            )
          )
        }
      }
    }
    return cells
  }
}

extension Answer {
  /// The reason why the item cannot be judged, if the answer is that.
  fileprivate var reason: ChoiceID? {
    guard case .cannotJudge(let reason) = self else { return nil }
    return reason
  }
}
