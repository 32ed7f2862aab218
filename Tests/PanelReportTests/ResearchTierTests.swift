import Foundation
import PanelCore
import PanelStatistics
import Testing

@testable import PanelReport

/// Rows without a way back, and the profile apart from them.
@Suite(.timeLimit(.minutes(45)))
struct ResearchTierTests {
  @Test func theOrderOfTheTreeIsInNoFile() throws {
    var panel = try ExportPanel(20, profile: 2)
    panel.cannotJudge("A", "U1", 3..<5)
    panel.recuse("C", 7..<8)
    let comments = [(ModelCode("A"), "one"), (ModelCode("B"), "two"), (ModelCode("B"), "three")]
      .map { (model: $0.0, text: $0.1) }
    let files = try ExportedFiles(
      panel.researchContent(seed: 4, comments: comments)
    ).files
    let groups = try ExportedFiles(panel.groupsContent(by: "P1")).files
    var generator = SplitMix64(seed: 99)
    for _ in 0..<5 {
      var other = panel
      other.answers.shuffle(using: &generator)
      let content = other.researchContent(
        seed: 4,
        comments: comments.shuffled(using: &generator)
      )
      #expect(try ExportedFiles(content).files == files)
      #expect(try ExportedFiles(other.groupsContent(by: "P1")).files == groups)
    }
  }

  @Test func anotherSeedGivesOtherLabels() throws {
    let panel = try ExportPanel(20)
    func rows(_ seed: UInt64) throws -> [[String]] {
      try ExportedFiles(panel.researchContent(seed: seed)).lines("ratings-wide.csv").dropFirst()
        .map { $0 }
    }
    let (one, other) = (try rows(1), try rows(2))
    #expect(one.map { $0[0] } == other.map { $0[0] })
    #expect(Set(one.map { Array($0.dropFirst()) }) == Set(other.map { Array($0.dropFirst()) }))
    #expect(zip(one, other).count { $0 == $1 } < 10, "labels name others")
    #expect(try rows(1) == one, "the same seed, the same labels")
  }

  @Test func whoAbstainsHasNoRow() throws {
    var panel = try ExportPanel(14)
    panel.answers[3] = Answers()
    panel.answers[7] = Answers()
    let content = panel.researchContent(seed: 1)
    #expect(content.submissions == 14)
    #expect(content.rows?.count == 12)
    #expect(content.profileRows.count == 12)
    #expect(try ExportedFiles(content).lines("ratings-wide.csv").count == 13)
    for person in panel.answers.indices where !panel.answers[person].isAbstention {
      panel.answers[person].profile[ItemID("P1")] = ChoiceID(person < 8 ? "c0" : "c1")
    }
    #expect(PublishedCounts(panel.groupsContent(by: "P1")).groups.map(\.people) == [6, 6])
  }

  @Test func reasonsAndRecusalsStandInTheirRows() throws {
    var panel = try ExportPanel(20)
    panel.recuse("B", 0..<6)
    panel.cannotJudge("C", "U1", 4..<11)
    let rows = try ExportedFiles(panel.researchContent(seed: 8)).rows("ratings-long.csv")
    #expect(rows.count { $0["state"] == "recused" } == 18)
    #expect(rows.count { $0["state"] == "cannotJudge:N2" } == 7)
    #expect(rows.allSatisfy { ($0["state"] == "rating") == !($0["rating"] ?? "").isEmpty })
    let wide = try ExportedFiles(panel.researchContent(seed: 8)).rows("ratings-wide.csv")
    for row in rows {
      let other = try #require(wide.first { $0["rater"] == row["rater"] })
      #expect(other["\(row["model"] ?? "")_\(row["item"] ?? "")"] == row["rating"])
    }
  }

