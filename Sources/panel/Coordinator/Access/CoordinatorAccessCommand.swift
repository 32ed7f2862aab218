import ArgumentParser
import Foundation
import PanelCore
import PanelFiles
import PanelProtocol

/// `panel coordinator access`: who may enter the server, and the end of a token.
struct CoordinatorAccessCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "access",
    abstract: "List who holds a token of the server; end an auditor's, or your own.",
    discussion: """
      Example:
        panel coordinator access
        panel coordinator access --revoke auditor-1
      Other coordinators' tokens are the operator's to end: paneld access.
      """
  )

  @ArgumentParser.Option(name: .long, help: "The server, if you have joined several.")
  var server: String?

  @ArgumentParser.Option(name: .long, help: "End this holder's token.")
  var revoke: String?

  @ArgumentParser.Flag(name: .long, help: "Print as JSON.")
  var json = false

  @OptionGroup var common: CommonOptions

  func run() async throws {
    let settings = common.settings
    let coordinator = Coordinator(home: settings.home)
    let holders = try await reporting {
      try await coordinator.with(server) { client, own in
        if let revoke {
          let after = try await client.post(
            Route.revocations,
            Revocation(name: revoke),
            reply: Holders.self
          )
          return after.holders
        }
        return try await client.get(Route.holders, as: Holders.self).holders
      }
    }
    if json {
      StandardStream.output.write(try CanonicalJSON.encodeReadable(holders))
      return
    }
    for holder in holders {
      let role =
        holder.role == .auditor
        ? LocalizedText(en: "auditor", ko: "참관인") : LocalizedText(en: "coordinator", ko: "평가 담당자")
      let rounds = holder.rounds.map { rounds in
        " (" + rounds.map { LogText.printable($0.rawValue) }.joined(separator: ", ") + ")"
      }
      let ended =
        holder.isRevoked ? LocalizedText(en: ", ended", ko: ", 종료됨") : LocalizedText(en: "", ko: "")
      StandardStream.output.tell(
        "\(LogText.printable(holder.name)): \(role[settings.language])\(rounds ?? "")"
          + ended[settings.language]
      )
    }
  }
}
