import Foundation
import PanelCore
import PanelProtocol

/// A tie that an affiliation suggests, for the coordinator to ask about.
///
/// Only the person can declare a tie; a resemblance of names proves none.
struct TieSuggestion: Hashable, Encodable {
  /// The person's name.
  var name: String
  /// What the roster says they belong to.
  var affiliation: String
  /// The team that resembles it.
  var team: String

  /// The ties that a roster suggests to the teams of a manifest.
  static func all(
    _ people: [(name: String, affiliation: String)],
    teams: [String]
  ) -> [TieSuggestion] {
    people.flatMap { person in
      teams.filter { resembles(person.affiliation, $0) }.map {
        TieSuggestion(name: person.name, affiliation: person.affiliation, team: $0)
      }
    }
  }

  /// Whether one name holds the other, apart from case, blanks, punctuation and the legal form.
  static func resembles(_ affiliation: String, _ team: String) -> Bool {
    let (one, other) = (core(affiliation), core(team))
    guard one.count >= 2, other.count >= 2 else { return false }
    return one.contains(other) || other.contains(one)
  }

  private static func core(_ name: String) -> String {
    var words = name.precomposedStringWithCompatibilityMapping.lowercased()
      .split { !$0.isLetter && !$0.isNumber }.map(String.init)
    let forms: Set<String> = ["inc", "corp", "co", "ltd", "llc", "the", "주", "주식회사", "team", "팀"]
    if words.contains(where: { !forms.contains($0) }) { words.removeAll { forms.contains($0) } }
    return words.joined()
  }

  /// What a coordinator reads of it.
  var sentence: LocalizedText {
    let (name, affiliation) = (LogText.printable(name), LogText.printable(affiliation))
    return LocalizedText(
      en:
        "\(name): '\(affiliation)' resembles the team '\(LogText.printable(team))': ask about ties",
      ko: "\(name): 소속 '\(affiliation)'이(가) '\(LogText.printable(team))' 팀과 비슷합니다. 이해관계를 확인하십시오"
    )
  }
}
