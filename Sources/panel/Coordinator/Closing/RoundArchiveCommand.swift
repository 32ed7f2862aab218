import ArgumentParser
import Foundation
import PanelCore
import PanelFiles
import PanelProtocol

/// `panel round archive`: archives a published round.
struct RoundArchiveCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "archive",
    abstract: "Archive a published round; its log then takes no entry except its destruction.",
    discussion: "Example:\n  panel round archive example"
  )

  @OptionGroup var options: RoundOptions

  func run() async throws {
    try await options.enter { actor, now in LogEntry(.archived, actor: actor, at: now) }
    let ends = try await options.with(isReading: true) { coordinator, sealed, client, _ in
      try await FollowedLog.read(sealed, client: client).retentionEnds
    }
    guard let ends else { return }
    Notes(language: options.common.settings.language).say(
      en:
        "It is kept until \(ends.koreanTime); then: panel round destroy \(options.round) --to FILE",
      ko: "보존 기한: \(ends.koreanTime). 그 뒤: panel round destroy \(options.round) --to 파일"
    )
  }
}
