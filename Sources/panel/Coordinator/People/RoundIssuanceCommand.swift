import ArgumentParser
import Foundation
import PanelCore
import PanelFiles
import PanelProtocol
import PanelScoring

/// `panel round issuance`: what the issuance list says of each invited person.
struct RoundIssuanceCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "issuance",
    abstract:
      "Write one notice per invited person: whether a credential was issued on their invitation.",
    discussion: """
      Example:
        panel round issuance example --to issuance.csv
      The auditor, not the coordinator, sends each line to its person: whoever did not enrol and
      reads that a credential was issued has been impersonated.
      """
  )

  @OptionGroup var options: RoundOptions

  @ArgumentParser.Option(name: .long, help: "The CSV to write.")
  var to: String

  func run() async throws {
    try OutputFile.requireNew(to)
    let lines = try await options.with { coordinator, sealed, client, _ in
      let history = try await coordinator.follow(sealed, client: client)
      let list = try await VerifiedIssuance.fetch(sealed, history, client)
      let people = try coordinator.roster(of: sealed.manifest.round)
      var lines = [["name", "email", "invitation", "issuance", "text_ko", "text_en"]]
      for line in list.lines {
        let person = people.first { $0.invitation == line.invitation }
        let (word, text) = IssuanceText.words(line.outcome)
        lines.append([
          person?.name ?? "", person?.email ?? "", Hexadecimal.text(line.invitation), word,
          text.ko, text.en,
        ])
      }
      return lines
    }
    try DurableFile.write(CSV.write(lines), to: URL(fileURLWithPath: to))
    Notes(language: options.common.settings.language).say(
      en: "\(lines.count - 1) lines in \(to).",
      ko: "\(to)에 \(lines.count - 1)줄을 썼습니다."
    )
  }
}
