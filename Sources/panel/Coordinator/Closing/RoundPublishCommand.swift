import ArgumentParser
import Foundation
import PanelCore
import PanelFiles
import PanelProtocol

/// `panel round publish`: makes the scores public and ends the log.
struct RoundPublishCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "publish",
    abstract: "Log that the scores of the release are public; the entry signs the whole log.",
    discussion: "Example:\n  panel round publish example"
  )

  @OptionGroup var options: RoundOptions

  func run() async throws {
    let history = try await options.with { coordinator, sealed, client, server in
      let before = try await coordinator.follow(sealed, client: client)
      if before.phase == .published { return before }  // a rerun after a lost answer
      guard before.release != nil else {
        throw Failure(
          .notPermitted,
          en: "no release of '\(options.round)' has been made",
          ko: "'\(options.round)' 회차의 공개 자료를 아직 만들지 않았습니다",
          fix: (
            en: "make and verify it first: panel release \(options.round) --to DIR",
            ko: "먼저 만들고 검증하십시오: panel release \(options.round) --to 폴더"
          )
        )
      }
      var entry = LogEntry(.published, actor: server.name, at: Timestamp(Date()))
      entry.head = Hexadecimal.text(before.log.hash)
      return try await coordinator.append(entry, to: sealed, client: client)
    }
    let language = options.common.settings.language
    StandardStream.output.write(
      """
      \(options.round): \(history.phase.title[language])
      \(language == .ko ? "지문" : "fingerprint"): \(history.hash.fingerprint)
      \(language == .ko ? "기록의 끝 해시" : "log head"): \(Hexadecimal.text(history.log.hash))

      """
    )
  }
}
