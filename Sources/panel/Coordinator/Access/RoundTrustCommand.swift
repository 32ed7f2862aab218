import ArgumentParser
import Foundation
import PanelCore
import PanelFiles
import PanelProtocol

/// `panel round trust`: an auditor compares a round with the published fingerprint.
struct RoundTrustCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "trust",
    abstract: "As an auditor: compare a round with the published fingerprint, once.",
    discussion: """
      Example:
        panel round trust example --fingerprint ED0JR-4PDZ0-7RBPX-ET7GN-45JC1-M1JF3
      Take it from the public page or the paper notice, not from the coordinator's mail.
      """
  )

  @OptionGroup var options: RoundOptions

  @ArgumentParser.Option(name: .long, help: "The published fingerprint.")
  var fingerprint: String

  func run() async throws {
    guard let fingerprint = Fingerprint(fingerprint) else {
      throw Failure.notFingerprint(fingerprint)
    }
    let settings = options.common.settings
    let coordinator = Coordinator(home: settings.home)
    try await reporting {
      try await coordinator.with(options.server) { client, _ in
        let sealed = try await SealedRound.fetch(RoundID(options.round), from: client)
        try coordinator.trust(sealed, fingerprint: fingerprint)
      }
    }
    Notes(language: settings.language).say(
      en: "It matches. Next: panel log \(options.round)  ·  panel round progress \(options.round)",
      ko: "일치합니다. 다음: panel log \(options.round)  ·  panel round progress \(options.round)"
    )
  }
}
