import PanelCore
import PanelStatistics

/// The research tier: rows under new labels, the profile apart from them.
///
/// Whatever is shuffled is sorted by its own content before, so that neither labels nor order depend
/// on the tree or on what is not shown, even for who knows the seed.
struct ResearchTier {
  private let source: TierSource
  private let form: RatedForm
  /// Who abstains has no rows.
  private let answers: [Answers]

  init(_ source: TierSource) {
    self.source = source
    form = source.form
    answers = source.answers.filter { !$0.isAbstention }
  }

  func content(
    by fields: [ItemID],
    comments: [(model: ModelCode, text: String)],
    using generator: inout some RandomNumberGenerator
  ) -> TierContent {
    var content = source.content(.research)
    content.score = source.score
    let rows = answers.map { ($0, text($0)) }.sorted {
      $0.1.utf8.lexicographicallyPrecedes($1.1.utf8)
    }
    .map(\.0).shuffled(using: &generator)
    content.ratings = ratings(rows)
    content.reasons = rows.map { $0.answers.mapValues { $0.compactMapValues(\.reason) } }
    let profiles = ProfileGeneralisation(
      source.survey.profile,
      answers.map(\.profile),
      k: source.settings.smallestGroup
    )
    content.profileFields = profiles.fields
    content.profileRows = profiles.rows.sorted { $0.lexicographicallyPrecedes($1) }
      .shuffled(using: &generator)
    addGroups(by: fields, profiles, to: &content)
    content.comments = comments.sorted {
      ($0.model.rawValue, $0.text) < ($1.model.rawValue, $1.text)
    }.shuffled(using: &generator)
    return content
  }

  // MARK: Rows

  private func ratings(_ rows: [Answers]) -> RatingsTable {
    let read = RatingsTable(form: form, submissions: rows)
    var table = RatingsTable(form: form)
    let width = max(2, String(rows.count).count)
    for row in rows.indices {
      let digits = String(row + 1)
      table.append(
        rater: "e" + String(repeating: "0", count: width - digits.count) + digits,
        cells: form.models.indices.flatMap { model in
          form.items.indices.map { read[row, model, $0] }
        }
      )
    }
    return table
  }

  /// All that a row shows, to sort by.
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

  private func addGroups(
    by fields: [ItemID],
    _ profiles: ProfileGeneralisation,
    to content: inout TierContent
  ) {
    var rule = source.rule
    rule.unit = .criterion
    let columns = RatingColumns(RatingsTable(form: form, submissions: answers), rule)
    for question in source.survey.profile where fields.contains(question.id) {
      let (field, places) = partition(question, profiles)
      // Two divisions of the same people would give smaller groups by subtraction: there is one.
      guard field.groups.count > 1 else {
        content.groupsLeftOut.append(question.id)
        continue
      }
      content.groups += groups(field, places, columns)
    }
  }

  /// The groups of the profile, or finer ones where the profile does not show the question.
  private func partition(
    _ question: Question,
    _ profiles: ProfileGeneralisation
  ) -> (field: TierContent.ProfileField, places: [Int]) {
    if let index = profiles.fields.firstIndex(where: { $0.field == question.id }),
      profiles.fields[index].groups.count > 1
    {
      return (profiles.fields[index], profiles.rows.map { $0[index] })
    }
    let alone = ProfileGeneralisation(
      [question],
      answers.map(\.profile),
      k: source.settings.smallestGroup
    )
    return (alone.fields[0], alone.rows.map { $0[0] })
  }

  private func groups(
    _ field: TierContent.ProfileField,
    _ places: [Int],
    _ columns: RatingColumns
  ) -> [TierContent.GroupCell] {
    let members = field.groups.indices.map { group in
      Set(places.indices.filter { places[$0] == group })
    }
    var cells: [TierContent.GroupCell] = []
    for model in form.models.indices {
      for (part, criterion) in form.parts.enumerated() {
        func cell(_ group: Int) -> TierContent.Cell {
          TierContent.Cell(
            form.models[model],
            criterion.criterion.rawValue,
            columns.samples[model][part].valueCounts(members[group]),
            of: members[group].count,
            source.settings
          )
        }
        // The rows tell all ratings together: one withheld group would follow from the others, and
        // a reason of its own would tell in which group somebody has no rating.
        let isTold = field.groups.indices.contains { cell($0).withheld != nil }
        for group in field.groups.indices {
          var own = cell(group)
          if isTold { own.withhold(.complementary) }
          cells.append(
            TierContent.GroupCell(
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
  /// Why it cannot be judged, if so.
  fileprivate var reason: ChoiceID? {
    guard case .cannotJudge(let reason) = self else { return nil }
    return reason
  }
}
