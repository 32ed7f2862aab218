import ArgumentParser
import Crypto
import Foundation
import PanelCore
import PanelFiles
import PanelProtocol
import PanelStore

/// `paneld init`: makes the data directory and prints a link by which one coordinator joins.
struct InitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Make the data directory; prints one link for one coordinator, once.",
    discussion: """
      Example:
        paneld init --data /var/lib/paneld --url https://panel.example.org
        paneld init --data trial --self-signed --url https://192.0.2.7:8443
      """
  )

  @ArgumentParser.Option(name: .long, help: "The directory to make.")
  var data: String

  @ArgumentParser.Option(
    name: .long,
    help: ArgumentHelp(
      "The address of the server for coordinators and evaluators (default: "
        + "http://127.0.0.1:8443, with --self-signed https://127.0.0.1:8443)."
    )
  )
  var url: String?

  @ArgumentParser.Flag(
    name: .long,
    help: "The directory exists: print a link for a further coordinator."
  )
  var anotherLink = false

  @ArgumentParser.Flag(
    name: .long,
    help: "Make a certificate for trials; the link and the invitations name its key."
  )
  var selfSigned = false

  func run() throws {
    let url = url ?? "\(selfSigned ? "https" : "http")://127.0.0.1:8443"
    let address = try JoinLink.address(url, needsTLS: selfSigned)
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
    let (secret, pin): (Data, CertificatePin?)
    do {
      (secret, pin) = try addLink(in: directory, host: address.host() ?? "")
    } catch let error as StoreError {
      throw ServerFailure(error)
    } catch let problem as DurableFile.Problem {
      throw ServerFailure(problem, fix: "free some space, or name a place that you may write to")
    }
    StandardStream.output.write("\(JoinLink(server: address, secret: secret, pin: pin).text)\n")
    StandardStream.error.write(
      """
      The line above lets one coordinator join, once. Give it to them over a safe channel;
      they run: panel coordinator join
      Start the server with: paneld serve --data \(data)
      \(pin.map { "The certificate's pin is \($0)\n" } ?? "")
      """
    )
  }

  private func addLink(
    in directory: DataDirectory,
    host: String
  ) throws -> (Data, CertificatePin?) {
    let now = Timestamp(Date())
    let secret = JoinLink.secret()
    // An existing certificate is never replaced: every invitation contains its pin.
    let pin =
      try directory.ownCertificate?.load(now: now).pin
      ?? (selfSigned ? try SelfSignedCertificate.make(for: host, in: directory, now: now) : nil)
    var request = OperatorRequest(link: ContentHash.sha256(secret))
    request.expires = now.advanced(by: 14 * 86_400)
    try request.give(to: directory)
    return (secret, pin)
  }
}
