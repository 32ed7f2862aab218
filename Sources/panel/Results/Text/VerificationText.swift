import PanelCore
import PanelFiles
import PanelReport

/// The results of checks as lines of text.
enum VerificationText {
  static func print(_ verification: Verification, language: Language) {
    for check in verification.checks {
      StandardStream.output.tell(line(check, language))
    }
    for sentence in verification.whatItCannotShow {
      StandardStream.output.tell(
        (language == .ko ? "보일 수 없는 것: " : "cannot show: ") + sentence[language]
      )
    }
    StandardStream.output.tell(verdict(verification, language))
  }

  static func verdict(_ verification: Verification, _ language: Language) -> String {
    let failed = verification.failed
    if failed.isEmpty, verification.checks.contains(where: { $0.outcome == .notInThisTier }) {
      return language == .ko
        ? "verify: 내용 없이 할 수 있는 검사는 모두 통과했습니다. 나머지는 공개 자료 폴더가 필요합니다"
        : "verify: all checks that need no content hold; the others need a release directory"
    }
    if failed.isEmpty {
      return language == .ko ? "verify: 모든 검사를 통과했습니다" : "verify: all checks hold"
    }
    let list = failed.joined(separator: ", ")
    return language == .ko ? "verify: 실패한 검사 \(list)" : "verify: FAILED \(list)"
  }

  private static func line(_ check: Verification.Check, _ language: Language) -> String {
    let word: LocalizedText =
      switch check.outcome {
      case .held: LocalizedText(en: "held", ko: "통과")
      case .failed: LocalizedText(en: "FAILED", ko: "실패")
      case .notInThisTier: LocalizedText(en: "not in this tier", ko: "이 자료에 없음")
      case .notAsked: LocalizedText(en: "not asked", ko: "확인 안 함")
      }
    let file = check.file.map { "\($0): " } ?? ""
    let detail = check.detail.map { " – \(file)\($0[language])" } ?? ""
    return "\(check.id) \(word[language]): \(check.title[language])\(detail)"
  }
}
