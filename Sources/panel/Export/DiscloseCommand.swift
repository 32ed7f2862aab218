import ArgumentParser
import Foundation
import PanelCore
import PanelFiles
import PanelProtocol
import PanelReport

/// `panel disclose`: the notices of a release under a disclosure policy.
struct DiscloseCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "disclose",
    abstract: "Write the public notice and one notice per team, under a disclosure policy.",
    discussion: """
      Example:
        panel disclose release --policy ranksOnly --to notices
      A policy is refused if the public, a team, or two teams together can derive the points of
      others. Publish only notice-ko.md and notice-en.md.
      """
  )

  @ArgumentParser.Argument(help: "The release directory.")
  var release: String

  @ArgumentParser.Option(
    name: .long,
    help: "none, ranksOnly, winnerAndAverage or all (default: the manifest's)."
  )
  var policy: String?

  @ArgumentParser.Option(name: .long, help: "The directory to create.")
  var to: String

  @ArgumentParser.Option(name: .long, help: "The number of days in which a team may object.")
  var objectionDays = 10

  @ArgumentParser.Flag(
    name: .long,
    help: "Name the teams in the public notice; the log must have opened the codes."
  )
  var names = false

  @ArgumentParser.Flag(name: .long, help: "Print disclosure.json.")
  var json = false

  @OptionGroup var common: CommonOptions

  func run() throws {
    try OutputFile.requireNew(to)
    guard (1...365).contains(objectionDays) else {
      throw Failure(
        .usage,
        en: "invalid number of days: \(objectionDays)",
        ko: "이의신청 기간으로 \(objectionDays)일은 쓸 수 없습니다",
        fix: (en: "give 1 to 365", ko: "1–365 사이로 쓰십시오")
      )
    }
    let disclosure = try self.disclosure()
    guard !names || disclosure.knowsTeams else {
      throw Failure(
        .notPermitted,
        en: "the log has not opened the codes, so no notice can name the teams",
        ko: "어느 코드가 어느 팀인지 기록에 공개되지 않아 팀 이름을 쓸 수 없습니다",
        fix: (
          en: "leave out --names, or open the codes and make the release again",
          ko: "--names를 빼거나 코드를 공개한 뒤 공개 자료를 다시 만드십시오"
        )
      )
    }
    guard disclosure.check.passes else { throw Failure(refusing: disclosure) }
    try DurableFile.writeDirectory(try disclosure.files(), to: URL(fileURLWithPath: to))
    let language = common.settings.language
    if json {
      StandardStream.output.write(try disclosure.record())
    } else {
      let lines = DisclosureTable.lines(
        disclosure.check,
        language: language,
        columns: TerminalText.columns(of: .output) ?? .max
      )
      StandardStream.output.write(lines.joined(separator: "\n") + "\n")
    }
    Notes(language: language).say(
      en: """
        The notices are in \(to). Publish notice-ko.md and notice-en.md only; a file in teams is for its team alone,
        disclosure.json for you.
        """,
      ko: """
        \(to)에 통보문을 만들었습니다. notice-ko.md와 notice-en.md만 공표하십시오. teams의 파일은 해당 팀에만 보내고,
        disclosure.json은 보관하십시오.
        """
    )
  }

  private func disclosure() throws -> Disclosure {
    let release = try VerifiedRelease.read(release)
    return Disclosure(
      release,
      policy: try permitted(release.manifest.disclosure?.policy),
      objectionDays: objectionDays,
      namesTeams: names
    )
  }

  /// The policy to follow; it must show no more than that of the manifest.
  private func permitted(_ allowed: DisclosurePolicy?) throws(Failure) -> DisclosurePolicy {
    guard let policy = try DisclosurePolicy.permitted(policy, within: allowed) else {
      throw DisclosurePolicy.unknown(
        en: "the manifest sets no disclosure policy, and none was given",
        ko: "선언문에 공개 범위가 없고 지정하지도 않았습니다"
      )
    }
    return policy
  }
}
