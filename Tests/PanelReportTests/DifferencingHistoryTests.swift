import PanelCore
import Testing

@testable import PanelReport

/// An export is compared with every one before it, not only with the first.
@Suite("Differencing with more than one earlier export", .timeLimit(.minutes(45)))
struct DifferencingHistoryTests {
  private typealias Tests = GateTests

  /// An export of so many submissions, in which everybody gave every item the same rating.
  private func content(_ counts: [Int]) throws -> ExportContent {
    let people = counts.reduce(0, +)
    let items = ["A", "B", "C"].flatMap { model in
      ["U1", "U2", "C1"].map { Tests.item(model, $0, counts, of: people) }
    }
    return try Tests.content(submissions: people, items: items)
  }

  private func result(
    _ content: ExportContent,
    _ earlier: [EarlierExport]
  ) throws -> ReleaseGate.Result { try Tests.gate().result(on: content, earlier: earlier) }

  private func failed(_ result: ReleaseGate.Result) -> [GateCheck] {
    result.report.checks.filter { $0.outcome == .fail }.map(\.id)
  }

  @Test("harmless against the first, the third minus the second leaves one person's ratings")
  func histograms() throws {
    let first = try Tests.earlier(try content([4, 5, 9, 8, 4]), "Exports/1")
    let middle = try content([6, 7, 9, 10, 4])
    let second = try Tests.earlier(middle, "Exports/2")
    let third = try content([6, 7, 9, 10, 5])
    // 37 − 30 is seven people, 37 − 36 one, who gave 5 everywhere.
    for (new, old) in zip(third.items, middle.items) {
      #expect(zip(new.counts, old.counts).map { $0.count - $1.count } == [0, 0, 0, 0, 1])
    }
    #expect(try failed(result(middle, [first])) == [], "the second itself could leave")
    #expect(try failed(result(third, [first])) == [])
    for earlier in [[second], [first, second], [second, first]] {
      let found = try result(third, earlier)
      #expect(failed(found) == [.differencing])
      #expect(found.findings.count == 9)
      #expect(
        found.findings.allSatisfy {
          $0.text.en.contains("that of Exports/2 leaves the ratings of 1")
        }
      )
    }
  }

  @Test("two earlier exports tell of a group together with the third, where neither does alone")
  func groups() throws {
    typealias Groups = GateRowsTests
    let first = try Groups.content([
      Groups.group(["a"], 10, [2, 2, 2, 2, 2]),
      Groups.group(["b", "c", "d", "e"], 20, [4, 4, 4, 4, 4]),
    ])
    let second = try Groups.content([
      Groups.group(["b"], 11, [2, 2, 3, 2, 2]),
      Groups.group(["a", "c", "d", "e"], 19, [4, 4, 3, 4, 4]),
    ])
    let third = try Groups.content([
      Groups.group(["a", "b", "c"], 24, [5, 5, 5, 5, 4]),
      Groups.group(["d", "e"], 6, [1, 1, 1, 1, 2]),
    ])
    let (one, two) = (
      try Tests.earlier(first, "Exports/1"), try Tests.earlier(second, "Exports/2")
    )
    // The attacker: {a, b, c} − {a} − {b} leaves those who said c.
    #expect(24 - 10 - 11 == 3)
    #expect(try failed(result(second, [one])) == [], "the second itself could leave")
    #expect(try failed(result(third, [one])) == [], "{b, c} are fourteen")
    #expect(try failed(result(third, [two])) == [], "{a, c} are thirteen")
    for earlier in [[one, two], [two, one]] {
      let found = try result(third, earlier)
      #expect(failed(found) == [.differencing])
      #expect(found.findings.map(\.key).contains("P1 c"))
    }
  }
}