  @Test func groupsArePartsOfAllAndNoneFollowsFromTheOthers() throws {
    var panel = try ExportPanel(60, seed: 5, profile: 1)
    panel.cannotJudge("A", "U1", 0..<20)
    panel.cannotJudge("A", "U2", 0..<20)
    let content = panel.groupsContent(by: "P1")
    #expect(!content.groups.isEmpty)
    for (model, criterion) in [("A", "usability"), ("A", "cost"), ("B", "usability")] {
      let cells = content.groups.filter {
        $0.cell.model.rawValue == model && $0.cell.subject == criterion
      }
      #expect(cells.count > 1 && cells.reduce(0) { $0 + $1.people } == 60)
      #expect(cells.allSatisfy { $0.people >= 5 && 60 - $0.people >= 5 })
      #expect(Set(cells.map { $0.cell.withheld == nil }).count == 1, "all or none")
      #expect(
        cells.allSatisfy {
          $0.cell.withheld != nil || $0.cell.missing == 0 || $0.cell.missing >= 5
        }
      )
    }
    let rows = try ExportedFiles(content).rows("groups.csv")
    #expect(Set(rows.compactMap { $0["field"] }) == ["P1"])
    let small = try ExportPanel(9)
    let none = small.groupsContent(by: "P1")
    #expect(none.groups.isEmpty)
    #expect(try ExportedFiles(none).files["groups.csv"] == nil)
  }

  @Test func commentsCarryTheirModelAndNothingElse() throws {
    let panel = try ExportPanel(12)
    let comments = (0..<20).map {
      (model: ModelCode($0 % 2 == 0 ? "A" : "B"), text: "=comment \($0), \"quoted\"\nline")
    }
    let files = try ExportedFiles(panel.researchContent(seed: 1, comments: comments))
    let lines = try files.lines("comments.csv")
    #expect(lines[0] == ["model", "text", "approved_by"] && lines.count == 21)
    #expect(Set(lines.dropFirst().map { $0[1] }) == Set(comments.map { "'" + $0.text }))
    #expect(lines.dropFirst().map { $0[1] } != comments.map { "'" + $0.text })
    #expect(Set(lines.dropFirst().prefix(10).map { $0[0] }) == ["A", "B"], "shuffled over models")
    #expect(try ExportedFiles(panel.researchContent(seed: 1)).files["comments.csv"] == nil)
  }

  @Test(arguments: 0..<60)
  func noGroupAndNoCombinationOfTheProfileIsSmallerThanK(_ seed: Int) throws {
    var generator = SplitMix64(seed: UInt64(seed))
    let people = generator.index(below: 80)
    var panel = try ExportPanel(people, seed: UInt64(seed), profile: 1 + seed % 4)
    for person in panel.answers.indices where generator.index(below: 8) == 0 {
      panel.answers[person].profile[panel.survey.profile[0].id] = nil
    }
    let k = 2 + seed % 6
    let profiles = panel.answers.map(\.profile)
    let general = ProfileGeneralisation(panel.survey.profile, profiles, k: k)
    var combinations: [[Int]: Int] = [:]
    for row in general.rows { combinations[row, default: 0] += 1 }
    if people >= k {
      #expect(combinations.values.allSatisfy { $0 >= k })
    }
    if people < 2 * k { #expect(general.fields.allSatisfy { $0.groups.count == 1 }) }
    for (index, field) in general.fields.enumerated() {
      // Every choice is in exactly one group, and everybody in the group of their choice.
      let question = panel.survey.profile[index]
      let isMissing = profiles.contains { $0[question.id] == nil }
      let choices = question.choices.map(\.id) + (isMissing ? [ChoiceID("missing")] : [])
      #expect(field.groups.flatMap { $0 }.sorted() == choices.sorted())
      for (row, profile) in zip(general.rows, profiles) {
        #expect(field.groups[row[index]].contains(profile[question.id] ?? ChoiceID("missing")))
      }
      // Choices are only put to their neighbours.
      for group in field.groups {
        let places = group.compactMap { choice in question.choices.firstIndex { $0.id == choice } }
          .sorted()
        #expect(places.isEmpty || places == Array(places[0]...places[places.count - 1]))
      }
    }
    let again = ProfileGeneralisation(panel.survey.profile, profiles, k: k)
    #expect(again.fields == general.fields && again.rows == general.rows)
  }

  @Test func largeGroupsStayAsTheyAre() throws {
    var panel = try ExportPanel(30)
    for person in panel.answers.indices {
      panel.answers[person].profile[ItemID("P1")] = ChoiceID(
        person < 3 ? "c0" : person < 20 ? "c1" : "c2"
      )
    }
    let general = ProfileGeneralisation(panel.survey.profile, panel.answers.map(\.profile), k: 5)
    #expect(general.fields[0].groups == [[ChoiceID("c0"), ChoiceID("c1")], [ChoiceID("c2")]])
    let rows = try ExportedFiles(panel.researchContent(seed: 3)).rows("profile.csv")
    #expect(rows.count { $0["profile_P1"] == "c0+c1" } == 20)
    #expect(rows.count { $0["profile_P1"] == "c2" } == 10)
  }
}
