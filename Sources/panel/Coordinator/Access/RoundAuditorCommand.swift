import ArgumentParser
import Crypto
import Foundation
import PanelCore
import PanelFiles
import PanelProtocol

/// `panel round auditor`: lets an auditor read a round.
struct RoundAuditorCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "auditor",
    abstract: "Write a link by which one auditor of the round may join, within 14 days.",
    discussion: """
      Example:
        panel round auditor example --to auditor-link.txt
      An auditor reads log, counts and releases of the round, and changes nothing.
      """
  )

  @OptionGroup var options: RoundOptions

  @ArgumentParser.Option(name: .long, help: "The file to write.")
  var to: String

  func run() async throws {
    try OutputFile.requireNew(to)
    let secret = Data(SymmetricKey(size: .bits256).withUnsafeBytes { Array($0) })
    try await options.with { _, sealed, client, server in
      let pin = server.certificate.map { ".\($0)" } ?? ""
      // Written first: a link that the server knows must not be lost here.
      try DurableFile.write(
        Data("\(server.url)/join#\(CrockfordBase32.encode(secret))\(pin)\n".utf8),
        to: URL(fileURLWithPath: to)
      )
      do {
        _ = try await client.post(
          Route.holders,
          AuditorLink(linkHash: ContentHash.sha256(secret), round: sealed.manifest.round),
          reply: Holders.self
        )
      } catch {
        try? DurableFile.remove(URL(fileURLWithPath: to))
        throw error
      }
    }
    Notes(language: options.common.settings.language).say(
      en: """
        \(to) lets one auditor join, once. Give it to them over a safe channel; they run:
          panel coordinator join \(to) --name auditor-1
        """,
      ko: """
        \(to)로 참관인 한 사람이 한 번 등록할 수 있습니다. 안전한 방법으로 전하십시오. 참관인이 실행:
          panel coordinator join \(to) --name auditor-1
        """
    )
  }
}
