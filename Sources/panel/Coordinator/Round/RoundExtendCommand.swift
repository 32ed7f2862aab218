import ArgumentParser
import Foundation
import PanelCore
import PanelFiles
import PanelProtocol

/// `panel round extend`: gives a phase a later end.
struct RoundExtendCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "extend",
    abstract: "Extend a phase, at least 24 hours before it ends and within the manifest's cap.",
    discussion: """
      Example:
        panel round extend example --phase enrolling --to 2026-07-14T18:00+09:00
      Extending enrolling shifts rating by as much.
      """
  )

  @OptionGroup var options: RoundOptions

  @ArgumentParser.Option(name: .long, help: "enrolling or rating.")
  var phase: String

  @ArgumentParser.Option(name: .long, help: "The new end, with offset.")
  var to: String

  func run() async throws {
    guard let end = Timestamp(to), let phase = Phase(rawValue: phase),
      phase == .enrolling || phase == .rating
    else {
      throw Failure.unreadable(
        en: "'\(phase)' until '\(to)' cannot be extended",
        ko: "'\(phase)' 단계를 '\(to)'까지 연장할 수 없습니다",
        example: "--phase enrolling --to 2026-07-14T18:00+09:00"
      )
    }
    try await options.enter { actor, now in
      var entry = LogEntry(.extended, actor: actor, at: now, phase: phase)
      entry.until = end
      return entry
    }
  }
}
