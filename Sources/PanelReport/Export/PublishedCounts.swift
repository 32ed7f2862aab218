public import Foundation
public import PanelCore
import PanelProtocol
import PanelScoring
import PanelStatistics

/// What an export tells in numbers, so that later ones of the round can be compared with it.
///
/// Everything here stands in the export's own tables, or follows from its rows.
public struct PublishedCounts: Codable, Hashable, Sendable {
  /// The ratings of one model on one item.
  public struct Cell: Codable, Hashable, Sendable {
    /// The model.
    public var model: ModelCode
    /// The item.
    public var item: String
    /// How often each rating of the scale occurs; absent where it is withheld.
    public var counts: [Int]?
  }

  /// A group of evaluators whose ratings are shown.
  public struct Group: Codable, Hashable, Sendable {
    /// The question of the profile.
    public var field: ItemID
    /// The choices put together.
    public var choices: [ChoiceID]
    /// How many people.
    public var people: Int
    /// SHA-256 of what is shown of its ratings, hex: the same group with others tells a difference.
    public var ratings: String
  }

  /// How many submissions there were, abstentions included.
  public var submissions: Int
  /// How many rows the export has; absent where it has none.
  public var rows: Int?
  /// Model × item.
  public var cells: [Cell]
  /// The groups, one partition a question.
  public var groups: [Group]

  /// Takes what an export says.
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
  /// The groups, each once, with or without ratings that are shown.
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
