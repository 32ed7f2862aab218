import ArgumentParser
import Crypto
import Foundation
import PanelFiles
import PanelProtocol
import PanelStore

/// `paneld init`: makes the data directory and prints a link by which one coordinator joins.
struct InitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Make the data directory; prints one link for one coordinator, once.",
    discussion: "Example:\n  paneld init --data /var/lib/paneld --url https://panel.example.org"
  )

  @ArgumentParser.Option(name: .long, help: "The directory to make.")
  var data: String

  @ArgumentParser.Option(
    name: .long,
    help: "The address under which coordinators and evaluators reach the server."
  )
  var url = "http://127.0.0.1:8443"

  @ArgumentParser.Flag(
    name: .long,
    help: "The directory exists: print a link for a further coordinator."
  )
  var anotherLink = false

  func run() throws {
    guard let address = URL(string: url), address.host() != nil,
      ["http", "https"].contains(address.scheme ?? "")
    else {
      throw ServerFailure(
        "'\(url)' is not an address",
        fix: "write for example https://panel.example.org",
        status: ServerFailure.usage
      )
    }
    let directory = DataDirectory(path: data)
    let exists = FileManager.default.fileExists(atPath: directory.registry.path)
    guard exists == anotherLink else {
      throw exists
        ? ServerFailure(
          "\(data) is a data directory already",
          fix: "start it with: paneld serve --data \(data); "
            + "for a further coordinator add --another-link",
          status: ServerFailure.cannotCreate
        )
        : ServerFailure(
          "\(data) is not a data directory yet",
          fix: "leave out --another-link",
          status: ServerFailure.missingInput
        )
    }
    try directory.create()
    let secret: Data
    do {
      secret = try addLink(in: directory)
    } catch let error as StoreError {
      throw ServerFailure(error)
    }
    StandardStream.output.write("\(url)/join#\(CrockfordBase32.encode(secret))\n")
    StandardStream.error.write(
      """
      The line above lets one coordinator join, once. Give it to them over a safe channel;
      they run: panel coordinator join
      Start the server with: paneld serve --data \(data)

      """
    )
  }

  private func addLink(in directory: DataDirectory) throws -> Data {
    let lock = try directory.takeLock(as: "paneld init (pid \(getpid()))")
    let registry = try Registry(path: directory.registry.path)
    let secret = Data(SymmetricKey(size: .bits256).withUnsafeBytes { Array($0) })
    try registry.addJoinLink(tokenHash: ContentHash.sha256(secret))
    withExtendedLifetime(lock) {}
    return secret
  }
}
