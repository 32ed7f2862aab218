import Foundation
import PanelCore
import PanelReport

/// The coordinator's table of codes: a CSV `code,team`, one line a model.
enum CodesFile {
  /// Reads it; every problem at once, with its line.
  static func read(_ path: String, models: [ModelCode]) throws -> [ModelCode: String] {
    let text = try InputFile.text(path)
    var problems: [(message: LocalizedText, fix: LocalizedText)] = []
    func problem(_ line: Int, _ en: String, _ ko: String, _ fix: (String, String)) {
      problems.append(
        (
          LocalizedText("\(path):\(line): \(en)", "\(path):\(line): \(ko)"),
          LocalizedText(fix.0, fix.1)
        )
      )
    }
    let known = models.map(\.rawValue).joined(separator: ", ")
    var teams: [ModelCode: String] = [:]
    var lines: [CSV.Line] = []
    do throws(CSV.QuoteProblem) {
      lines = try CSV.read(text)
    } catch {
      problem(
        error.line,
        "a quote is not closed properly",
        "따옴표가 맞지 않습니다",
        ("quote whole cells, and double a quote inside one", "칸 전체를 따옴표로 감싸십시오")
      )
    }
    let head = lines.first?.cells.map { $0.trimmingCharacters(in: .whitespaces).lowercased() }
    if problems.isEmpty, head != ["code", "team"] {
      problem(
        1,
        "the head is not 'code,team'",
        "첫 줄이 'code,team'이 아닙니다",
        ("begin the file with: code,team", "파일을 code,team으로 시작하십시오")
      )
    } else if problems.isEmpty {
      for line in lines.dropFirst() {
        let cells = line.cells.map {
          $0.trimmingCharacters(in: .whitespaces).precomposedStringWithCanonicalMapping
        }
        guard cells.count == 2, !cells[1].isEmpty, PlainLine.isPlain(cells[1], longest: 200),
          models.contains(ModelCode(cells[0]))
        else {
          problem(
            line.number,
            "this is not a code of the survey and its team",
            "설문의 코드와 그 팀이 아닙니다",
            ("write one of the codes \(known), a comma, and the team", "코드(\(known)), 쉼표, 팀을 쓰십시오")
          )
          continue
        }
        if teams.updateValue(cells[1], forKey: ModelCode(cells[0])) != nil {
          problem(
            line.number,
            "the code \(cells[0]) is given twice",
            "코드 \(cells[0])이(가) 두 번 나옵니다",
            ("remove one of the two lines", "두 줄 중 하나를 지우십시오")
          )
        }
      }
      let missing = models.filter { teams[$0] == nil }.map(\.rawValue)
      if problems.isEmpty, !missing.isEmpty {
        problem(
          1,
          "no team for \(missing.joined(separator: ", "))",
          "\(missing.joined(separator: ", "))의 팀이 없습니다",
          ("add a line for each code", "코드마다 한 줄씩 쓰십시오")
        )
      }
    }
    guard problems.isEmpty else { throw Failure(.invalidData, details: problems) }
    return teams
  }
}
