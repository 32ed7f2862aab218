import ArgumentParser
import Foundation
import PanelCore
import PanelFiles
import PanelProtocol

/// `panel round open`: opens enrolling, then rating.
struct RoundOpenCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "open",
    abstract: "Open the next phase: enrolling, then rating, which ends enrolling for good.",
    discussion: """
      Example:
        panel round open example
        panel round open example --phase rating
      Run again after a lost answer, it opens no further phase.
      """
  )

  @OptionGroup var options: RoundOptions

  @ArgumentParser.Option(
    name: .long,
    help: "Open exactly this phase, enrolling or rating; for scripts."
  )
  var phase: String?

  func run() async throws {
    let target = try phase.map { text throws(Failure) in
      guard let phase = Phase(rawValue: text), [.enrolling, .rating].contains(phase) else {
        throw Failure(
          .usage,
          en: "'\(text)' cannot be opened",
          ko: "'\(text)' 단계는 열 수 없습니다",
          fix: (en: "write enrolling or rating", ko: "enrolling 또는 rating을 쓰십시오")
        )
      }
      return phase
    }
    let phase = try await options.with { coordinator, sealed, client, server in
      try await coordinator.open(
        sealed,
        reaching: target,
        now: Timestamp(Date()),
        client: client,
        server: server
      )
    }
    StandardStream.output.write(
      "\(options.round): \(phase.title[options.common.settings.language])\n"
    )
  }
}
