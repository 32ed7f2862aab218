public import Foundation
public import PanelCore

/// The report of the release gate as a Markdown page in both languages, Korean first.
public enum GatePage {
  /// The name of the file.
  public static let fileName = "release-gate.md"

  /// The bytes of the page.
  public static func data(_ report: GateReport) -> Data {
    Data((page(report, .ko) + "\n" + page(report, .en)).utf8)
  }

  private static func page(_ report: GateReport, _ language: Language) -> String {
    func word(en: String, ko: String) -> String { language == .ko ? ko : en }
    let settings = report.settings
    var lines = [
      "# " + word(en: "Release gate", ko: "공개 심사"),
      "",
      word(en: "tier", ko: "대상") + ": `\(report.tier.rawValue)`, "
        + word(en: "policy", ko: "공개 범위") + ": `\(settings.policy.rawValue)`",
      "",
      word(
        en: "Thresholds: k = \(settings.smallestGroup), entropy l ≥ \(settings.leastDiversity), "
          + "t ≤ \(settings.greatestDistance), rows unique by one rating ≤ "
          + "\(settings.greatestUniqueShare)",
        ko: "기준: k = \(settings.smallestGroup), 엔트로피 l ≥ \(settings.leastDiversity), "
          + "t ≤ \(settings.greatestDistance), 평점 하나로 드러나는 행 ≤ \(settings.greatestUniqueShare)"
      ),
      "",
      word(en: "| check | outcome | measured |", ko: "| 항목 | 결과 | 측정값 |"),
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
          en: "`\(check.id.rawValue)`: \(check.findings) findings approved by "
            + "\(plain(waiver.approver)): \(plain(waiver.reason)). Log entry \(waiver.entry)",
          ko: "`\(check.id.rawValue)`: 지적 \(check.findings)건을 \(plain(waiver.approver)) 님이 예외로 승인. "
            + "이유: \(plain(waiver.reason)). 기록 \(waiver.entry)"
        ),
      ]
    }
    lines += [
      "",
      word(
        en:
          "A pass is no proof of anonymity: a few known ratings, a way of writing, or knowing a small "
          + "panel can be enough to recognise somebody.",
        ko: "통과는 익명이라는 증명이 아닙니다. 아는 평점 두세 개, 글투, 작은 평가단의 사정으로 알아볼 수 있습니다."
      ),
      "",
    ]
    return lines.joined(separator: "\n")
  }

  /// Escapes Markdown in a text from the log.
  private static func plain(_ text: String) -> String {
    text.map { "\\`*_{}[]<>#|".contains($0) ? "\\\($0)" : String($0) }.joined()
  }
}

extension GateReport.Outcome {
  /// The outcome in words.
  public var title: LocalizedText {
    switch self {
    case .pass: LocalizedText(en: "pass", ko: "통과")
    case .fail: LocalizedText(en: "fail", ko: "통과하지 못함")
    case .waived: LocalizedText(en: "waived", ko: "예외 승인")
    case .notApplicable: LocalizedText(en: "not applicable", ko: "해당 없음")
    }
  }
}
