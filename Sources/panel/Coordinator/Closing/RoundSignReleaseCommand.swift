import ArgumentParser
import Foundation
import PanelCore
import PanelFiles
import PanelProtocol

/// What an auditor asks a coordinator with a tie to sign: the hashes of a release, unseen.
struct ReleaseRequest: Codable, Sendable {
  static let schema = "panel.release-request.v1"

  var schema = Self.schema
  /// The round.
  var round: RoundID
  /// The hash of its manifest, hex.
  var manifest: String
  /// SHA-256 of `units.jsonl`, hex.
  var units: String
  /// SHA-256 of `scores.json`, hex.
  var scores: String
}

/// `panel round sign-release`: logs a release that the auditor made, without seeing it.
struct RoundSignReleaseCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sign-release",
    abstract: "Log the release that an auditor made, unseen, after you declared a tie.",
    discussion: """
      Example:
        panel round sign-release example request.json
      The file is what panel release --request wrote on the auditor's machine.
      """
  )

  @OptionGroup var options: RoundOptions

  @ArgumentParser.Argument(help: "The auditor's file.")
  var file: String

  func run() async throws {
    let text = try InputFile.text(file)
    guard let request = try? JSONDecoder().decode(ReleaseRequest.self, from: Data(text.utf8)),
      request.schema == ReleaseRequest.schema
    else {
      throw Failure.wrongFile(
        file,
        not: "the request of an auditor",
        ko: "참관인의 요청 파일이",
        fix: (
          en: "ask for what panel release ROUND --to DIR --request FILE wrote",
          ko: "panel release 회차 --to 폴더 --request 파일이 만든 파일을 받으십시오"
        )
      )
    }
    let history = try await options.with { coordinator, sealed, client, server in
      guard request.round == sealed.manifest.round, request.manifest == sealed.hash.hex else {
        throw Failure(
          .invalidData,
          en: "\(file):1: the request is about another round",
          ko: "\(file):1: 다른 회차에 대한 요청입니다",
          fix: (en: "ask for that of '\(options.round)'", ko: "'\(options.round)' 회차의 요청을 받으십시오")
        )
      }
      let before = try await coordinator.follow(sealed, client: client)
      if let release = before.release, release == (request.units, request.scores) { return before }
      var entry = LogEntry(.released, actor: server.name, at: Timestamp(Date()))
      (entry.units, entry.scores) = (request.units, request.scores)
      return try await coordinator.append(entry, to: sealed, client: client)
    }
    let head = Hexadecimal.text(history.log.hash)
    Notes(language: options.common.settings.language).say(
      en: "Logged; head \(head). The auditor now makes the release again.",
      ko: "기록했습니다. 끝 해시 \(head). 참관인이 이제 공개 자료를 다시 만들면 됩니다."
    )
  }
}
