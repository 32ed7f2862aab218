public import Foundation
public import PanelCore

/// The report of the release gate as a page in words, Korean first.
public enum GatePage {
  /// The name of the file.
  public static let fileName = "release-gate.md"

  /// Writes the page.
  public static func data(_ report: GateReport) -> Data {
    Data((page(report, .ko) + "\n" + page(report, .en)).utf8)
  }

  private static func page(_ report: GateReport, _ language: Language) -> String {
    func word(_ ko: String, _ en: String) -> String { language == .ko ? ko : en }
    let settings = report.settings
    var lines = [
      "# " + word("공개 심사", "Release gate"),
      "",
      word("대상", "tier") + ": `\(report.tier.rawValue)`, "
        + word("공개 범위", "policy") + ": `\(settings.policy.rawValue)`",
      "",
      word(
        "기준: k = \(settings.smallestGroup), 엔트로피 l ≥ \(settings.leastDiversity), "
          + "t ≤ \(settings.greatestDistance), 평점 하나로 드러나는 행 ≤ \(settings.greatestUniqueShare)",
        "Thresholds: k = \(settings.smallestGroup), entropy l ≥ \(settings.leastDiversity), "
          + "t ≤ \(settings.greatestDistance), rows unique by one rating ≤ "
          + "\(settings.greatestUniqueShare)"
      ),
      "",
      word("| 항목 | 결과 | 측정값 |", "| check | outcome | measured |"),
      "|---|---|---|",
    ]
    for check in report.checks {
      let numbers = check.numbers.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
      lines.append(
        "| \(check.title[language]) (`\(check.id.rawValue)`) | \(check.outcome.title[language]) | "
          + numbers.joined(separator: ", ") + " |"
      )
    }
    for check in report.checks {
      guard let waiver = check.waiver else { continue }
      lines += [
        "",
        word(
          "`\(check.id.rawValue)`: 지적 \(check.findings)건을 \(plain(waiver.approver)) 님이 예외로 승인. "
            + "이유: \(plain(waiver.reason)). 기록 \(waiver.entry)",
          "`\(check.id.rawValue)`: \(check.findings) findings approved by "
            + "\(plain(waiver.approver)): \(plain(waiver.reason)). Log entry \(waiver.entry)"
        ),
      ]
    }
    lines += [
      "",
      word(
        "통과는 익명이라는 증명이 아닙니다. 아는 평점 두세 개, 글투, 작은 평가단의 사정으로 알아볼 수 있습니다.",
        "A pass is no proof of anonymity: a few known ratings, a way of writing, or knowing a small "
          + "panel can be enough to recognise somebody."
      ),
      "",
    ]
    return lines.joined(separator: "\n")
  }

  /// A text of the log as words of a page: no markup, no line of its own.
  private static func plain(_ text: String) -> String {
    text.map { "\\`*_{}[]<>#|".contains($0) ? "\\\($0)" : String($0) }.joined()
  }
}

extension GateReport.Outcome {
  /// The outcome in words.
  public var title: LocalizedText {
    switch self {
    case .pass: LocalizedText(ko: "통과", en: "pass")
    case .fail: LocalizedText(ko: "통과하지 못함", en: "fail")
    case .waived: LocalizedText(ko: "예외 승인", en: "waived")
    case .notApplicable: LocalizedText(ko: "해당 없음", en: "not applicable")
    }
  }
}
