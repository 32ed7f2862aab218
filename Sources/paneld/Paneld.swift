import ArgumentParser
import Foundation

/// The server's command line.
struct Paneld: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "paneld",
    abstract: "The server of panel: keeps ratings without knowing whose they are.",
    discussion: """
      Example:
        paneld init --data /var/lib/paneld
        paneld serve --data /var/lib/paneld
      """,
    version: "0.1.0",
    subcommands: [InitCommand.self, ServeCommand.self])
}

@main
enum Main {
  static func main() async {
    // Nothing that this process writes is for other users, and no core file may hold a key.
    umask(0o077)
    var none = rlimit(rlim_cur: 0, rlim_max: 0)
    setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none)
    do {
      var command = try Paneld.parseAsRoot()
      if var asynchronous = command as? any AsyncParsableCommand {
        try await asynchronous.run()
      } else {
        try command.run()
      }
    } catch let failure as ServerFailure {
      StandardStream.error.write("paneld: \(failure.message)\n  fix: \(failure.fix)\n")
      Foundation.exit(failure.status)
    } catch {
      Paneld.exit(withError: error)
    }
  }
}
