import Foundation
import PanelCore
import PanelReport
import PanelScoring
import PanelStatistics
import Testing

@Suite("docs/statistics says what the program computes", .timeLimit(.minutes(45)))
struct StatisticsDocumentTests {
  /// The rows of a page's table whose head has these cells.
  private func rows(_ page: String, under head: [String]) throws -> [[String]] {
    var rows: [[String]] = []
    var columns: [Int] = []
    for line in try StatisticsExample.text(page).split(
      separator: "\n",
      omittingEmptySubsequences: false
    ) {
      let cells = line.split(separator: "|", omittingEmptySubsequences: false).dropFirst()
        .dropLast().map { $0.trimmingCharacters(in: .whitespaces) }
      if !line.hasPrefix("|") {
        columns = []
      } else if columns.isEmpty {
        let places = head.compactMap { cells.firstIndex(of: $0) }
        if places.count == head.count { columns = places }
      } else if !cells.allSatisfy({ $0.allSatisfy { $0 == "-" } }) {
        rows.append(columns.map { cells[$0] })
      }
    }
    return rows
  }

  private func location(_ word: String) throws -> Location {
    Location(try OutlierRule(word: word), fullMarks: Rational(5))
  }

  @Test("every word has a page, named after it, and the README links it")
  func words() throws {
    let table = try rows("README", under: ["word"]).map { $0[0] }
    let links = try table.map { try #require($0.wholeMatch(of: /\[`(.+)`\]\((.+)\.md\)/)) }
    #expect(links.map { String($0.1) } == OutlierRule.words)
    for link in links {
      let page = String(link.2)
      #expect(link.1.hasPrefix(page), "\(link.1)")
      let text = try StatisticsExample.text(page)
      #expect(text.hasPrefix("# `\(page)"), "\(page)")
      for head in ["Definition", "Example", "Known answers", "Pitfalls", "When not to use it"] {
        #expect(text.contains("\n## \(head)\n"), "\(page): \(head)")
      }
      let own = try StatisticsExample.all().filter { $0.page == page && $0.key == "result" }
      #expect(own.contains { $0.words["rule"]?.hasPrefix(page) == true }, "\(page)")
    }
  }

  @Test("the README links every page")
  func index() throws {
    let readme = try StatisticsExample.text("README")
    let linked = Set(readme.matches(of: /\]\(([A-Za-z0-9-]+)\.md[#)]/).map { String($0.1) })
    #expect(linked == Set(try StatisticsExample.pages()))
  }

  @Test("tables say what is monotone and exact", arguments: ["README", "default-rule"])
  func properties(page: String) throws {
    let table = try rows(
      page,
      under: [page == "README" ? "word" : "rule", "monotone", "exact"]
    )
    #expect(table.count == OutlierRule.words.count)
    for (word, cells) in zip(OutlierRule.words, table) {
      #expect(cells[0].contains("`\(word)`"))
      let isMonotone = try OutlierRule(word: word).isMonotone
      #expect(cells[1] == (isMonotone ? "yes" : "no"), "\(word)")
      #expect(cells[2] == (try location(word).isExact ? "yes" : "no"), "\(word)")
    }
  }

  @Test("every rule's page says the same as the table")
  func ownTables() throws {
    for cells in try rows("README", under: ["word", "monotone", "exact", "evaluators of 49"]) {
      let link = try #require(cells[0].firstMatch(of: /\((.+)\.md\)/))
      let text = try StatisticsExample.text(String(link.1))
      #expect(text.contains("\n| monotone | \(cells[1]) |"), "\(link.1)")
      #expect(text.contains("\n| exact | \(cells[2])"), "\(link.1)")
      let line = try #require(text.firstMatch(of: /\n\| evaluators of 49 .*\|(.+)\|\n/))
      let count = try #require(cells[3].firstMatch(of: /^[0-9]+/))
      #expect(line.1.split { !$0.isNumber }.contains(count.0), "\(link.1)")
    }
  }

  /// One evaluator at 10¹² and the others at 6·10¹⁰, where the interval rule keeps them.
  @Test("so many evaluators of 49 carry a rule past any bound, and one less does not")
  func evaluators() throws {
    for cells in try rows("README", under: ["word", "evaluators of 49"]) {
      let word = try #require(cells[0].firstMatch(of: /`(.+)`/))
      let count = try #require(Int(cells[1].prefix { $0.isNumber }))
      let rule = try location(String(word.1))
      let estimate = { (bad: Int) in
        let honest = (0..<(49 - bad)).map { Rational(100 + $0) }
        let far = (0..<bad).map { Rational($0 == 0 ? 1_000_000_000_000 : 60_000_000_000) }
        return rule.estimate(honest + far)?.value
      }
      #expect(try #require(estimate(count - 1)) < Rational(200), "\(word.1)")
      #expect(try #require(estimate(count)) > Rational(1_000_000), "\(word.1)")
    }
  }

  @Test("the list of specifications names every rule, unit and conversion")
  func specifications() throws {
    let text = try StatisticsExample.text("robustness")
    let words =
      OutlierRule.words + ScoringUnit.allCases.map(\.rawValue)
      + Conversion.allCases.map(\.rawValue)
    for word in words { #expect(text.contains("`\(word)`"), "\(word)") }
  }

  @Test("every reason for having no value is named")
  func reasons() throws {
    let screening = try StatisticsExample.text("screening")
    for reason in Undefined.allCases { #expect(screening.contains("| `\(reason.rawValue)` |")) }
    let bootstrap = try StatisticsExample.text("bootstrap")
    for reason in BCaInterval.Fallback.allCases {
      #expect(bootstrap.contains("| `\(reason.rawValue)` |"))
    }
  }

  @Test("worked examples", arguments: try StatisticsExample.all())
  func examples(_ example: StatisticsExample) throws {
    let computed = try example.computed()
    #expect(StatisticsExample.same(example.answer, computed), "computed: \(computed)")
  }

  @Test("all examples are found, and a wrong answer is not the same")
  func examplesAreRead() throws {
    let examples = try StatisticsExample.all()
    #expect(examples.count > 100 && Set(examples.map(\.page)).count >= 25)
    #expect(examples.allSatisfy { !$0.answer.isEmpty })
    #expect(!StatisticsExample.same("8", "9") && !StatisticsExample.same("≈ 1", "≈ 1.00000001"))
    #expect(!StatisticsExample.same("≈ 1 flagged", "≈ 1"))
    #expect(StatisticsExample.same("≈ 1 to ≈ 2e-3", "≈ 1.0000000001 to ≈ 0.002"))
  }
}
