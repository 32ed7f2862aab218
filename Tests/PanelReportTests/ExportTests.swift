import Foundation
import PanelCore
import PanelStatistics
import Testing

@testable import PanelReport
@testable import PanelScoring

@Suite(.timeLimit(.minutes(45)))
struct ExportTests {
  private let round: TestRound
  private let release: Release

  init() throws {
    round = try TestRound.shared.get()
    release = try round.release()
  }

  /// The files of today's names; the others stand in ExportFormatTests.
  private static let tables = ["ratings-long.csv", "ratings-wide.csv", "scores.csv"]

  private func export(_ seed: UInt64, _ byteOrderMark: Bool = true) throws -> [String: Data] {
    try export(release, seed, byteOrderMark)
  }

  private func export(
    _ release: Release,
    _ seed: UInt64,
    _ byteOrderMark: Bool = true
  ) throws -> [String: Data] {
    var generator = SplitMix64(seed: seed)
    return try ExportFiles.make(
      try ExportContent.make(
        .research,
        of: try VerifiedRelease(release),
        settings: .standard,
        using: &generator
      ),
      language: .ko,
      byteOrderMark: byteOrderMark
    )
  }

  private func lines(_ files: [String: Data], _ name: String) throws -> [[String]] {
    try CSV.read(String(decoding: try #require(files[name]), as: UTF8.self)).map(\.cells)
  }

  @Test func filesAndHeads() throws {
    let files = try export(1)
    #expect(
      files.keys.sorted() == [
        "codebook.csv", "codebook.md", "datapackage.json", "ddi-codebook.xml", "labels.sps",
        "ratings-long.csv", "ratings-long.jsonl", "ratings-wide.csv", "ratings-wide.jsonl",
        "read.R",
        "rule.json", "scores.csv", "scores.jsonl",
      ]
    )
    #expect(
      try lines(files, "ratings-long.csv")[0] == [
        "rater", "model", "item", "criterion", "rating", "state",
      ]
    )
    #expect(try lines(files, "ratings-wide.csv")[0].prefix(3) == ["rater", "A_U1", "A_U2"])
    for name in Self.tables + ["codebook.csv"] {
      let data = try #require(files[name])
      #expect(data.starts(with: [0xEF, 0xBB, 0xBF]))
      #expect(data.suffix(2) == Data("\r\n".utf8))
      let plain = try #require(try export(1, false)[name])
      #expect(!plain.starts(with: [0xEF]) && !plain.contains(0x0D))
      #expect(try lines(files, name) == lines(try export(1, false), name))
    }
  }

