import ArgumentParser
import Foundation
import PanelCore
import PanelFiles
import PanelProtocol

/// `panel submit`: sends the draft, or what an earlier attempt left in the outbox.
struct SubmitCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "submit",
    abstract: "Send your ratings; run again after a lost connection.",
    discussion: "Example:\n  panel submit example"
  )

  @ArgumentParser.Argument(help: "The round, if you have joined several.")
  var round: String?

  @OptionGroup var common: CommonOptions

  func run() async throws {
    let settings = common.settings
    let state = try RoundState.find(round, home: settings.home)
    let lock = try state.lock()
    let evaluator = try Evaluator(state)
    do {
      _ = try await reporting { try await evaluator.submit() }
    } catch {
      try Standing.tell(evaluator, Notes(language: settings.language))
      throw error
    }
    withExtendedLifetime(lock) {}
    let words = Standing.words(try evaluator.standing(), evaluator)
    StandardStream.output.write(words[settings.language] + "\n")
  }
}
