import Foundation
import PanelCore
import PanelProtocol
public import PanelScoring
import PanelStatistics

extension GateAudit {
  /// Looks at every cell and line of the files, and at the comments.
  ///
  /// What the survey says itself may be repeated, but not in a comment: there a team's name tells
  /// what stands behind a blind code.
  mutating func checkTexts(_ scan: TextScan, _ files: [String: Data], _ surveyText: String) {
    let said = Set(
      scan.findings(in: surveyText).map { [$0.kind.rawValue, $0.text.lowercased()] }
    )
    let own = files.values.map { ContentHash.hex($0) } + Self.ownTexts
    var (texts, uncertain) = (0, 0)
    for (name, data) in files.sorted(by: { $0.key < $1.key }) {
      // The lines of JSON repeat the tables, and the comments are looked at below.
      if name.hasSuffix(".jsonl") || name.hasPrefix("comments.") { continue }
      let lines = Self.texts(of: name, data)
      texts += lines.count
      let whole = lines.joined(separator: "\n")
      for finding in scan.findings(in: whole)
      where !said.contains([finding.kind.rawValue, finding.text.lowercased()])
        && !own.contains(where: { finding.text.contains($0) })
        && !(finding.kind == .key && finding.text.hasPrefix(content.survey.id.rawValue))
      {
        let line = String(whole[whole.lineRange(for: finding.range)])
        if finding.isCertain { add(finding, in: line, of: name) } else { uncertain += 1 }
      }
    }
    for comment in content.comments {
      texts += 1
      for finding in scan.findings(in: comment.text) {
        if finding.isCertain {
          add(finding, in: comment.text, of: "comments")
        } else {
          uncertain += 1
        }
      }
    }
    if !content.comments.isEmpty, scan.names == 0 {
      add(
        .text,
        "no roster",
        en: "this machine has no roster of the round: no name can be looked for in the comments",
        ko: "이 컴퓨터에는 회차의 명단이 없어, 의견에 이름이 있는지 찾을 수 없습니다"
      )
    }
    apply(
      .text,
      ["texts": String(texts), "uncertain": String(uncertain)]
    )
  }

  private mutating func add(_ finding: TextScan.Finding, in text: String, of file: String) {
    let title = finding.kind.title
    // The whole text is hashed: the hash of a name alone would tell it to who tries names.
    let hash = ContentHash.hex(Data(text.utf8))
    add(
      .text,
      "\(file) \(finding.kind.rawValue) \(hash)",
      en: "\(file): '\(finding.text)' - \(title.en)",
      ko: "\(file): '\(finding.text)' - \(title.ko)"
    )
  }

  /// What stands in every data package, whatever the export says, beside hashes of its files.
  private static let ownTexts = ["https://datapackage.org/profiles/2.0/datapackage.json"]

  /// The distinct cells of a table, or the lines of another file, that are more than a number.
  private static func texts(of name: String, _ data: Data) -> [String] {
    let text = String(decoding: data, as: UTF8.self)
    let lines = text.split(whereSeparator: \.isNewline).map(String.init)
    guard name.hasSuffix(".csv"), let cells = try? CSV.read(text).flatMap(\.cells) else {
      return Set(lines).sorted()
    }
    return Set(cells.filter { Rational(decimal: $0) == nil }).sorted()
  }
}
