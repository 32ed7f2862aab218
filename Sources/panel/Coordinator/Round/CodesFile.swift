import Foundation
import PanelCore
import PanelReport
import PanelScoring

/// The coordinator's table of codes: a CSV `code,team`, one line a model.
enum CodesFile {
  /// Reads it; every problem at once, with its line.
  static func read(_ path: String, models: [ModelCode]) throws -> [ModelCode: String] {
    let text = try InputFile.text(path)
    var problems = FileProblemList(path)
    let known = models.map(\.rawValue).joined(separator: ", ")
    var teams: [ModelCode: String] = [:]
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
    let head = lines.first?.cells.map { $0.trimmed.lowercased() }
    if problems.isEmpty, head != ["code", "team"] {
      problems.add(
        1,
        en: "the head is not 'code,team'",
        ko: "첫 줄이 'code,team'이 아닙니다",
        fix: (en: "begin the file with: code,team", ko: "파일을 code,team으로 시작하십시오")
      )
    } else if problems.isEmpty {
      for line in lines.dropFirst() {
        let cells = line.cells.map {
          $0.trimmed.normalFormC
        }
        guard cells.count == 2, !cells[1].isEmpty, PlainLine.isPlain(cells[1], longest: 200),
          models.contains(ModelCode(cells[0]))
        else {
          problems.add(
            line.number,
            en: "this is not a code of the survey and its team",
            ko: "설문의 코드와 그 팀이 아닙니다",
            fix: (
              en: "write one of the codes \(known), a comma, and the team",
              ko: "코드(\(known)), 쉼표, 팀을 쓰십시오"
            )
          )
          continue
        }
        if teams.updateValue(cells[1], forKey: ModelCode(cells[0])) != nil {
          problems.add(
            line.number,
            en: "the code \(cells[0]) is given twice",
            ko: "코드 \(cells[0])이(가) 두 번 나옵니다",
            fix: (en: "remove one of the two lines", ko: "두 줄 중 하나를 지우십시오")
          )
        }
      }
      let missing = models.filter { teams[$0] == nil }.map(\.rawValue)
      if problems.isEmpty, !missing.isEmpty {
        problems.add(
          1,
          en: "no team for \(missing.joined(separator: ", "))",
          ko: "\(missing.joined(separator: ", "))의 팀이 없습니다",
          fix: (en: "add a line for each code", ko: "코드마다 한 줄씩 쓰십시오")
        )
      }
    }
    try problems.throwIfAny()
    return teams
  }
}
