import Foundation
import PanelCore

// Failures that several commands share, by subject.

extension Failure {
  /// A failure whose texts are at hand in both languages.
  init(_ status: ExitStatus, _ message: LocalizedText, fix: LocalizedText) {
    self.init(status, en: message.en, ko: message.ko, fix: (fix.en, fix.ko))
  }

  // MARK: Files

  /// A folder of this program's own that cannot be made.
  static func cannotMake(_ url: URL) -> Failure {
    Failure(
      .cannotCreate,
      en: "\(url.path): cannot be made",
      ko: "\(url.path): 만들 수 없습니다",
      fix: (en: "check the permissions, or set PANEL_HOME", ko: "권한을 확인하거나 PANEL_HOME을 지정하십시오")
    )
  }

  /// A file of another kind than the one asked for; `en` completes "this is not …".
  static func wrongFile(
    _ path: String,
    not en: String,
    ko: String,
    fix: (en: String, ko: String)
  ) -> Failure {
    Failure(
      .invalidData,
      en: "\(path):1: this is not \(en)",
      ko: "\(path):1: \(ko) 아닙니다",
      fix: fix
    )
  }

  // MARK: Words on the command line

  /// An option's value that cannot be read, with an example of one that can.
  static func unreadable(en: String, ko: String, example: String) -> Failure {
    Failure(.usage, en: en, ko: ko, fix: (en: "write for example \(example)", ko: "예: \(example)"))
  }

  /// A number outside the range that an option takes.
  static func outOfRange(_ option: String, _ value: Int, _ range: ClosedRange<Int>) -> Failure {
    let (least, most) = (range.lowerBound, range.upperBound)
    return Failure(
      .usage,
      en: "\(option) \(value) is out of range",
      ko: "\(option) \(value)은(는) 범위를 벗어났습니다",
      fix: (en: "give \(least) to \(most)", ko: "\(least)부터 \(most)까지 쓰십시오")
    )
  }

  /// A text that is not a round's fingerprint.
  static func notFingerprint(_ text: String) -> Failure {
    Failure(
      .usage,
      en: "'\(text)' is not a fingerprint",
      ko: "'\(text)'은(는) 지문이 아닙니다",
      fix: (
        en: "copy all six groups of five from the public page",
        ko: "공지 페이지의 다섯 글자씩 여섯 묶음을 모두 옮기십시오"
      )
    )
  }

  // MARK: Evaluators

  /// An evaluator began to enrol and has no credential yet.
  static func enrolmentIncomplete(_ round: RoundID) -> Failure {
    Failure(
      .notPermitted,
      en: "enrolling in '\(round)' is not complete",
      ko: "'\(round)' 회차 등록이 끝나지 않았습니다",
      fix: (en: "run panel join with your invitation again", ko: "초대문으로 panel join을 다시 실행하십시오")
    )
  }

  /// A submission so soon after enrolment that the server could link the two by time.
  static func tooSoon(_ round: RoundID, until earliest: Timestamp) -> Failure {
    Failure(
      .busy,
      en: "you asked for your credential a moment ago: sending waits until "
        + "\(earliest.koreanTime), so that the two cannot be linked by time",
      ko: "방금 인증을 요청했습니다. 시각으로 연결되지 않도록 \(earliest.koreanTime)까지 제출을 미룹니다",
      fix: (
        en: "run it then, or let it wait: panel submit \(round) --wait",
        ko: "그때 실행하거나 기다리게 하십시오: panel submit \(round) --wait"
      )
    )
  }
}

/// What is wrong with a file that a person wrote: collected, then thrown at once.
struct FileProblemList {
  let path: String
  private var details: [(message: LocalizedText, fix: LocalizedText)] = []

  init(_ path: String) { self.path = path }

  var isEmpty: Bool { details.isEmpty }

  mutating func add(_ line: Int, en: String, ko: String, fix: (en: String, ko: String)) {
    details.append(
      (
        LocalizedText(en: "\(path):\(line): \(en)", ko: "\(path):\(line): \(ko)"),
        LocalizedText(en: fix.en, ko: fix.ko)
      )
    )
  }

  /// Throws every problem that was added, each with its line; returns if there is none.
  func throwIfAny() throws(Failure) {
    guard isEmpty else { throw Failure(.invalidData, details: details) }
  }
}
