import Foundation
public import PanelCore
import PanelProtocol
import PanelScoring
import PanelStatistics

/// The counts that an export publishes, recorded so that later exports of the round can be compared
/// with it.
///
/// Everything here is in the export's own tables or follows from its rows.
public struct PublishedCounts: Codable, Hashable, Sendable {
  /// The ratings of one model on one item.
  public struct Cell: Codable, Hashable, Sendable {
    /// The model.
    public var model: ModelCode
    /// The item.
    public var item: String
    /// How often each rating of the scale occurs; absent if it is withheld.
    public var counts: [Int]?
  }

  /// A group of evaluators whose ratings are shown.
  public struct Group: Codable, Hashable, Sendable {
    /// The question of the profile.
    public var field: ItemID
    /// The merged choices.
    public var choices: [ChoiceID]
    /// The number of people.
    public var people: Int
    /// SHA-256 of its published ratings, hex: shows whether two exports publish different ratings
    /// of the same group.
    public var ratings: String
  }

  /// The number of submissions, abstentions included.
  public var submissions: Int
  /// The number of rows; absent if the export has no rows.
  public var rows: Int?
  /// Model × item.
  public var cells: [Cell]
  /// The groups: one partition of the evaluators per question.
  public var groups: [Group]

  /// Takes the counts from the content of an export.
  init(_ content: ExportContent) {
    submissions = content.submissions
    rows = content.rows?.count
    groups = content.groups.contains { $0.cell.withheld == nil } ? content.divisions : []
    if let table = content.rows?.ratings {
      let form = table.form
      cells = form.models.indices.flatMap { model in
        form.items.indices.map { item in
          var counts = Array(repeating: 0, count: form.highest - form.lowest + 1)
          for row in table.raters.indices {
            if let rating = table[row, model, item].rating { counts[rating - form.lowest] += 1 }
          }
          return Cell(model: form.models[model], item: form.items[item].rawValue, counts: counts)
        }
      }
    } else {
      cells = content.items.map { cell in
        Cell(
          model: cell.model,
          item: cell.subject,
          counts: cell.withheld == nil ? cell.counts.map(\.count) : nil
        )
      }
    }
  }
}

extension ExportContent {
  /// The groups, each once, whether or not their ratings are shown.
  var divisions: [PublishedCounts.Group] {
    var names: [[String]] = []
    var cells: [[String]: [GroupCell]] = [:]
    for group in groups {
      let name = [group.field.rawValue] + group.choices.map(\.rawValue)
      if cells[name] == nil { names.append(name) }
      cells[name, default: []].append(group)
    }
    return names.compactMap { name in
      guard let own = cells[name], let first = own.first else { return nil }
      let lines = own.map { group in
        let counts = group.cell.counts.map { "\($0.value.fraction):\($0.count)" }
        return "\(group.cell.model) \(group.cell.subject) \(counts.joined(separator: ","))"
      }
      return PublishedCounts.Group(
        field: first.field,
        choices: first.choices,
        people: first.people,
        ratings: Hexadecimal.text(
          ContentHash.sha256(Data(lines.joined(separator: "\n").utf8))
        )
      )
    }
  }
}
