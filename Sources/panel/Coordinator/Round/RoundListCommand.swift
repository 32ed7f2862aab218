import ArgumentParser
import Foundation
import PanelCore
import PanelFiles
import PanelProtocol

/// `panel round list`: the rounds that one's token reaches.
struct RoundListCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the rounds that you may read on a server, with their phases.",
    discussion: "Example:\n  panel round list"
  )

  @ArgumentParser.Option(name: .long, help: "The server, if you have joined several.")
  var server: String?

  @ArgumentParser.Flag(name: .long, help: "Print as JSON.")
  var json = false

  @OptionGroup var common: CommonOptions

  func run() async throws {
    let settings = common.settings
    let coordinator = Coordinator(home: settings.home)
    let rounds = try await reporting {
      try await coordinator.with(server, isReading: true) { client, _ in
        try await client.get(Route.rounds, as: RoundList.self).rounds
      }
    }
    if json {
      StandardStream.output.write(try CanonicalJSON.encodeReadable(rounds))
      return
    }
    for round in rounds {
      let name = LogText.printable(round.round.rawValue)
      StandardStream.output.tell("\(name): \(round.phase.title[settings.language])")
    }
  }
}
