import ArgumentParser
import Foundation
import PanelCore
import PanelFiles
import PanelProtocol

/// `panel round link`: opens who wrote what in a confidential round, with both custodians.
struct RoundLinkCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "link",
    abstract: "In a confidential round: fetch one person's sealed link, or log that it was opened.",
    discussion: """
      Example:
        panel round link example --person 'Kim' --reason 'disqualified, decision 12' --to kim.json
        panel custodian open kim.json --keys second.json
        panel custodian open kim.json --keys first.json
        panel round link example --opened kim.json
      """
  )

  @OptionGroup var options: RoundOptions

  @ArgumentParser.Option(name: .long, help: "The person's name as on the roster.")
  var person: String?

  @ArgumentParser.Option(name: .long, help: "The reason, as the log will show it.")
  var reason: String?

  @ArgumentParser.Option(name: .long, help: "The file to write for the custodians.")
  var to: String?

  @ArgumentParser.Option(name: .long, help: "The file that both custodians have opened.")
  var opened: String?

  func run() async throws {
    if let opened { return try await log(try LinkOpening.read(opened), opened) }
    guard let person, let reason, !reason.isEmpty, let to else {
      throw Failure(
        .usage,
        en: "person, reason or file is missing",
        ko: "사람, 이유, 파일 중 빠진 것이 있습니다",
        fix: (en: "give --person, --reason and --to", ko: "--person, --reason, --to를 모두 쓰십시오")
      )
    }
    try OutputFile.requireNew(to)
    let opening = try await options.with { coordinator, sealed, client, _ in
      let round = sealed.manifest.round
      guard sealed.manifest.mode == .confidential else {
        throw Failure(
          .usage,
          en: "'\(round)' is an anonymous round: there is no link to open",
          ko: "'\(round)'은(는) 익명 회차여서 열 수 있는 연결이 없습니다",
          fix: (
            en: "only rounds with 'mode: confidential' have links",
            ko: "mode: confidential 회차에만 연결이 있습니다"
          )
        )
      }
      let links = try await client.get(Route.path(round, .escrow), as: SealedLinks.self).links
      let known = Set(links.map(\.invitation))
      let people = try coordinator.roster(of: round).filter {
        $0.name == person && known.contains($0.invitation)
      }
      guard people.count == 1, let found = people.first,
        let link = links.first(where: { $0.invitation == found.invitation })
      else {
        throw Failure(
          .missingInput,
          en: "\(people.count) enrolled people are called '\(person)'",
          ko: "'\(person)' 이름의 등록자가 \(people.count)명입니다",
          fix: (
            en: "write the name as on the roster; only a confidential round has links",
            ko: "명단의 이름을 그대로 쓰십시오. 연결은 비공개 회차에만 있습니다"
          )
        )
      }
      return LinkOpening(
        round: round,
        manifest: sealed.manifestBytes,
        invitation: link.invitation,
        reason: reason,
        content: link.sealed
      )
    }
    try opening.write(to)
    Notes(language: options.common.settings.language).say(
      en: "Give \(to) to \(opening.next?.name ?? "") first. Nothing has been opened.",
      ko: "\(to)을(를) 먼저 \(opening.next?.name ?? "")에게 전달하십시오. 아직 열리지 않았습니다."
    )
  }

  private func log(_ opening: LinkOpening, _ path: String) async throws {
    guard opening.next == nil else {
      throw Failure(
        .notPermitted,
        en: "\(path): not both custodians have opened it",
        ko: "\(path): 두 보관인이 모두 열지 않았습니다",
        fix: (
          en: "give it to \(opening.next?.name ?? "")", ko: "\(opening.next?.name ?? "")에게 전달하십시오"
        )
      )
    }
    guard opening.isConfirmed else {
      throw Failure(
        .checkFailed,
        en: "\(path): the key in it is not the one that was opened: the file was changed",
        ko: "\(path): 열린 키가 아닙니다. 파일이 바뀌었습니다",
        fix: (en: "have both custodians open a fresh file", ko: "새 파일을 두 보관인이 다시 열게 하십시오")
      )
    }
    try await options.enter { actor, now in
      var entry = LogEntry(.linkOpened, actor: actor, at: now)
      entry.invitation = Hexadecimal.text(opening.invitation)
      entry.reason = opening.reason
      entry.approvals = opening.approvals.reversed()
      return entry
    }
    StandardStream.output.write("ppk: \(Hexadecimal.text(opening.content))\n")
  }
}
