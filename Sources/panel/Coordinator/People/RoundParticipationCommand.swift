import ArgumentParser
import Foundation
import PanelCore
import PanelFiles
import PanelProtocol

/// `panel round participation`: checks a proof of enrolment that an evaluator sent.
struct RoundParticipationCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "participation",
    abstract: "Check a proof of enrolment (panel receipt --participation), for an allowance.",
    discussion: "Example:\n  panel round participation example kim-participation.json"
  )

  @OptionGroup var options: RoundOptions

  @ArgumentParser.Argument(help: "The file.")
  var file: String

  func run() async throws {
    let proof: Participation = try InputFile.decoded(
      file,
      or: Failure.wrongFile(
        file,
        not: "a proof of enrolment",
        ko: "등록 증명이",
        fix: (
          en: "ask for the output of: panel receipt --participation --json",
          ko: "panel receipt --participation --json의 출력을 요청하십시오"
        )
      )
    )
    let (isValid, name) = try await options.with { coordinator, sealed, _, _ in
      let people = try coordinator.roster(of: sealed.manifest.round)
      return (
        proof.isValid(in: sealed),
        people.first { $0.invitation == Hexadecimal.bytes(proof.invitation) }?.name
      )
    }
    let language = options.common.settings.language
    guard isValid, let name else {
      StandardStream.output.tell(
        LocalizedText(en: "does NOT hold", ko: "맞지 않습니다")[language] + ": \(file)"
      )
      throw ExitCode(ExitStatus.checkFailed.rawValue)
    }
    StandardStream.output.tell(
      LocalizedText(en: "has enrolled: \(name)", ko: "등록함: \(name)")[language]
    )
  }
}
