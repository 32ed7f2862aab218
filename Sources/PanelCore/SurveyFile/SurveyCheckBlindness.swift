extension SurveyCheck {
  /// Notes names in a blind survey: in every line, comments included, and in every text that is
  /// written over several lines or with escapes.
  mutating func checkBlindness(of root: YAMLNode, lines: [String], extra: [String]) {
    guard case .map(let entries) = root.content,
      let blind = entries.first(where: { $0.key == "blind" })?.value,
      case .scalar("true") = blind.content
    else { return }
    let scalars = root.scalars
    let whole = (lines + scalars.map(\.text)).joined(separator: "\n")
    let patterns = BlindNames.candidates(in: whole, extra: extra)
    var met: Set<String> = []
    for (index, line) in lines.enumerated() {
      for finding in BlindNames.find(in: line, among: patterns) {
        met.insert(finding.name)
        disclosure(finding, at: index + 1)
      }
    }
    for (line, text) in scalars {
      for finding in BlindNames.find(in: text, among: patterns) where !met.contains(finding.name) {
        disclosure(finding, at: line)
      }
    }
  }

  private mutating func disclosure(_ finding: BlindNames.Finding, at line: Int) {
    if finding.isCertain {
      error(
        at: line,
        .init(
          en: "a blind survey must not contain '\(finding.name)', the name of a model or a vendor",
          ko: "블라인드 설문에 모델 또는 기업 이름 '\(finding.name)'이(가) 있습니다"
        ),
        fix: .init(
          en: "remove the name or write the blind code instead",
          ko: "이름을 빼거나 비식별 코드로 바꾸십시오"
        )
      )
    } else {
      warning(
        at: line,
        .init(
          en: "'\(finding.name)' may be the name of a model or a vendor",
          ko: "'\(finding.name)'은(는) 모델 또는 기업 이름일 수 있습니다"
        ),
        fix: .init(
          en: "remove it if it is meant as a name; leave it otherwise",
          ko: "이름이라면 빼고, 아니라면 그대로 두십시오"
        )
      )
    }
  }
}
