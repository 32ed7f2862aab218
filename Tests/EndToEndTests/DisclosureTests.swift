import Foundation
import PanelCore
import PanelFiles
import PanelProtocol
import PanelReport
import TestSupport
import Testing

@Suite("Announcing a result", .timeLimit(.minutes(45)))
struct DisclosureTests {
  private static let codes = CodeTable(
    [ModelCode("A"): "Team Blue", ModelCode("B"): "Team Amber"],
    salt: Data(repeating: 3, count: 32)
  )

  /// A closed round of two models, its release written to `release`.
  private func round(survey: String = "", codes: CodeTable? = nil) async throws -> TrialRound {
    let round = try await TrialRound(evaluators: 5, survey: survey, codes: codes)
    try await round.enrolEverybody()
    for index in 0..<5 {
      try round.answer(index)
      _ = try await round.submit(index)
    }
    _ = try await round.close()
    try await release(round, to: "release")
    return round
  }

  private func release(_ round: TrialRound, to name: String) async throws {
    let release = try await round.release()
    try DurableFile.writeDirectory(release.files, to: round.folder.url.appending(path: name))
  }

  private func disclose(
    _ round: TrialRound,
    _ arguments: [String],
    of release: String = "release",
    to name: String
  ) throws -> ProgramRun {
    let folder = round.folder.url
    return try round.panel(
      ["disclose", folder.appending(path: release).path, "--to", folder.appending(path: name).path]
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
    #expect(refused.error.contains("fix: use a policy that reveals no other points: none"))
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

    // Nothing is written over.
    #expect(try disclose(round, ["--policy", "none"], to: "c").status == 73)
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
    #expect(tampered.status == 65 && tampered.error.contains("V13") && !exists("d"))
  }

  @Test("what the manifest promised binds: the same or a stricter policy, never a looser one")
  func promised() async throws {
    let codes = try #require(Self.codes)
    let round = try await round(survey: "disclosure: {policy: ranksOnly}", codes: codes)
    let manifest = try String(
      contentsOf: round.folder.url.appending(path: "release/manifest.json"),
      encoding: .utf8
    )
    #expect(manifest.contains("\"policy\" : \"ranksOnly\""))
    for looser in ["winnerAndAverage", "all"] {
      let run = try disclose(round, ["--policy", looser], to: "a")
      #expect(
        run.status == 77 && run.error.contains("'\(looser)' reveals what 'ranksOnly' withholds")
      )
      #expect(run.error.contains("fix: give --policy none, ranksOnly"))
    }
    #expect(try disclose(round, ["--policy", "none"], to: "b").status == 0)
    // Without the option it is the promised one.
    #expect(try disclose(round, [], to: "c").status == 0)
    func text(_ name: String) throws -> String {
      try String(contentsOf: round.folder.url.appending(path: name), encoding: .utf8)
    }
    let notice = try text("c/notice-ko.md")
    #expect(notice.contains("| 순위 | 모델 |") && !notice.contains("| 점수 |"))

    // No team is named before the codes are open; then its own notice names it, the public one on
    // demand.
    #expect(try disclose(round, ["--names"], to: "d").status == 77)
    #expect(try !text("c/teams/A-en.md").contains("Team Blue"))
    try await round.enter(.codesOpened) { ($0.codes, $0.salt) = (codes.bytes, codes.salt) }
    try await release(round, to: "opened")
    #expect(try disclose(round, [], of: "opened", to: "e").status == 0)
    #expect(try disclose(round, ["--names"], of: "opened", to: "f").status == 0)
    for own in [try text("e/teams/A-en.md"), try text("f/teams/A-en.md")] {
      #expect(own.contains("A (Team Blue)") && !own.contains("Team Amber"))
    }
    #expect(try !text("e/notice-en.md").contains("Team Blue"))
    #expect(try text("f/notice-en.md").contains("A (Team Blue), B (Team Amber)"))
  }
}
