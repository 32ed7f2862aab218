import PanelCore
import PanelReport

/// The release gate's findings for the coordinator: what could be reconstructed, and the fix.
struct ReleaseGateText {
  let result: ReleaseGate.Result
  let round: RoundID
  let language: Language

  /// One line per check.
  var summary: String {
    result.report.checks.map { check in
      let numbers = check.numbers.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
      let measured = numbers.isEmpty ? "" : ": " + numbers.joined(separator: ", ")
      return "\(check.outcome.title[language])  \(check.title[language])\(measured)\n"
    }.joined()
  }

  /// The failures for which nothing is written.
  var failure: Failure {
    let failed = result.report.checks.filter { $0.outcome == .fail }
    return Failure(
      .checkFailed,
      details: failed.map { check in
        let found = result.findings.filter { $0.check == check.id }.map { "  " + $0.text[language] }
        let shown = found.prefix(Self.shown)
        let rest = found.count - shown.count
        let more = language == .ko ? "  그 밖에 \(rest)건" : "  and \(rest) more"
        let text = ([check.title[language]] + shown + (rest > 0 ? [more] : []))
          .joined(separator: "\n")
        let fix = fix(check)
        return (LocalizedText(en: text, ko: text), LocalizedText(en: fix, ko: fix))
      }
    )
  }

  private static let shown = 12

  private func fix(_ check: GateReport.Check) -> String {
    let waive =
      "panel round waive \(round) \(check.id.rawValue) --tier \(result.report.tier.rawValue) "
      + "--finding \(check.digest ?? "")"
    let reason = language == .ko ? "--reason '이유'" : "--reason 'WHY'"
    let or = language == .ko ? "예외로 승인하려면" : "to approve it nevertheless"
    return "\(check.id.fix[language]); \(or): \(waive) \(reason)"
  }
}
