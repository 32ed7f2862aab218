import ArgumentParser
import Foundation
import PanelCore
import PanelFiles
import PanelProtocol

/// `panel round destroy`: ends the retention of an archived or void round.
struct RoundDestroyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "destroy",
    abstract: "Destroy what the server holds of persons and ratings; writes a certificate.",
    discussion: """
      Example:
        panel round destroy example --to certificate.json
      After the time of retention of an archived round, or of a void one. Roster and
      table of codes on this machine are destroyed, too. Manifest and log stay, and verify.
      Releases and backups are not reached by this: destroy them where they lie.
      """
  )

  @OptionGroup var options: RoundOptions

  @ArgumentParser.Option(name: .long, help: "The file to write for the certificate.")
  var to: String

  @ArgumentParser.Flag(name: .long, help: "Do not ask for confirmation.")
  var yes = false

  func run() async throws {
    try OutputFile.requireNew(to)
    try options.confirm(
      LocalizedText(
        en: "Destroy what is held of '\(options.round)' for good? Type its name:",
        ko: "'\(options.round)' 회차의 자료를 영구히 파기할까요? 회차 이름을 입력하십시오:"
      ),
      unless: yes
    )
    let certificate = try await options.with { coordinator, sealed, client, server in
      var history = try await coordinator.follow(sealed, client: client)
      // A rerun after a lost answer finds it ordered.
      if history.destructionOrdered == nil {
        let entry = LogEntry(.destroyed, actor: server.name, at: Timestamp(Date()))
        history = try await coordinator.append(entry, to: sealed, client: client)
      }
      guard history.erasedAt != nil else {
        throw Failure(
          .unavailable,
          en: "the server has the order and has not carried it out yet",
          ko: "서버가 파기 지시를 받았으나 아직 마치지 못했습니다",
          fix: (en: "run it again in a moment", ko: "잠시 뒤 다시 실행하십시오")
        )
      }
      try coordinator.forgetPeople(of: sealed.manifest.round)
      return DestructionCertificate(sealed, history)
    }
    try DurableFile.write(
      try CanonicalJSON.encodeReadable(certificate),
      to: URL(fileURLWithPath: to)
    )
    StandardStream.output.tell(try certificate.statement()[options.common.settings.language])
  }
}
