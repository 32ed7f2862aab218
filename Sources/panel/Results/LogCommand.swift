import ArgumentParser
import Foundation
import PanelCore
import PanelFiles
import PanelProtocol
import PanelReport

/// `panel log`: a round's log, with every signature verified.
struct LogCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "log",
    abstract: "Show a round's log, from a release directory or from the server.",
    discussion: """
      Example:
        panel log release
        panel log example --server https://panel.example.org
        panel log certificate.json
      """
  )

  @ArgumentParser.Argument(
    help: "A release directory, a certificate of panel round destroy, or a round."
  )
  var source: String

  @ArgumentParser.Option(name: .long, help: "The server of the round.")
  var server: String?

  @ArgumentParser.Flag(name: .long, help: "Print the entries as JSON, one per line.")
  var json = false

  @OptionGroup var common: CommonOptions

  func run() async throws {
    let settings = common.settings
    let history: RoundHistory
    if FileManager.default.fileExists(atPath: source), !InputFile.isDirectory(source) {
      let text = Data(try InputFile.text(source).utf8)
      guard let certificate = try? JSONDecoder().decode(DestructionCertificate.self, from: text)
      else {
        throw Failure.wrongFile(
          source,
          not: "a certificate of destruction",
          ko: "파기 증명서가",
          fix: (
            en: "name the file of panel round destroy, a release directory, or a round",
            ko: "panel round destroy가 만든 파일, 공개 자료 폴더 또는 회차를 지정하십시오"
          )
        )
      }
      history = try certificate.history()
    } else if FileManager.default.fileExists(atPath: source) {
      do {
        history = try Release(files: try InputFile.directory(source)).history()
      } catch let problem as ReleaseProblem {
        throw Failure(problem, in: source)
      }
    } else {
      let place = try RoundPlace.find(source, server: server, home: settings.home)
      history = try await reporting {
        try await PanelClient.with(place.server, pin: place.pin) { client in
          let sealed = try await SealedRound.fetch(place.round, from: client)
          // If this machine has a copy of the log, compare, and report entries that were removed.
          let state = RoundState(home: settings.home, round: place.round)
          if state.exists, try state.sealedRound().hash == sealed.hash {
            return try await state.follow(sealed, client: client)
          }
          let coordinator = Coordinator(home: settings.home)
          if FileManager.default.fileExists(atPath: coordinator.folder.path),
            try coordinator.publicKey() == sealed.manifest.coordinatorKey
          {
            return try await coordinator.follow(sealed, client: client)
          }
          return try await FollowedLog.read(sealed, client: client)
        }
      }
    }
    for (number, entry) in history.entries.enumerated() {
      if json {
        StandardStream.output.write(try entry.bytes() + Data([10]))
      } else {
        let digits = String(number + 1)
        let place = String(repeating: " ", count: max(0, 3 - digits.count)) + digits
        StandardStream.output.tell(
          "\(place)  \(entry.at.koreanTime)  \(LogText.printable(entry.actor))  "
            + LogText.sentence(entry)[settings.language]
        )
      }
    }
    guard !json else { return }
    let head = Hexadecimal.text(history.log.hash)
    StandardStream.output.tell(
      settings.language == .ko
        ? "모든 서명이 맞습니다. 지문 \(history.hash.fingerprint), 끝 해시 \(head)"
        : "All signatures hold. Fingerprint \(history.hash.fingerprint), head \(head)"
    )
  }
}
