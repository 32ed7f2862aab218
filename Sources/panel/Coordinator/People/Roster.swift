import Foundation
import PanelCore
import PanelProtocol
import PanelReport
import PanelScoring

/// The people of a panel as the coordinator's file names them: `name`, and if wanted `email` and
/// `affiliation`.
struct Roster: Sendable {
  struct Entry: Hashable, Sendable {
    var name: String
    var email: String
    var affiliation: String
  }

  let entries: [Entry]

  /// Reads a CSV; every problem at once, with its line.
  init(csv text: String, file: String) throws(Failure) {
    var problems = FileProblemList(file)
    var lines: [CSV.Line] = []
    do throws(CSV.QuoteProblem) {
      lines = try CSV.read(text)
    } catch {
      problems.add(
        error.line,
        en: "a quote is not closed properly",
        ko: "따옴표가 맞지 않습니다",
        fix: (en: "quote whole cells, and double a quote inside one", ko: "칸 전체를 따옴표로 감싸십시오")
      )
    }
    let head = lines.first?.cells.map {
      $0.trimmed.lowercased()
    }
    if problems.isEmpty, head?.contains("name") != true {
      problems.add(
        1,
        en: "there is no column 'name'",
        ko: "'name' 열이 없습니다",
        fix: (en: "begin with: name,email,affiliation", ko: "첫 줄: name,email,affiliation")
      )
    }
    var entries: [Entry] = []
    var seen: [Entry: Int] = [:]
    if let head, problems.isEmpty {
      func column(_ name: String, _ cells: [String]) -> String {
        guard let index = head.firstIndex(of: name), cells.indices.contains(index) else {
          return ""
        }
        return cells[index].trimmed
      }
      for line in lines.dropFirst() {
        guard line.cells.count == head.count else {
          problems.add(
            line.number,
            en: "\(line.cells.count) cells where the header has \(head.count)",
            ko: "칸이 \(line.cells.count)개인데 머리글은 \(head.count)개입니다",
            fix: (en: "add the missing cell or remove the extra comma", ko: "빠진 칸이나 남는 쉼표를 고치십시오")
          )
          continue
        }
        let entry = Entry(
          name: column("name", line.cells),
          email: column("email", line.cells),
          affiliation: column("affiliation", line.cells)
        )
        if line.cells.contains(where: { $0.contains(where: \.isNewline) }) {
          // A line break could put a second line 'server:' into the invitation.
          problems.add(
            line.number,
            en: "a cell holds a line break",
            ko: "칸 안에 줄바꿈이 있습니다",
            fix: (en: "write it on one line", ko: "한 줄로 쓰십시오")
          )
        }
        if entry.name.isEmpty {
          problems.add(
            line.number,
            en: "the name is missing",
            ko: "이름이 없습니다",
            fix: (en: "write the person's name", ko: "이름을 쓰십시오")
          )
        } else if let first = seen.updateValue(line.number, forKey: entry) {
          problems.add(
            line.number,
            en: "the same person as on line \(first)",
            ko: "\(first)행과 같은 사람입니다",
            fix: (en: "remove one of the two lines", ko: "두 행 중 하나를 지우십시오")
          )
        }
        entries.append(entry)
      }
      if entries.isEmpty && problems.isEmpty {
        problems.add(
          1,
          en: "nobody is on the roster",
          ko: "명단이 비어 있습니다",
          fix: (en: "add a line a person", ko: "한 사람에 한 줄씩 쓰십시오")
        )
      }
    }
    try problems.throwIfAny()
    self.entries = entries
  }

  /// The seats of people who get a code, from 1, in their order.
  ///
  /// `known` is everybody of earlier lists, `kept` those of them who have enrolled. Who is known
  /// keeps the seat; a new person takes over a seat that was left, or otherwise the next free one.
  static func seats(
    of waiting: [Entry],
    known: [Coordinator.Person],
    kept: [Coordinator.Person]
  ) -> [Int] {
    var taken = Set(kept.compactMap(\.seat))
    var seats = waiting.map { entry in
      let own = known.first { Entry($0) == entry && $0.seat != nil }?.seat
      return own.flatMap { taken.insert($0).inserted ? $0 : nil }
    }
    var next = 1
    for index in seats.indices where seats[index] == nil {
      while taken.contains(next) { next += 1 }
      taken.insert(next)
      seats[index] = next
    }
    return seats.compactMap { $0 }
  }
}

extension Roster.Entry {
  /// The person as the roster's file names them.
  init(_ person: Coordinator.Person) {
    self.init(name: person.name, email: person.email, affiliation: person.affiliation)
  }
}

extension TextScan {
  /// A search for what a coordinator's machine knows of a round: its roster and its teams.
  init(roster: [Coordinator.Person], manifest: Manifest) {
    self.init(
      names: roster.map(\.name),
      references: roster.map(\.reference),
      affiliations: roster.map(\.affiliation).filter { !$0.isEmpty },
      models: manifest.teamNames
    )
  }
}
