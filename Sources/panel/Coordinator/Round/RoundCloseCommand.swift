import ArgumentParser
import Foundation
import PanelCore
import PanelFiles
import PanelProtocol

/// `panel round close`: ends enrolling or rating.
struct RoundCloseCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "close",
    abstract: "Close the phase that is open: enrolling or rating.",
    discussion: "Example:\n  panel round close example"
  )

  @OptionGroup var options: RoundOptions

  func run() async throws {
    let phase = try await options.with { coordinator, sealed, client, server in
      try await coordinator.close(
        sealed,
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
