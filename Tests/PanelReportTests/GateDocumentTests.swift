import Foundation
import PanelCore
import Testing

@testable import PanelReport

@Suite("docs/release-gate.md says what the gate does", .timeLimit(.minutes(45)))
struct GateDocumentTests {
  private func document() throws -> String {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    return try String(
      contentsOf: root.appending(path: "docs/release-gate.md"),
      encoding: .utf8
    )
  }

  @Test("its table has each check of the program, in their order, and no other")
  func checks() throws {
    let rows = try document().matches(of: /\n\| `([a-zA-Z]+)` \| [^\n]* \| [^\n]* \|/)
      .map { String($0.1) }
    #expect(rows.filter { GateCheck(rawValue: $0) != nil } == GateCheck.allCases.map(\.rawValue))
    let checks = try #require(try document().split(separator: "## What is measured").first)
    #expect(checks.matches(of: /\n\| `/).count == GateCheck.allCases.count)
  }

  @Test("the thresholds that it names are those of this version")
  func thresholds() throws {
    let settings = DisclosureSettings.standard
    let words = try document().split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(
      words.contains(
        "k = \(settings.smallestGroup), entropy l ≥ \(settings.leastDiversity), "
          + "t ≤ \(settings.greatestDistance), at most \(settings.greatestUniqueShare) of the rows"
      )
    )
  }

  @Test("each number of a report has its meaning there")
  func numbers() throws {
    let text = try document()
    let groups = try GateRowsTests.content([
      GateRowsTests.group(["a"], 15, [3, 3, 3, 3, 3]),
      GateRowsTests.group(["b"], 15, [3, 3, 3, 3, 3]),
    ])
    var profiles = groups
    profiles.profileFields = [ExportContent.ProfileField(field: ItemID("P1"), groups: [[]])]
    profiles.profileRows = Array(repeating: [0], count: 30)
    let release = try TestRound.shared.get().verified()
    let hidden = GateTests.item("A", "U1", [], withheld: .fewRatings)
    for content in [profiles, try GateTests.content(items: GateTests.items([hidden]))] {
      let result = try GateTests.gate().result(
        on: content,
        linked: LinkedProfiles(release, settings: .standard)
      )
      for name in result.report.checks.flatMap(\.numbers.keys) {
        let known = name.replacing("ifJoined", with: "").replacing(
          /uniqueBy[2-4]/,
          with: "uniqueBy5"
        )
        #expect(text.contains("`\(known)`") || text.contains("`ifJoined\(known)`"), "\(name)")
      }
    }
  }
}
