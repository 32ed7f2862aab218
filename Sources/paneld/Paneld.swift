import ArgumentParser
import Foundation
import PanelCore
import PanelFiles
import PanelStore

/// The server's command line.
struct Paneld: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "paneld",
    abstract: "The server of panel: stores ratings without knowing whose they are.",
    discussion: """
      Example:
        paneld init --data /var/lib/paneld
        paneld serve --data /var/lib/paneld
      """,
    version: Version.current,
    subcommands: [
      InitCommand.self, ServeCommand.self, LinkCommand.self, AccessCommand.self,
      CheckCommand.self, BackupCommand.self, RestoreCommand.self,
    ]
  )
}

@main
enum Main {
  static func main() async {
    ProcessHardening.apply()
    do {
      var command = try Paneld.parseAsRoot()
      if var asynchronous = command as? any AsyncParsableCommand {
        try await asynchronous.run()
      } else {
        try command.run()
      }
    } catch let failure as ServerFailure {
      end(failure)
    } catch let error as StoreError {
      end(ServerFailure(error))
    } catch {
      let code = Paneld.exitCode(for: error)
      guard code == .validationFailure else { Paneld.exit(withError: error) }
      let message = Paneld.message(for: error).split(whereSeparator: \.isNewline).first ?? ""
      StandardStream.error.write(
        "paneld: \(message)\n  fix: see: paneld --help, or --help after the command\n"
      )
      Foundation.exit(ExitStatus.usage.rawValue)
    }
  }

  private static func end(_ failure: ServerFailure) -> Never {
    StandardStream.error.write("paneld: \(failure.message)\n  fix: \(failure.fix)\n")
    Foundation.exit(failure.status.rawValue)
  }
}
