import Foundation
import PanelCore
import PanelStatistics
import Testing

@testable import PanelReport

/// Nobody is found by the models that they did not rate.
struct RowDivisionTests {
  private func divide(
    _ unrated: [Set<Int>],
    models: Int,
    k: Int = 5,
    secret: UInt64 = 1
  ) -> RowDivision {
    var generator = SplitMix64(seed: secret)
    return RowDivision(unrated, models: models, k: k, using: &generator)
  }

  @Test func aPanelWithoutRecusalsStaysWhole() {
    let division = divide(Array(repeating: [], count: 20), models: 3)
    #expect(division.whole == Array(0..<20) && division.apart.isEmpty)
  }

  @Test func enoughAlikeStayWholeAndALoneOneTakesOthersAlong() {
    let unrated: [Set<Int>] = Array(repeating: [1], count: 6) + Array(repeating: [], count: 20)
    #expect(divide(unrated, models: 3).apart.isEmpty)
    let lone = divide([[1]] + Array(repeating: [], count: 20), models: 3)
    // The one and five others: five have ratings of model 1.
    #expect(lone.apart.count == 6 && lone.apart.contains(0))
  }

  @Test(arguments: 0..<80)
  func whateverIsUnratedNobodyStandsAmongFew(_ seed: Int) {
    var generator = SplitMix64(seed: UInt64(seed))
    let (models, k) = (1 + generator.index(below: 5), 2 + generator.index(below: 6))
    let odds = 2 + generator.index(below: 20)
    let unrated = (0..<generator.index(below: 80)).map { _ in
      Set((0..<models).filter { _ in generator.index(below: odds) == 0 })
    }
    let division = divide(unrated, models: models, k: k, secret: UInt64(seed))
    #expect((division.whole + division.apart).sorted() == Array(unrated.indices))
    let classes = Dictionary(grouping: division.whole) { unrated[$0] }
    #expect(classes.values.allSatisfy { $0.count >= k })
    for model in 0..<models {
      let together = division.apart.filter { !unrated[$0].contains(model) }
      // Fewer only where no whole row is left that rates the model.
      #expect(
        together.isEmpty || together.count >= k
          || division.whole.allSatisfy { unrated[$0].contains(model) }
      )
    }
  }

  // MARK: What an attacker does

  /// One of 24 is recused from B, and everybody knows who: the employer makes it.
  private func panel() throws -> ExportPanel {
    var panel = try ExportPanel(24, seed: 8)
    panel.recuse("B", 3..<4)
    return panel
  }

  @Test func whoIsKnownToBeRecusedIsNotFound() throws {
    let panel = try panel()
    let form = RatedForm(panel.survey)
    let plain = TierContent.Rows(RatingsTable(form: form, submissions: panel.answers))
    // In plain rows there is one without ratings of B, and it tells the ratings of A and C.
    let found = plain.whole.filter { !plain.ratings.rates($0, 1) }
    #expect(found == [3])
    var content = panel.researchContent(seed: 1)
    let rows = try #require(content.rows)
    #expect(rows.whole.allSatisfy { rows.ratings.rates($0, 1) }, "in no whole row B is missing")
    // The ratings of A stand with those of five others, and are joined to none of C.
    let apart = (0..<3).map { model in rows.models.count { $0 == model } }
    #expect(apart == [6, 5, 6] && rows.whole.count == 18)
    #expect(
      rows.models.indices.allSatisfy { row in
        let rated = (0..<3).filter { rows.ratings.rates(row, $0) }
        return rows.models[row].map { [$0] == rated } ?? true
      }
    )
    #expect(try failed(content) == [])
    // The gate knows plain rows as what they are.
    content.rows = plain
    #expect(try failed(content) == [.recusal])
  }

  @Test func severalExportsDivideTheSameRows() throws {
    let panel = try panel()
    func apart(_ seed: UInt64, _ panel: ExportPanel) throws -> Set<[Int?]> {
      let rows = try #require(panel.researchContent(seed: seed).rows)
      return Set(
        rows.models.indices.filter { rows.models[$0] == 0 }.map { row in
          (0..<3).map { rows.ratings[row, 0, $0].rating }
        }
      )
    }
    let first = try apart(1, panel)
    #expect(try apart(2, panel) == first)
    // Other companions each time: what is apart every time is the recused one's.
    var common = first
    for secret in 2..<8 {
      var other = panel
      other.secret = UInt64(secret)
      common.formIntersection(try apart(1, other))
    }
    let own = (0..<3).map { item -> Int? in
      let id = panel.survey.items[item].id
      guard case .rating(let rating) = panel.answers[3].answers[ModelCode("A")]?[id] else {
        return nil
      }
      return rating
    }
    #expect(common == [own])
  }

  @Test func allRatingsAndThePointsStayTheSame() throws {
    var panel = try ExportPanel(30, seed: 2)
    panel.recuse("A", 0..<2)
    panel.recuse("C", 7..<9)
    panel.cannotJudge("B", "U1", 12..<14)
    let files = try ExportedFiles(panel.researchContent(seed: 1))
    for name in ["ratings-long.csv", "ratings-wide.csv"] {
      let table = try RatingsFile(csv: try files.text(name), form: RatedForm(panel.survey)).table
      let score = ComponentScore(
        table,
        rule: panel.survey.scoring,
        official: true,
        source: "release",
        invited: panel.answers.count
      )
      #expect(score.models.map(\.exact) == panel.score.models.map(\.exact), "\(name)")
      #expect(score.models.map(\.n) == panel.score.models.map(\.n))
    }
  }

  // MARK: Reasons

  @Test func aReasonThatFewGiveIsNotTold() throws {
    var panel = try ExportPanel(24, seed: 3)
    panel.cannotJudge("A", "U1", 0..<4)
    panel.cannotJudge("A", "U2", 0..<5)
    var content = panel.researchContent(seed: 1)
    let lines = try ExportedFiles(content).rows("ratings-long.csv").filter { $0["model"] == "A" }
    func states(_ item: String) -> [String?] {
      lines.filter { $0["item"] == item && $0["rating"] == "" }.map { $0["state"] }
    }
    #expect(states("U1") == Array(repeating: "missing", count: 4))
    #expect(states("U2") == Array(repeating: "cannotJudge:N2", count: 5))
    #expect(try failed(content) == [])
    for row in 0..<4 { content.rows?.ratings[row, 1, 2] = .cannotJudge }
    #expect(try failed(content).contains(.recusal))
  }

  private func failed(_ content: TierContent) throws -> [GateCheck] {
    try GateTests.gate().result(on: content).report.checks.filter { $0.outcome == .fail }.map(\.id)
  }
}
