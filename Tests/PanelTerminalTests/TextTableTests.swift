import Testing

@testable import PanelTerminal

@Suite(.timeLimit(.minutes(45)))
struct TextTableTests {
  private let table = TextTable(
    head: [.init("모델"), .init("점수", .right), .init("비고")],
    cells: [["A", "18.77", "👍🏽 좋음"], ["나무", "9", ""], ["👨‍👩‍👧"]]
  )

  @Test("Fields stand in line whatever they hold")
  func alignment() {
    #expect(
      table.lines(maxColumns: 80) == [
        "모델   점수  비고",
        "----  -----  -------",
        "A     18.77  👍🏽 좋음",
        "나무      9",
        "👨‍👩‍👧",
      ]
    )
  }

  @Test("A table that is too wide is narrowed at its widest fields")
  func narrowing() {
    let lines = table.lines(maxColumns: 16)
    #expect(lines.allSatisfy { TextWidth.columns(of: $0) <= 16 })
    #expect(lines[1] == "----  ----  ----")
    #expect(lines[2] == "A     18.…  👍🏽 …")
  }

  @Test("A cell stays on one line and cannot act on the terminal")
  func hostileCells() {
    let table = TextTable(head: [.init("x")], cells: [["a\nb\u{1B}"]])
    #expect(table.lines().last == "a b\u{FFFD}")
    #expect(TextTable(head: []).lines().isEmpty)
  }
}
