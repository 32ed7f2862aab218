import ArgumentParser
import Crypto
import Foundation
import PanelCore
import PanelFiles
import PanelProtocol

/// `paneld link`: makes a link by which one coordinator or auditor joins, even while the server
/// runs.
struct LinkCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "link",
    abstract: "Print a link by which one coordinator or auditor joins, once.",
    discussion: """
      Example:
        paneld link --data /var/lib/paneld --role auditor --round example \\
          --url https://panel.example.org
      The server may run at the same time. An auditor reads log, counts and releases, and changes
      nothing.
      """
  )

  @ArgumentParser.Option(name: .long, help: "The data directory that paneld init made.")
  var data: String

  @ArgumentParser.Option(
    name: .long,
    help: "coordinator or auditor.",
    transform: { text in
      guard let role = Role(rawValue: text) else {
        throw ValidationError("'\(text)' is not a role: write coordinator or auditor")
      }
      return role
    }
  )
  var role = Role.coordinator

  @ArgumentParser.Option(
    name: .long,
    help: "The only round that an auditor may read (default: all)."
  )
  var round: String?

  @ArgumentParser.Option(name: .long, help: "The days for which the link can be used.")
  var days = 14

  @ArgumentParser.Option(
    name: .long,
    help: "The address of the server (default: that of the running server)."
  )
  var url: String?

  func run() throws {
    let directory = try DataDirectory.existing(data)
    guard (1...365).contains(days) else {
      throw ServerFailure(
        "\(days) days: a link lasts from 1 to 365",
        fix: "leave out --days for 14",
        status: ServerFailure.usage
      )
    }
    guard round == nil || role == .auditor else {
      throw ServerFailure(
        "a coordinator's link is not bound to a round",
        fix: "leave out --round, or make it --role auditor",
        status: ServerFailure.usage
      )
    }
    let address = try JoinLink.address(url ?? directory.runningAddress ?? JoinLink.standard)
    let secret = JoinLink.secret()
    var request = OperatorRequest(link: ContentHash.sha256(secret), role: role)
    request.round = round.map { RoundID($0) }
    request.expires = Timestamp(Date()).advanced(by: Int64(days) * 86_400)
    try request.give(to: directory)
    let pin = try directory.ownCertificate?.load(now: Timestamp(Date())).pin
    StandardStream.output.write("\(JoinLink(server: address, secret: secret, pin: pin).text)\n")
    StandardStream.error.write(
      """
      The line above lets one \(role) join, once, within \(days) days. Give it to them over a safe
      channel; they run: panel coordinator join

      """
    )
  }
}

extension JoinLink {
  /// The address that a link contains if no other is known.
  static let standard = "http://127.0.0.1:8443"

  /// A new secret.
  static func secret() -> Data { Data(SymmetricKey(size: .bits256).withUnsafeBytes { Array($0) }) }

  /// Checks an address and removes a slash at its end.
  static func address(_ text: String, needsTLS: Bool = false) throws(ServerFailure) -> URL {
    guard let address = URL(string: text.hasSuffix("/") ? String(text.dropLast()) : text),
      address.host() != nil,
      address.scheme == "https" || (address.scheme == "http" && !needsTLS)
    else {
      throw ServerFailure(
        "'\(text)' is not an address",
        fix: "write for example https://panel.example.org"
          + (needsTLS ? "; a certificate needs https://" : ""),
        status: ServerFailure.usage
      )
    }
    return address
  }
}
