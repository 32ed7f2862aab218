import Foundation
import PanelFiles
import PanelReport
import TestSupport
import Testing

@Suite("Announcing a result")
struct DisclosureTests {
  /// A closed round of two models, its release written to `release`.
  private func round(survey: String = "") async throws -> TrialRound {
    let round = try await TrialRound(evaluators: 5, survey: survey)
    try await round.enrolEverybody()
    for index in 0..<5 {
      try round.answer(index)
      _ = try await round.submit(index)
    }
    _ = try await round.close()
    let release = try await round.release()
    try DurableFile.writeDirectory(
      release.files,
      to: round.folder.url.appending(path: "release")
    )
    return round
  }

  private func disclose(_ round: TrialRound, _ arguments: [String], to: String) throws -> ProgramRun
  {
    let folder = round.folder.url
    return try round.panel(
      ["disclose", folder.appending(path: "release").path, "--to", folder.appending(path: to).path]
        + arguments
    )
  }

  @Test("a policy that tells points is refused with how, another one is followed")
  func refusedAndFollowed() async throws {
    let round = try await round()
    let folder = round.folder.url
    func exists(_ name: String) -> Bool {
      FileManager.default.fileExists(atPath: folder.appending(path: name).path)
    }
    // The manifest sets nothing, so a policy must be named.
    #expect(try disclose(round, [], to: "a").status == 64)

    // Of two models the average and the first tell the other.
    let refused = try disclose(round, ["--policy", "winnerAndAverage"], to: "a")
    #expect(refused.status == 77 && !exists("a"))
    #expect(refused.error.contains("everybody can derive"))
    #expect(refused.error.contains("average") && refused.error.contains("in all"))
    #expect(refused.error.contains("fix: use a policy that tells nobody: none"))
    let korean = try disclose(
      round,
      ["--policy", "winnerAndAverage", "--language", "ko"],
      to: "a"
    )
    #expect(korean.error.contains("거부됩니다. 누구나"))

    let told = try disclose(round, ["--policy", "none", "--json"], to: "b")
    #expect(told.status == 0, "\(told.error)")
    #expect(told.output.contains("\"schema\" : \"panel.disclosure.v1\""))
    for name in [
      "disclosure.json", "notice-ko.md", "notice-en.md", "teams/A-ko.md", "teams/B-en.md",
    ] {
      let file = folder.appending(path: "b/\(name)").path
      let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions]
      #expect(mode as? Int == 0o600, "\(name)")
    }
    let table = try disclose(round, ["--policy", "none", "--objection-days", "14"], to: "c")
    #expect(table.status == 0 && table.output.contains("the team of A"))
    let notice = try String(contentsOf: folder.appending(path: "c/notice-en.md"), encoding: .utf8)
    #expect(notice.contains("within 14 days"))

    // Nothing is written over, no team is named before the codes are open.
    #expect(try disclose(round, ["--policy", "none"], to: "c").status == 73)
    #expect(try disclose(round, ["--policy", "none", "--names"], to: "d").status == 77)
    #expect(
      try disclose(round, ["--policy", "none", "--objection-days", "0"], to: "d").status == 64
    )
    #expect(try disclose(round, ["--policy", "some"], to: "d").status == 64)

    // A release that was changed announces nothing.
    let scores = folder.appending(path: "release/scores.json")
    let text = try String(contentsOf: scores, encoding: .utf8)
    try text.replacing("\"n\" : 5", with: "\"n\" : 6").write(
      to: scores,
      atomically: true,
      encoding: .utf8
    )
    let tampered = try disclose(round, ["--policy", "all"], to: "d")
    #expect(tampered.status == 1 && tampered.error.contains("V13") && !exists("d"))
  }

  @Test("what the manifest promised binds: the same or a stricter policy, never a looser one")
  func promised() async throws {
    let round = try await round(survey: "disclosure: {policy: ranksOnly}")
    let manifest = try String(
      contentsOf: round.folder.url.appending(path: "release/manifest.json"),
      encoding: .utf8
    )
    #expect(manifest.contains("\"policy\" : \"ranksOnly\""))
    for looser in ["winnerAndAverage", "all"] {
      let run = try disclose(round, ["--policy", looser], to: "a")
      #expect(
        run.status == 77 && run.error.contains("'\(looser)' tells what 'ranksOnly' keeps back")
      )
      #expect(run.error.contains("fix: give --policy none, ranksOnly"))
    }
    #expect(try disclose(round, ["--policy", "none"], to: "b").status == 0)
    // Without the option it is the promised one.
    #expect(try disclose(round, [], to: "c").status == 0)
    let notice = try String(
      contentsOf: round.folder.url.appending(path: "c/notice-ko.md"),
      encoding: .utf8
    )
    #expect(notice.contains("| 순위 | 모델 |") && !notice.contains("| 점수 |"))
  }
}
