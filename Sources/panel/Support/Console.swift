import Foundation
import PanelCore
import PanelFiles
import PanelTerminal

/// Prompts and answers on a terminal; it writes to standard error only.
final class Console {
  let language: Language
  private var lines: LineSource

  /// Refuses anything but a terminal: answers must come from a person.
  init(language: Language, toDo: LocalizedText) throws(Failure) {
    guard Terminal.isTerminal(0) else {
      throw Failure(
        .missingInput,
        en: "standard input is not a terminal, and this asks questions",
        ko: "표준 입력이 터미널이 아니어서 질문에 답할 수 없습니다",
        fix: (toDo.en, toDo.ko)
      )
    }
    self.language = language
    lines = LineSource(descriptor: 0)
  }

  func say(en: String, ko: String) { StandardStream.error.tell(language == .ko ? ko : en) }

  /// Shows a long text a page at a time; Enter shows the next page.
  func page(_ text: LocalizedText) throws(Failure) {
    let shown = StandardStream.error.fitted(text[language])
    var rest = shown.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)[...]
    let rows = Terminal.rows(of: 2) ?? .max
    while rest.count >= max(rows, 4) {
      StandardStream.error.write(rest.prefix(max(rows, 4) - 1).joined(separator: "\n") + "\n")
      rest = rest.dropFirst(max(rows, 4) - 1)
      guard ask(en: "-- Enter --", ko: "-- Enter --") != nil else { throw Console.ended() }
    }
    StandardStream.error.write(rest.joined(separator: "\n") + "\n")
  }

  /// Asks and returns the line; `nil` at the end of input.
  func ask(en: String, ko: String) -> String? {
    StandardStream.error.write(StandardStream.error.fitted(language == .ko ? ko : en) + " ")
    return lines.next()?.trimmed
  }

  func readLine() -> String? { lines.next() }

  /// Forgets what was typed before the next question could be read.
  func forgetTyped() { Terminal.discardInput(of: 0) }

  /// Whether a further line comes right after the last one, as with a pasted text.
  func hasMore() -> Bool { Terminal.hasInput(on: 0, within: 150) }

  /// The end of input where an answer was needed.
  static func ended() -> Failure {
    Failure(
      .missingInput,
      en: "the input ended before the last answer",
      ko: "마지막 답 전에 입력이 끝났습니다",
      fix: (en: "run the command again; nothing was sent", ko: "다시 실행하십시오. 아무것도 보내지 않았습니다")
    )
  }
}

/// Writes progress and notes to standard error.
struct Notes: Sendable {
  let language: Language

  func say(en: String, ko: String) { StandardStream.error.tell(language == .ko ? ko : en) }
}
