import ArgumentParser
import Crypto
import Foundation
import PanelCore
import PanelFiles
import PanelProtocol

/// `panel round list`: the rounds that one's token reaches.
struct RoundListCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the rounds that you may read on a server, with their phases.",
    discussion: "Example:\n  panel round list"
  )

  @ArgumentParser.Option(name: .long, help: "The server, if you have joined several.")
  var server: String?

  @ArgumentParser.Flag(name: .long, help: "Print as JSON.")
  var json = false

  @OptionGroup var common: CommonOptions

  func run() async throws {
    let settings = common.settings
    let coordinator = Coordinator(home: settings.home)
    let rounds = try await reporting {
      try await coordinator.with(server, isReading: true) { client, _ in
        try await client.get(Route.rounds, as: RoundList.self).rounds
      }
    }
    if json {
      StandardStream.output.write(try CanonicalJSON.encodeReadable(rounds))
      return
    }
    for round in rounds {
      let name = LogText.printable(round.round.rawValue)
      StandardStream.output.tell("\(name): \(round.phase.title[settings.language])")
    }
  }
}

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
