import ArgumentParser
import Foundation
import PanelCore
import PanelFiles

/// The command line of evaluators, coordinators, and anyone who verifies.
struct Panel: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "panel",
    abstract: "Collect and score the judgement of an expert panel, anonymously and verifiably.",
    discussion: "Example:\n  panel demo",
    version: "0.1.0",
    groupedSubcommands: [
      CommandGroup(
        name: "Evaluators",
        subcommands: [
          JoinCommand.self, RateCommand.self, SubmitCommand.self, ReceiptCommand.self,
          StatusCommand.self,
        ]
      ),
      CommandGroup(
        name: "Coordinators",
        subcommands: [
          CoordinatorCommand.self, SurveyCommand.self, RoundCommand.self, CustodianCommand.self,
          SimulateCommand.self,
        ]
      ),
      CommandGroup(
        name: "After closing",
        subcommands: [
          ReleaseCommand.self, AggregateCommand.self, ExportCommand.self, DiscloseCommand.self,
          StandingCommand.self,
        ]
      ),
      CommandGroup(
        name: "Anyone",
        subcommands: [VerifyCommand.self, LogCommand.self, DemoCommand.self]
      ),
    ]
  )
}

@main
enum Main {
  static func main() async {
    ProcessHardening.apply()
    do {
      var command = try Panel.parseAsRoot()
      if var asynchronous = command as? any AsyncParsableCommand {
        try await asynchronous.run()
      } else {
        try command.run()
      }
    } catch let failure as Failure {
      tell(failure)
      Foundation.exit(failure.status.rawValue)
    } catch let problem as DurableFile.Problem {
      tell(Failure(problem))
      Foundation.exit(ExitStatus.cannotCreate.rawValue)
    } catch {
      let code = Panel.exitCode(for: error)
      guard code == .validationFailure else { Panel.exit(withError: error) }
      let message = String(
        Panel.message(for: error).split(whereSeparator: \.isNewline).first ?? ""
      )
      tell(
        Failure(
          .usage,
          en: message,
          ko: UsageText.korean(message),
          fix: (
            en: "see panel --help, or add --help to the command",
            ko: "panel --help 또는 명령 뒤에 --help를 붙여 보십시오"
          )
        )
      )
      Foundation.exit(ExitStatus.usage.rawValue)
    }
  }

  private static func tell(_ failure: Failure) {
    let text = failure.text(in: Settings.language(CommandLine.arguments))
    StandardStream.error.write(StandardStream.error.fitted(text))
  }
}
