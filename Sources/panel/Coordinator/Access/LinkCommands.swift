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

struct CustodianCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "custodian",
    abstract: "Keep one of the two keys of a confidential round; works offline.",
    subcommands: [CustodianNewCommand.self, CustodianOpenCommand.self]
  )
}

/// `panel custodian new`: makes a custodian's keys.
struct CustodianNewCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "new",
    abstract: "Make a custodian's keys, on a machine without a network.",
    discussion: """
      Example:
        panel custodian new 'Audit office' --to audit
      audit.json is secret and is destroyed when retention ends; audit.public.json goes to the
      coordinator.
      """
  )

  @ArgumentParser.Argument(help: "The office or person, as the manifest will name them.")
  var name: String

  @ArgumentParser.Option(name: .long, help: "The beginning of the two files' names.")
  var to: String

  @OptionGroup var common: CommonOptions

  func run() throws {
    guard PlainLine.isPlain(name, longest: 200), !name.isEmpty else {
      throw Failure(
        .usage,
        en: "this name is empty or does not fit on one line",
        ko: "한 줄로 쓸 수 없는 이름입니다",
        fix: (en: "write the office's name", ko: "기관이나 직위의 이름을 쓰십시오")
      )
    }
    let keys = CustodianKeys(generatingFor: name)
    let (secret, open) = ("\(to).json", "\(to).public.json")
    for path in [secret, open] where FileManager.default.fileExists(atPath: path) {
      throw Failure(
        .cannotCreate,
        en: "\(path): exists already",
        ko: "\(path): 이미 있습니다",
        fix: (
          en: "choose another --to; keys are never overwritten", ko: "다른 --to를 쓰십시오. 키는 덮어쓰지 않습니다"
        )
      )
    }
    try DurableFile.write(
      try CanonicalJSON.encodeReadable(keys),
      to: URL(fileURLWithPath: secret)
    )
    try DurableFile.write(
      try CanonicalJSON.encodeReadable(try keys.custodian()),
      to: URL(fileURLWithPath: open)
    )
    Notes(language: common.settings.language).say(
      en: "\(secret) is secret: keep it offline. \(open) goes to the coordinator.",
      ko: "\(secret)은(는) 비밀이니 오프라인에 보관하고, \(open)을(를) 평가 담당자에게 주십시오."
    )
  }
}

/// `panel custodian open`: takes off this custodian's layer of a link.
struct CustodianOpenCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "open",
    abstract: "Take your layer off a sealed link and sign for the reason; the second goes first.",
    discussion: "Example:\n  panel custodian open kim.json --keys audit.json"
  )

  @ArgumentParser.Argument(help: "The file that the coordinator gave; it is replaced.")
  var file: String

  @ArgumentParser.Option(name: .long, help: "Your secret file.")
  var keys: String

  @ArgumentParser.Flag(name: .long, help: "Do not ask for confirmation.")
  var yes = false

  @OptionGroup var common: CommonOptions

  func run() throws {
    var opening = try LinkOpening.read(file)
    let own = try CustodianKeys.read(keys)
    if !yes {
      let console = try Console(
        language: common.settings.language,
        toDo: LocalizedText(en: "add --yes", ko: "--yes를 붙이십시오")
      )
      let answer = console.ask(
        en: "Round '\(LogText.printable(opening.round.rawValue))', fingerprint "
          + "\(opening.hash.fingerprint), invitation \(Hexadecimal.text(opening.invitation)), "
          + "reason: \(LogText.printable(opening.reason))\nOpen and sign? (yes/no)",
        ko: "회차 '\(LogText.printable(opening.round.rawValue))', 지문 "
          + "\(opening.hash.fingerprint), 초대 \(Hexadecimal.text(opening.invitation)), "
          + "이유: \(LogText.printable(opening.reason))\n열고 서명할까요? (예/아니오)"
      )
      guard ["yes", "y", "예", "네"].contains(answer?.lowercased() ?? "") else {
        throw Failure(
          .notPermitted,
          en: "nothing was opened",
          ko: "열지 않았습니다",
          fix: (en: "run it again if you agree", ko: "동의하면 다시 실행하십시오")
        )
      }
    }
    try opening.open(with: own)
    try opening.write(file)
    Notes(language: common.settings.language).say(
      en: opening.next.map { "Now it is the turn of \($0.name)." }
        ?? "Both have opened it: it goes back to the coordinator.",
      ko: opening.next.map { "이제 \($0.name)의 차례입니다." } ?? "두 사람이 모두 열었습니다. 평가 담당자에게 돌려주십시오."
    )
  }
}

extension LinkOpening {
  static func read(_ path: String) throws -> LinkOpening {
    let text = try InputFile.text(path)
    guard let opening = try? JSONDecoder().decode(LinkOpening.self, from: Data(text.utf8)) else {
      throw Failure.wrongFile(
        path,
        not: "a sealed link",
        ko: "봉인된 연결 파일이",
        fix: (en: "use the file that panel round link wrote", ko: "panel round link가 만든 파일을 쓰십시오")
      )
    }
    return opening
  }

  func write(_ path: String) throws {
    try DurableFile.write(
      try CanonicalJSON.encodeReadable(self),
      to: URL(fileURLWithPath: path)
    )
  }
}

extension CustodianKeys {
  /// Reads a custodian's secret file.
  static func read(_ path: String) throws(Failure) -> CustodianKeys {
    let text = try InputFile.text(path)
    guard let own = try? JSONDecoder().decode(CustodianKeys.self, from: Data(text.utf8)) else {
      throw Failure(
        .invalidData,
        en: "\(path):1: these are not a custodian's keys",
        ko: "\(path):1: 보관인의 키가 아닙니다",
        fix: (
          en: "use the secret file of panel custodian new", ko: "panel custodian new의 비밀 파일을 쓰십시오"
        )
      )
    }
    return own
  }
}
