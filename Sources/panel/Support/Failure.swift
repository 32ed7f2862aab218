import Foundation
import PanelCore
import PanelFiles
import PanelProtocol

/// Ends a command: what is wrong, what to do, and the exit status.
struct Failure: Error {
  var message: LocalizedText
  var fix: LocalizedText
  var status: ExitStatus
  /// Further lines `FILE:LINE: what is wrong`, each with its own fix, printed instead of one.
  var details: [(message: LocalizedText, fix: LocalizedText)] = []

  init(
    _ status: ExitStatus,
    en: String,
    ko: String,
    fix: (en: String, ko: String)
  ) {
    self.status = status
    message = LocalizedText(en: en, ko: ko)
    self.fix = LocalizedText(en: fix.en, ko: fix.ko)
  }

  /// Several problems of one file at once.
  init(_ status: ExitStatus, details: [(message: LocalizedText, fix: LocalizedText)]) {
    self.status = status
    message = LocalizedText(en: "", ko: "")
    fix = LocalizedText(en: "", ko: "")
    self.details = details
  }

  init(_ problem: DurableFile.Problem) {
    self.init(
      .cannotCreate,
      en: "\(problem.path): \(problem.reason)",
      ko: "\(problem.path): 쓸 수 없습니다 (\(problem.reason))",
      fix: (
        en: "name a place that does not exist yet and that you may write to",
        ko: "아직 없고 쓸 수 있는 곳을 지정하십시오"
      )
    )
  }

  /// A file of this program that is missing or cannot be read any more.
  static func damaged(
    _ url: URL,
    fix: (en: String, ko: String) = (
      en: "restore it from a backup, or move it away", ko: "백업에서 되살리거나 다른 곳으로 옮기십시오"
    )
  ) -> Failure {
    Failure(
      .invalidData,
      en: "\(url.path): missing or damaged",
      ko: "\(url.path): 없거나 손상되었습니다",
      fix: fix
    )
  }

  /// A problem that the server reported.
  init(_ report: ProblemReport) {
    let status: ExitStatus =
      switch report.type {
      case .notFound: .missingInput
      case .wrongPhase, .notAuthorised, .notPermitted, .alreadyEnrolled, .noSeatLeft: .notPermitted
      case .conflict, .stale, .logMoved: .busy
      case .malformed, .badSignature, .doesNotFit, .tooLarge: .invalidData
      case .unavailable, .failure, .tooMany: .unavailable
      }
    let texts = report.texts
    self.init(
      status,
      en: "the server says: \(texts.title.en)",
      ko: "서버 응답: \(texts.title.ko)",
      fix: (en: texts.fix.en, ko: texts.fix.ko)
    )
  }

  func text(in language: Language) -> String {
    let label = "fix"
    if !details.isEmpty {
      return details.map { "panel: \($0.message[language])\n  \(label): \($0.fix[language])\n" }
        .joined()
    }
    return "panel: \(message[language])\n  \(label): \(fix[language])\n"
  }
}
