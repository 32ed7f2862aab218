import ArgumentParser
import Foundation
import PanelCore
import PanelFiles
import PanelProtocol

/// `panel round recuse`: the coordinator declares a tie of their own.
struct RoundRecuseCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "recuse",
    abstract: "Declare that you, the coordinator, have a tie to a team: for good, in the log.",
    discussion: """
      Example:
        panel round recuse example --team 'Team Blue'
      From then on the server shows you no rating before publication. An auditor makes the
      release, and you sign it unseen: panel round sign-release.
      """
  )

  @OptionGroup var options: RoundOptions

  @ArgumentParser.Option(
    name: .long,
    help: "The team, or the code if the manifest names no teams; repeatable."
  )
  var team: [String]

  func run() async throws {
    let known = try await options.with(isReading: true) { _, sealed, _, _ in
      let teams = sealed.manifest.teams
      return teams.isEmpty ? sealed.manifest.models.map(\.rawValue) : teams
    }
    guard let unknown = team.first(where: { !known.contains($0) }) else { return try await enter() }
    let all = known.map(LogText.printable).joined(separator: ", ")
    throw Failure(
      .usage,
      en: "no team or code named '\(unknown)' in the manifest",
      ko: "'\(unknown)'은(는) 선언문에 없습니다",
      fix: (en: "give --team with one of: \(all)", ko: "--team에 쓸 수 있는 것: \(all)")
    )
  }

  private func enter() async throws {
    try await options.enter { actor, now in
      var entry = LogEntry(.conflicted, actor: actor, at: now)
      entry.teams = team
      return entry
    }
  }
}
