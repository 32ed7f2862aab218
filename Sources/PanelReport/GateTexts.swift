import Foundation
import PanelCore
import PanelProtocol
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
    let hashes = files.values.map { Hexadecimal.text(ContentHash.sha256($0)) }
    var (texts, uncertain) = (0, 0)
    for (name, data) in files.sorted(by: { $0.key < $1.key }) where !name.hasPrefix("comments.") {
      for text in Self.texts(of: name, data) {
        texts += 1
        for finding in scan.findings(in: text)
        where !said.contains([finding.kind.rawValue, finding.text.lowercased()])
          && !hashes.contains(where: { finding.text.contains($0) })
        {
          if finding.isCertain { add(finding, in: text, of: name) } else { uncertain += 1 }
        }
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
    apply(.text, ["texts": String(texts), "uncertain": String(uncertain)])
  }

  private mutating func add(_ finding: TextScan.Finding, in text: String, of file: String) {
    let title = finding.kind.title
    // The whole text is hashed: the hash of a name alone would tell it to who tries names.
    let hash = Hexadecimal.text(ContentHash.sha256(Data(text.utf8)))
    add(
      .text,
      "\(file) \(finding.kind.rawValue) \(hash)",
      ko: "\(file): '\(finding.text)' - \(title.ko)",
      en: "\(file): '\(finding.text)' - \(title.en)"
    )
  }

  /// The distinct cells of a table, or the lines of another file, that are more than a number.
  private static func texts(of name: String, _ data: Data) -> Set<String> {
    let text = String(decoding: data, as: UTF8.self)
    let lines = text.split(whereSeparator: \.isNewline).map(String.init)
    guard name.hasSuffix(".csv"), let cells = try? CSV.read(text).flatMap(\.cells) else {
      return Set(lines)
    }
    return Set(cells.filter { Rational(decimal: $0) == nil })
  }
}
