import Foundation
import PanelScoring
import PanelStatistics
import Testing

@testable import PanelCore
@testable import PanelReport

/// What the public tier shows, and what it withholds.
@Suite(.timeLimit(.minutes(45)))
struct PublicTierTests {
  private func cell(
    _ cells: [ExportContent.Cell],
    _ model: String,
    _ subject: String
  ) throws
    -> ExportContent.Cell
  {
    try #require(cells.first { $0.model.rawValue == model && $0.subject == subject })
  }

  @Test func histogramsHoldEveryRatingOfTheScaleAndAddUp() throws {
    let panel = try ExportPanel(12)
    let content = panel.publicContent
    #expect(content.items.count == 9 && content.submissions == 12)
    for cell in content.items {
      #expect(cell.withheld == nil && cell.n == 12 && cell.missing == 0)
      #expect(cell.counts.map(\.value) == (1...5).map { Rational($0) })
      for count in cell.counts {
        let given = panel.answers.count {
          $0.answers[cell.model]?[ItemID(cell.subject)] == count.value.floor.map { .rating($0) }
        }
        #expect(count.count == given)
      }
    }
    #expect(content.rows == nil && content.profileRows.isEmpty && content.score == nil)
  }

  @Test(arguments: [0, 1, 4, 5, 8])
  func aFewMissingAreWithheldWithWhatWouldTellThem(_ missing: Int) throws {
    var panel = try ExportPanel(14)
    panel.cannotJudge("A", "U2", 0..<missing)
    let content = panel.publicContent
    let isTelling = (1...4).contains(missing)
    let item = try cell(content.items, "A", "U2")
    #expect(item.withheld == (isTelling ? .fewMissing : nil))
    #expect(item.missing == (isTelling ? 0 : missing))
    #expect(item.n == (isTelling ? 0 : 14 - missing))
    let estimate = try cell(content.estimates, "A", "usability")
    // With half of the items needed everybody has a criterion rating, whose denominator tells.
    #expect(estimate.withheld == (isTelling ? .complementary : nil))
    #expect(estimate.n == (isTelling ? 0 : 14))
    // The total less the points of one other criterion would tell those of this one.
    let other: ExportContent.Withholding? = isTelling ? .complementary : nil
    #expect(try cell(content.estimates, "A", "cost").withheld == other)
    #expect(try cell(content.items, "A", "C1").withheld == other)
    #expect(try cell(content.items, "A", "U1").withheld == nil)
    #expect(try cell(content.items, "B", "U2").withheld == nil)
    let total = try #require(
      content.scores.first { $0.model?.rawValue == "A" && $0.subject == "total" }
    )
    #expect((total.n == nil) == isTelling && (total.exact == nil) == isTelling)
    #expect(total.points != nil && total.rank != nil)
    for line in content.scores where line.model?.rawValue == "A" && line.subject != "total" {
      #expect(
        (line.points == nil) == isTelling && line.noPoints == (isTelling ? .complementary : nil)
      )
    }
  }

  @Test(
    "the second criterion is the smallest that is whole, and none where two are withheld anyway"
  )
  func theSecondCriterion() throws {
    var panel = try ExportPanel(14)
    let extra = Criterion(
      id: CriterionID("extra"),
      title: LocalizedText(en: "extra", ko: "추가"),
      points: ExactDecimal(5)
    )
    panel.survey.criteria.append(extra)
    var item = panel.survey.items[0]
    (item.id, item.criterion) = (ItemID("E1"), extra.id)
    panel.survey.items.append(item)
    for evaluator in panel.answers.indices {
      for model in panel.survey.models.map(\.code) {
        panel.answers[evaluator].answers[model]?[item.id] = .rating(1 + evaluator % 5)
      }
    }
    func withheld(_ content: ExportContent) -> [String] {
      content.items.filter { $0.withheld != nil }.map(\.subject)
    }
    var one = panel
    one.cannotJudge("A", "E1", 0..<2)
    #expect(withheld(one.publicContent) == ["C1", "E1"])
    var both = one
    both.cannotJudge("A", "U1", 3..<5)
    #expect(withheld(both.publicContent) == ["U1", "E1"])
    let cost = both.publicContent.scores.first { $0.subject == "cost" }
    #expect(cost?.points != nil && cost?.n == 14 && cost?.exact != nil)
    // A total of totals is no sum of criteria.
    one.survey.scoring.unit = .total
    #expect(withheld(one.publicContent) == ["E1"])
  }

  @Test func recusalsAndAbstentionsAreMissingLikeTheRest() throws {
    var panel = try ExportPanel(16)
    panel.recuse("B", 0..<3)
    panel.cannotJudge("B", "U1", 3..<6)
    let content = panel.publicContent
    #expect(try cell(content.items, "B", "U1").missing == 6)
    #expect(try cell(content.items, "B", "C1").withheld == .fewMissing)
    panel.answers[9] = Answers()
    let abstained = panel.publicContent
    #expect(abstained.submissions == 16)
    #expect(abstained.items.count { $0.withheld == .fewMissing } == 8)
    #expect(try cell(abstained.items, "B", "U1").missing == 7)
  }

  @Test func fewRatingsAreNoHistogram() throws {
    let content = try ExportPanel(4).publicContent
    #expect(content.items.allSatisfy { $0.withheld == .fewRatings && $0.counts.isEmpty })
    #expect(content.estimates.allSatisfy { $0.withheld == .complementary })
    #expect(content.scores.allSatisfy { $0.n == nil && $0.exact == nil && $0.estimate == nil })
  }

  @Test func theUnitSaysWhatTheSortedValuesAre() throws {
    var panel = try ExportPanel(12)
    panel.survey.scoring.unit = .item
    #expect(panel.publicContent.estimates.isEmpty)
    panel.survey.scoring.unit = .criterion
    #expect(panel.publicContent.estimates.map(\.subject).prefix(2) == ["usability", "cost"])
    panel.survey.scoring.unit = .total
    let totals = panel.publicContent.estimates
    #expect(totals.map(\.subject) == ["total", "total", "total"])
    #expect(totals.allSatisfy { $0.n == 12 })
    panel.cannotJudge("A", "C1", 0..<2)
    let withheld = panel.publicContent.estimates
    // Whoever cannot judge the only item of a criterion has no total either; the reason says nothing.
    #expect(withheld.map(\.withheld) == [.complementary, nil, nil])
  }

  @Test(arguments: DisclosurePolicy.allCases)
  func thePolicyDecidesWhichModelsAreShown(_ policy: DisclosurePolicy) throws {
    var panel = try ExportPanel(12)
    panel.settings = DisclosureSettings(policy: policy)
    let content = panel.publicContent
    let first = try #require(panel.score.ranking.first?.id)
    for cell in content.items + content.estimates {
      let isShown = policy == .all || (policy == .winnerAndAverage && cell.model.rawValue == first)
      #expect(cell.withheld == (isShown ? nil : .policy))
    }
    let points = content.scores.filter { $0.points != nil }
    let ranks = content.scores.filter { $0.rank != nil }
    switch policy {
    case .all:
      #expect(points.count == 10 && ranks.count == 3)
      #expect(content.scores.last?.points == panel.score.averagePoints)
    case .ranksOnly:
      #expect(points.isEmpty && ranks.count == 3)
      #expect(content.scores.allSatisfy { $0.n == nil && $0.exact == nil && $0.estimate == nil })
    case .none:
      #expect(points.isEmpty && ranks.isEmpty)
    case .winnerAndAverage:
      #expect(Set(points.map { $0.model?.rawValue }) == [first, nil] && ranks.count == 1)
      let average = try #require(content.scores.last)
      let rounded = try panel.score.points.map { text in
        let digits = try #require(text)
        return try #require(Rational(decimal: digits))
      }
      let mean = rounded.reduce(.zero, +) / Rational(3)
      #expect(average.subject == "average" && average.model == nil)
      #expect(average.points == mean.decimalText(places: 3, mode: .halfUp))
    }
    // Nothing of a model that is not shown stands in any file.
    guard policy == .winnerAndAverage else { return }
    let files = try ExportedFiles(content)
    for name in ["histograms.csv", "estimates.csv", "items.csv"] {
      for row in try files.rows(name) where row["model"] != first {
        #expect(
          row["status"] == "policy" && (row["n"] ?? "").isEmpty && (row["count"] ?? "").isEmpty
        )
      }
    }
  }

  @Test func aModelBelowTheQuorumHasNoPointsAndNoNumber() throws {
    var panel = try ExportPanel(12)
    panel.survey.scoring.quorum = 10
    panel.recuse("C", 0..<3)
    let lines = panel.publicContent.scores.filter { $0.model?.rawValue == "C" }
    #expect(lines.allSatisfy { $0.noPoints == .quorum && $0.n == nil && $0.points == nil })
    let text = try ExportedFiles(panel.publicContent).text("scores.csv")
    #expect(!text.contains("of 10"), "the reason says no number")
  }
}
