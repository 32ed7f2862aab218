import ArgumentParser
import Foundation
import PanelCore
import PanelFiles
import PanelProtocol

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
      let agrees = Confirmation.ask(
        en: "Round '\(LogText.printable(opening.round.rawValue))', fingerprint "
          + "\(opening.hash.fingerprint), invitation \(Hexadecimal.text(opening.invitation)), "
          + "reason: \(LogText.printable(opening.reason))\nOpen and sign? (yes/no)",
        ko: "회차 '\(LogText.printable(opening.round.rawValue))', 지문 "
          + "\(opening.hash.fingerprint), 초대 \(Hexadecimal.text(opening.invitation)), "
          + "이유: \(LogText.printable(opening.reason))\n열고 서명할까요? (예/아니오)",
        on: console
      )
      guard agrees == true else {
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
    try InputFile.decoded(
      path,
      or: Failure.wrongFile(
        path,
        not: "a sealed link",
        ko: "봉인된 연결 파일이",
        fix: (en: "use the file that panel round link wrote", ko: "panel round link가 만든 파일을 쓰십시오")
      )
    )
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
    try InputFile.decoded(
      path,
      or: Failure(
        .invalidData,
        en: "\(path):1: these are not a custodian's keys",
        ko: "\(path):1: 보관인의 키가 아닙니다",
        fix: (
          en: "use the secret file of panel custodian new", ko: "panel custodian new의 비밀 파일을 쓰십시오"
        )
      )
    )
  }
}
