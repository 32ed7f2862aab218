import ArgumentParser
import Foundation
import PanelCore
import PanelFiles
import PanelProtocol

/// `panel status`: the submission status in every round, without asking a server.
struct StatusCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "Show what you have submitted in every round you have joined.",
    discussion: "Example:\n  panel status"
  )

  @ArgumentParser.Flag(name: .long, help: "Print as JSON.")
  var json = false

  @OptionGroup var common: CommonOptions

  private struct Line: Encodable {
    var round: RoundID
    var state: String
    var open: Int?
    var revision: UInt32?
  }

  func run() throws {
    let settings = common.settings
    var lines: [Line] = []
    for state in RoundState.all(home: settings.home) {
      let evaluator = try Evaluator(state)
      let line =
        switch try evaluator.status() {
        case .void: Line(round: state.round, state: "void")
        case .notEnrolled: Line(round: state.round, state: "notEnrolled")
        case .drafting(let open): Line(round: state.round, state: "drafting", open: open)
        case .notSubmitted, .changed, .preview, .reading:
          Line(round: state.round, state: "notSubmitted")
        case .submitted(let revision):
          Line(round: state.round, state: "submitted", revision: revision)
        case .abstained(let revision):
          Line(round: state.round, state: "abstained", revision: revision)
        }
      lines.append(line)
      if json { continue }
      try evaluator.statusText().show(on: .output, in: settings.language)
    }
    if json {
      StandardStream.output.write(try CanonicalJSON.encodeReadable(lines))
    } else if lines.isEmpty {
      Notes(language: settings.language).say(
        en: "You have not joined a round yet. Run: panel join INVITATION.txt",
        ko: "아직 등록한 회차가 없습니다. 실행: panel join 초대문.txt"
      )
    }
  }
}
