import Foundation
import PanelCore
import PanelStatistics
import Testing

@testable import PanelReport
@testable import PanelScoring

/// Rows and groups never leave together: somebody who has both finds out whose row is whose.
@Suite(.timeLimit(.minutes(45)))
struct GroupsBesideRowsTests {
  /// Fourteen people of two kinds.
  private func panel() throws -> ExportPanel {
    var panel = try ExportPanel(14, seed: 6, profile: 2)
    for person in panel.answers.indices {
      panel.answers[person].profile[ItemID("P1")] = ChoiceID(person < 7 ? "c0" : "c1")
      panel.answers[person].profile[ItemID("P2")] = ChoiceID(person % 2 == 0 ? "c0" : "c1")
    }
    return panel
  }

  private func check(
    _ content: ExportContent,
    after earlier: ExportContent
  ) throws -> ReleaseGate.Result {
    try GateTests.gate().result(on: content, earlier: [try GateTests.earlier(earlier)])
  }

  @Test func groupsTellWhichRowIsInWhichAndTheGateRefusesBoth() throws {
    let panel = try panel()
    let (rows, groups) = (panel.researchContent(seed: 1), panel.groupsContent(by: "P1"))
    #expect(groups.rows == nil && groups.score == nil && groups.profileRows.isEmpty)
    // The attacker tries every half of the rows: which have just the ratings of the first group?
    let table = try #require(rows.rows?.ratings)
    var rule = panel.survey.scoring
    rule.unit = .criterion
    let samples = RatingColumns(table, rule).samples
    let wanted = groups.groups.filter { $0.choices == [ChoiceID("c0")] }
    #expect(wanted.count == 6 && wanted.allSatisfy { $0.cell.withheld == nil })
    var halves: [Set<Int>] = []
    for half in 0..<16_384 where half.nonzeroBitCount == 7 {
      halves.append(Set((0..<14).filter { half >> $0 & 1 == 1 }))
    }
    let fitting = halves.filter { half in
      wanted.enumerated().allSatisfy { place, group in
        samples[place / 2][place % 2].valueCounts(half) == group.cell.counts
      }
    }
    #expect(fitting.count == 1, "of \(halves.count) halves one fits: every row's group is known")
    for (now, before) in [(rows, groups), (groups, rows)] {
      let result = try check(now, after: before)
      let keys = result.findings.filter { $0.check == .differencing }.map(\.key)
      let after = now.rows == nil ? "groups P1 after rows " : "rows after groups P1 "
      #expect(keys.count == 1 && keys[0].hasPrefix(after), "\(keys)")
      #expect(!result.report.isOpen)
    }
  }

  @Test func groupsOfTwoQuestionsAreRefused() throws {
    let panel = try panel()
    let first = panel.groupsContent(by: "P1")
    let result = try check(panel.groupsContent(by: "P2"), after: first)
    let keys = result.findings.filter { $0.check == .differencing }.map(\.key)
    #expect(keys.count == 1 && keys[0].hasPrefix("groups by P1, P2 "), "\(keys)")
    let again = try check(first, after: first)
    #expect(!again.findings.contains { $0.check == .differencing })
    let open = try check(first, after: panel.publicContent)
    #expect(!open.findings.contains { $0.check == .differencing })
  }

  @Test func theSameGroupWithOthersInItIsRefused() throws {
    let panel = try panel()
    let before = panel.groupsContent(by: "P1")
    // Somebody revises: as many people, other ratings. Before less after is theirs.
    var later = panel
    later.answers[0].answers[ModelCode("A")]?[ItemID("C1")] = .rating(
      panel.groupsContent(by: "P1").groups[1].cell.counts[0].value == Rational(1) ? 5 : 1
    )
    let revised = later.groupsContent(by: "P1")
    let cells = zip(before.groups, revised.groups).filter { $0.cell.counts != $1.cell.counts }
    #expect(cells.count == 1 && cells[0].0.people == cells[0].1.people)
    let keys = try check(revised, after: before).findings.filter { $0.check == .differencing }
      .map(\.key)
    #expect(keys.count == 1 && keys[0].hasPrefix("P1 c0 "), "\(keys)")
    let rows = try check(later.researchContent(seed: 1), after: panel.researchContent(seed: 1))
    #expect(rows.findings.contains { $0.key.hasPrefix("rows after rows ") })
  }

  @Test func groupsThatShowNothingAreNoExport() throws {
    var panel = try panel()
    for model in ["A", "B", "C"] {
      for item in panel.survey.items { panel.cannotJudge(model, item.id.rawValue, 0..<2) }
    }
    let content = panel.groupsContent(by: "P1")
    #expect(!content.groups.isEmpty && content.groups.allSatisfy { $0.cell.withheld != nil })
    #expect(PublishedCounts(content).groups.isEmpty)
  }

  @Test func anExportByGroupsHasNothingElse() throws {
    let files = try ExportedFiles(try panel().groupsContent(by: "P1")).files
    let tables = files.keys.filter { $0.hasSuffix(".csv") }.sorted()
    #expect(tables == ["codebook.csv", "groups.csv"])
  }
}
