import Foundation
import PanelProtocol
import PanelStatistics
import TestSupport
import Testing

@testable import PanelCore
@testable import PanelReport
@testable import PanelScoring

/// Nobody is found by the models that they did not rate.
@Suite(.timeLimit(.minutes(45)))
struct RowDivisionTests {
  /// Rows with drawn ratings, but for some models.
  private func table(_ unrated: [Set<Int>], models: Int = 3) throws -> RatingsTable {
    var survey = try Fixture.survey()
    survey.models = (0..<models).map { ModelUnderEvaluation(code: ModelCode("M\($0)")) }
    var table = RatingsTable(form: RatedForm(survey))
    var generator = SplitMix64(seed: UInt64(unrated.count))
    for (row, unrated) in unrated.enumerated() {
      let rater = table.append(rater: "r\(row)")
      for model in 0..<models where !unrated.contains(model) {
        for item in 0..<3 { table[rater, model, item] = .rating(1 + generator.index(below: 5)) }
      }
    }
    return table
  }

  private func divide(_ table: RatingsTable, k: Int = 5, secret: UInt64 = 1) -> RowDivision {
    var generator = SplitMix64(seed: secret)
    return RowDivision(table, k: k, using: &generator)
  }

  @Test func aPanelWithoutRecusalsStaysWhole() throws {
    let division = divide(try table(Array(repeating: [], count: 20)))
    #expect(division.whole == Array(0..<20) && division.apart.isEmpty)
  }

  @Test func enoughAlikeStayWholeAndALoneOneTakesOthersAlong() throws {
    let many: [Set<Int>] = Array(repeating: [1], count: 8) + Array(repeating: [], count: 20)
    #expect(divide(try table(many)).apart.isEmpty)
    let lone = divide(try table([[1]] + Array(repeating: [], count: 20)))
    // The one and five others or more: five have ratings of model 1.
    #expect(lone.apart.count >= 6 && lone.apart.count < 15 && lone.apart.contains(0))
  }

  @Test(arguments: 0..<80)
  func whateverIsUnratedNobodyStandsAmongFew(_ seed: Int) throws {
    var generator = SplitMix64(seed: UInt64(seed))
    let (models, k) = (1 + generator.index(below: 5), 2 + generator.index(below: 6))
    let odds = 2 + generator.index(below: 20)
    let unrated = (0..<generator.index(below: 80)).map { _ in
      Set((0..<models).filter { _ in generator.index(below: odds) == 0 })
    }
    let table = try table(unrated, models: models)
    let division = divide(table, k: k, secret: UInt64(seed))
    #expect((division.whole + division.apart).sorted() == Array(unrated.indices))
    let classes = Dictionary(grouping: division.whole) { unrated[$0] }
    #expect(classes.values.allSatisfy { $0.count >= k })
    for model in 0..<models {
      let together = division.apart.filter { !unrated[$0].contains(model) }
      // Fewer only where no whole row is left that rates the model.
      #expect(
        together.isEmpty || together.count >= k && table.tellings(of: model, in: together).isEmpty
          || division.whole.allSatisfy { unrated[$0].contains(model) }
      )
    }
  }

  @Test func rowsTogetherDoNotTellTheirRatings() throws {
    // Six lack model 1 and gave model 0 the same; the others did not.
    var alike = try table(Array(repeating: [1], count: 6) + Array(repeating: [], count: 24))
    for row in 0..<6 { alike[row, 0, 0] = .rating(4) }
    for row in 6..<30 { alike[row, 0, 0] = .rating(1 + row % 3) }
    let division = divide(alike)
    #expect(Set(0..<6).isSubset(of: division.apart), "who lacks model 1 gave model 0 a 4")
    let given = division.apart.filter { alike.rates($0, 0) }.compactMap { alike[$0, 0, 0].rating }
    let most = Dictionary(grouping: given) { $0 }.values.map(\.count).max() ?? 0
    #expect(given.count - most >= 2)
    // Kept whole, the gate refuses them.
    var content = try GateTests.content(tier: .research)
    content.rows = ExportContent.Rows(alike)
    #expect(try failed(content).contains(.unanimity))
    alike[0, 0, 0] = .rating(1)
    content.rows = ExportContent.Rows(alike)
    #expect(try failed(content).contains(.loneDissenter))
    // What nearly everybody says anyway tells nothing of these.
    for row in 0..<30 { alike[row, 0, 0] = .rating(row == 29 ? 1 : 4) }
    #expect(alike.tellings(of: 0, in: Array(0..<6)).allSatisfy { $0.item != 0 })
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
    let plain = ExportContent.Rows(RatingsTable(form: form, submissions: panel.answers))
    // In plain rows there is one without ratings of B, and it tells the ratings of A and C.
    let found = plain.whole.filter { !plain.ratings.rates($0, 1) }
    #expect(found == [3])
    var content = panel.researchContent(seed: 1)
    let rows = try #require(content.rows)
    #expect(rows.whole.allSatisfy { rows.ratings.rates($0, 1) }, "in no whole row B is missing")
    // The ratings of A stand with those of five others, and are joined to none of C.
    let apart = (0..<3).map { model in rows.models.count { $0 == model } }
    #expect(apart[0] >= 6 && apart == [apart[0], apart[0] - 1, apart[0]])
    #expect(rows.whole.count == 24 - apart[0] && rows.whole.count >= 5)
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

  @Test func theSecretStaysWithTheAnswersAndIsPublicNowhere() throws {
    let round = try TestRound.shared.get()
    let release = try round.release()
    let secret = try release.secret
    #expect(try round.release(openComments: true).secret == secret)
    // The log and the manifest publish hashes of files and bodies: it is none of them.
    for data in release.files.values {
      let hash = ContentHash.sha256(data).prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
      #expect(hash != secret)
    }
    var files = release.files
    let units = String(decoding: try #require(files["units.jsonl"]), as: UTF8.self)
    let salt = try #require(units.firstMatch(of: #/"label":"answers","salt":"(..)/#))
    let other = salt.output.1 == "00" ? "11" : "00"
    files["units.jsonl"] = Data(
      units.replacing(salt.output.0, with: salt.output.0.dropLast(2) + other).utf8
    )
    #expect(try Release(files: files).secret != secret)
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

  @Test func whatTheOthersSayTellsNotOfTheOneWhoDoesNot() throws {
    // Ten say N2, one says N1: told of ten, "missing" would say N1 of the one.
    var panel = try ExportPanel(40, seed: 3)
    panel.cannotJudge("A", "U1", 0..<10)
    panel.answers[10].answers[ModelCode("A")]?[ItemID("U1")] = .cannotJudge(ChoiceID("N1"))
    var content = panel.researchContent(seed: 1)
    let lines = try ExportedFiles(content).rows("ratings-long.csv")
    #expect(lines.count { $0["state"] == "missing" } == 11)
    #expect(!lines.contains { $0["state"] == "cannotJudge:N2" })
    #expect(try !failed(content).contains(.recusal))
    let rows = try #require(content.rows)
    let missing = try #require(rows.absences(0, 0)[.missing])
    for row in missing.dropFirst() {
      content.rows?.ratings[row, 0, 0] = .cannotJudge
      content.rows?.reasons[row][ModelCode("A"), default: [:]][ItemID("U1")] = ChoiceID("N2")
    }
    #expect(try failed(content).contains(.recusal))
  }

  private func failed(_ content: ExportContent) throws -> [GateCheck] {
    try GateTests.gate().result(on: content).report.checks.filter { $0.outcome == .fail }.map(\.id)
  }
}