  @Test func evaluatorsAreShuffledAnew() throws {
    let tree = try release.ratings()
    func content(_ files: [String: Data]) throws -> [[String]] {
      try lines(files, "ratings-wide.csv").dropFirst().map { Array($0.dropFirst()) }
    }
    let (one, other) = (try export(1), try export(2))
    #expect(try content(one) != content(other))
    #expect(try Set(content(one)) == Set(content(other)))
    // Of six one is recused from B, one cannot judge C at all: no row stays whole.
    let labels = try lines(one, "ratings-wide.csv").dropFirst().map { $0[0] }
    let wanted = zip(["A", "B", "C"], [6, 5, 5]).flatMap { model, rows in
      (1...rows).map { "\(model)-0\($0)" }
    }
    #expect(labels == wanted)
    #expect(tree.raters.count == 6)
    let text = String(decoding: try #require(one["ratings-long.csv"]), as: UTF8.self)
    #expect(!text.contains("r1"))
    // Long and wide use the same labels.
    let long = try lines(one, "ratings-long.csv").dropFirst()
    for line in try lines(one, "ratings-wide.csv").dropFirst() {
      let model = line[0].prefix(1)
      #expect(long.filter { $0[0] == line[0] }.allSatisfy { $0[1] == model })
      let others = zip(try lines(one, "ratings-wide.csv")[0], line).filter {
        !$0.0.hasPrefix(model) && $0.0 != "rater"
      }
      #expect(others.allSatisfy { $0.1.isEmpty })
      let own = zip(try lines(one, "ratings-wide.csv")[0], line).filter { $0.0.hasPrefix(model) }
      #expect(long.filter { $0[0] == line[0] }.map { $0[4] } == own.map(\.1))
    }
  }

  @Test func whoIsRecusedIsInNoRowAndFewReasonsAreNotTold() throws {
    let tree = try release.ratings()
    let recused = tree.raters.indices.filter { tree[$0, 1, 0] == .recused }
    #expect(recused.count == 1)
    let long = try lines(try export(3), "ratings-long.csv").dropFirst()
    #expect(Set(long.filter { $0[1] == "B" }.map { $0[0] }).count == 5)
    #expect(long.allSatisfy { ["rating", "missing"].contains($0[5]) })
    #expect(long.allSatisfy { ($0[5] == "rating") == !$0[4].isEmpty })
    #expect(long.allSatisfy { ($0[2] == "C1") == ($0[3] == "cost") })
  }

  @Test func bothTablesScoreAsTheRelease() throws {
    let official = try release.officialScore()
    for name in ["ratings-long.csv", "ratings-wide.csv"] {
      let text = String(decoding: try #require(try export(4)[name]), as: UTF8.self)
      let table = try RatingsFile(csv: text, form: RatedForm(round.survey)).table
      let score = ComponentScore(
        table,
        rule: round.survey.scoring,
        official: true,
        source: "release",
        invited: official.invited
      )
      #expect(score.models.map(\.exact) == official.models.map(\.exact))
    }
    // The release's own table reads back to the very same table.
    let text = String(decoding: try #require(release.files["ratings.csv"]), as: UTF8.self)
    #expect(try RatingsFile(csv: text, form: RatedForm(round.survey)).table == release.ratings())
  }

  @Test func scores() throws {
    let official = try release.officialScore()
    let scores = try lines(try export(1), "scores.csv")
    #expect(
      scores[0].prefix(7) == [
        "model", "criterion", "fullMarks", "n", "estimate", "points", "exact",
      ]
    )
    #expect(scores.count == 1 + 3 * 3)
    for (index, model) in official.models.enumerated() {
      let total = scores[3 + 3 * index]
      #expect(total.prefix(2) == [model.id, "total"])
      #expect(total[2] == "25.00")
      #expect(total[5] == model.points)
      #expect(total[6] == model.exact?.fraction)
      #expect(Double(total[8]) == model.interval?.lower)
      #expect(scores[1 + 3 * index][4] == model.criteria["usability"]?.estimate)
    }
  }

  @Test func commentsProfilesAndUnscoredAnswersStayOut() throws {
    let opened = try round.release(openComments: true)
    let files = try export(opened, 5, false)
    #expect(files.count == 13)
    for (name, data) in files where name.hasSuffix(".csv") || name.hasSuffix(".jsonl") {
      let text = String(decoding: data, as: UTF8.self)
      for word in ["따옴표", "research", "X1", "K1", "A2"] {
        #expect(!text.contains(word), "\(name): \(word)")
      }
    }
  }

  @Test func theCodebookKnowsEveryVariableAndCode() throws {
    let files = try export(6)
    let codebook = try lines(files, "codebook.csv")
    #expect(codebook[0] == ["file", "variable", "item", "value", "ko", "en"])
    #expect(codebook.dropFirst().allSatisfy { !$0[4].isEmpty && !$0[5].isEmpty })
    for name in Self.tables {
      let content = try lines(files, name)
      for (column, variable) in content[0].enumerated() {
        let entries = codebook.filter { $0[0] == name && $0[1] == variable }
        #expect(entries.contains { $0[3].isEmpty }, "\(name): \(variable)")
        let codes = Set(entries.map { $0[3] })
        if ["model", "item", "criterion", "state"].contains(variable) {
          #expect(Set(content.dropFirst().map { $0[column] }).subtracting(codes) == [])
        }
      }
    }
    // Every level of every item has its anchor.
    #expect(codebook.count { $0[1] == "rating" && !$0[2].isEmpty } == 15)
    #expect(codebook.contains(["ratings-long.csv", "rating", "U1", "5", "거의 모두 함", "Nearly all"]))
    let markdown = String(decoding: try #require(files["codebook.md"]), as: UTF8.self)
    #expect(markdown.hasPrefix("# 코드북: 시험용 설문"))
    #expect(markdown.contains("| rating | U1 | 5 | 거의 모두 함 | Nearly all |"))
  }
}
