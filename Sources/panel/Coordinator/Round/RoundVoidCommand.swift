import ArgumentParser
import Foundation
import PanelCore
import PanelFiles
import PanelProtocol

/// `panel round void`: voids a round for good.
struct RoundVoidCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "void",
    abstract: "Void the round for good, with a reason that everyone can read.",
    discussion: "Example:\n  panel round void example --reason 'the wrong survey was sealed'"
  )

  @OptionGroup var options: RoundOptions

  @ArgumentParser.Option(name: .long, help: "The reason, as the log will show it.")
  var reason: String

  @ArgumentParser.Flag(name: .long, help: "Do not ask for confirmation.")
  var yes = false

  func run() async throws {
    try options.confirm(
      LocalizedText(
        en: "Void '\(options.round)' for good? Nothing in it will count. Type its name:",
        ko: "'\(options.round)' 회차를 무효로 할까요? 아무것도 집계되지 않습니다. 회차 이름을 입력하십시오:"
      ),
      unless: yes
    )
    try await options.enter { actor, now in
      var entry = LogEntry(.voided, actor: actor, at: now)
      entry.reason = reason.trimmingCharacters(in: .whitespacesAndNewlines)
      return entry
    }
  }
}
