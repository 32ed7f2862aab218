import Foundation
import PanelCore
import PanelProtocol
import PanelScoring
import PanelStatistics

extension GateAudit {
  /// Scans every cell and line of the files, and every comment.
  ///
  /// Text of the survey itself may be repeated because it is public. In a comment it may not: a
  /// team's name there would reveal which model a blind code hides.
  mutating func checkTexts(_ scan: TextScan, _ files: [String: Data], _ surveyText: String) {
    let said = Set(
      scan.findings(in: surveyText).map { [$0.kind.rawValue, $0.text.lowercased()] }
    )
    let own = files.values.map { ContentHash.hex($0) } + Self.ownTexts
    var (texts, uncertain) = (0, 0)
    for (name, data) in files.sorted(by: { $0.key < $1.key }) {
      // JSON lines repeat the tables; comments are scanned below.
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
        en: "this machine has no roster of the round, so comments cannot be searched for names",
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
    // Hash the whole text: the hash of a name alone could be found by trying names.
    let hash = ContentHash.hex(Data(text.utf8))
    add(
      .text,
      "\(file) \(finding.kind.rawValue) \(hash)",
      en: "\(file): '\(finding.text)' - \(title.en)",
      ko: "\(file): '\(finding.text)' - \(title.ko)"
    )
  }

  /// Texts that every data package contains, in addition to the hashes of its files.
  private static let ownTexts = ["https://datapackage.org/profiles/2.0/datapackage.json"]

  /// The distinct cells of a table except numbers, or the distinct lines of any other file.
  private static func texts(of name: String, _ data: Data) -> [String] {
    let text = String(decoding: data, as: UTF8.self)
    let lines = text.split(whereSeparator: \.isNewline).map(String.init)
    guard name.hasSuffix(".csv"), let cells = try? CSV.read(text).flatMap(\.cells) else {
      return Set(lines).sorted()
    }
    return Set(cells.filter { Rational(decimal: $0) == nil }).sorted()
  }
}
