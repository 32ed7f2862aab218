import Foundation
import PanelCore
import Testing

@Suite("docs/survey-format.md says what the program does", .timeLimit(.minutes(45)))
struct SurveyFormatDocumentTests {
  /// The first cells of all tables with a given head.
  private func firstCells(under head: String) throws -> [String] {
    let url = SurveyFiles.project.appending(path: "docs/survey-format.md")
    var cells: [String] = []
    var isInside = false
    for line in try String(contentsOf: url, encoding: .utf8).split(
      separator: "\n",
      omittingEmptySubsequences: false
    ) {
      guard line.hasPrefix("|") else {
        isInside = false
        continue
      }
      let cell = line.split(separator: "|")[0].trimmingCharacters(in: .whitespaces)
      if isInside, cell.contains(where: { $0 != "-" }) { cells.append(cell) }
      if cell == head { isInside = true }
    }
    return cells
  }

  @Test("the tables hold every known key and no other")
  func keys() throws {
    let documented = try firstCells(under: "key").map { $0.replacing("`", with: "") }
    #expect(Set(SurveyDocument.keys).subtracting(documented).sorted() == [])
    #expect(Set(documented).subtracting(SurveyDocument.keys).sorted() == [])
    #expect(documented.count == Set(documented).count)
  }

  @Test("the table of problems holds every kind that is tested and no other")
  func problems() throws {
    let documented = try firstCells(under: "problem")
    // These two have tests of their own.
    let tested = Set(brokenSurveys.map { String($0.kind.prefix { $0 != ":" }) })
      .union(["empty file", "proportion with negative ratings"])
    #expect(tested.subtracting(documented).sorted() == [])
    #expect(Set(documented).subtracting(tested).sorted() == [])
  }

  @Test("the severity of every tested problem is the documented one")
  func severities() throws {
    let url = SurveyFiles.project.appending(path: "docs/survey-format.md")
    let text = try String(contentsOf: url, encoding: .utf8)
    for broken in brokenSurveys {
      let kind = broken.kind.prefix { $0 != ":" }
      let line = text.split(separator: "\n").first { $0.hasPrefix("| \(kind) |") }
      #expect(line?.hasSuffix("| \(broken.severity.rawValue) |") == true, "\(kind)")
    }
  }

  @Test("every word of a scoring rule is explained")
  func ruleWords() throws {
    let url = SurveyFiles.project.appending(path: "docs/survey-format.md")
    let text = try String(contentsOf: url, encoding: .utf8)
    let words =
      OutlierRule.words + ScoringUnit.allCases.map(\.rawValue)
      + Conversion.allCases.map(\.rawValue) + Rounding.Mode.allCases.map(\.rawValue)
      + ["none", "best", "rankSteps=1.5", "2,halfUp"]
    for word in words {
      #expect(text.contains("`\(word)`"), "\(word)")
    }
  }
}
