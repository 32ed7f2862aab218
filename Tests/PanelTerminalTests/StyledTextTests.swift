import Testing

@testable import PanelTerminal

@Suite(.timeLimit(.minutes(45)))
struct StyledTextTests {
  @Test("Equal lines have equal runs")
  func canonical() {
    var line = StyledText("a")
    line.append("")
    line.append("b")
    line.append("", .strong)
    #expect(line == "ab")
    #expect(line.runs.count == 1)
    #expect((StyledText("a", .strong) + StyledText("b", .strong)).runs.count == 1)
    #expect((StyledText("x ", .key) + "  ").trimmed == StyledText("x ", .key))
  }

  @Test("Nothing in a line acts on the terminal or breaks it")
  func printable() {
    #expect(StyledText("a\u{1B}[2J\nb\tc\r\nd").text == "a\u{FFFD}[2J b c d")
  }

  @Test("Cutting keeps wide characters whole and says that it cut")
  func clipping() {
    let line = StyledText("한글", .strong) + "과 text"
    #expect(line.clipped(to: 3) == StyledText("한", .strong))
    #expect(line.clipped(to: 5).text == "한글")
    #expect(line.clipped(to: 5, ending: "…").text == "한글…")
    #expect(line.clipped(to: 4, ending: "…") == StyledText("한…", .strong))
    #expect(line.clipped(to: 11) == line)
    #expect(line.clipped(to: 0).columns == 0)
    #expect(line.clipped(to: 0, ending: "…").columns == 0)
    #expect(line.fitted(to: 4).columns == 4)
    #expect(StyledText("한").padded(to: 4, alignment: .right, .focused).text == "  한")
  }

  @Test("Fitting gives exactly the width asked for")
  func fitting() {
    let line = StyledText("평A가 ", .heading) + StyledText("👩🏽‍💻e\u{301}", .key) + "漢字"
    for width in 0...20 { #expect(line.fitted(to: width).columns == width) }
  }

  @Test("Blocks stand side by side in straight columns")
  func beside() {
    let left: [StyledText] = ["한글과", "b"]
    let right: [StyledText] = ["1", StyledText("2", .marked), "3"]
    let lines = StyledText.beside([(left, 5), (right, 3)], gap: 1)
    #expect(lines.map(\.text) == ["한글… 1", "b     2", "      3"])
    #expect(lines[1].runs.last?.style == .marked)
  }

  @Test("An image has the size asked for and holds its caret")
  func image() {
    let image = ScreenImage(
      size: ScreenSize(columns: 3, lines: 2),
      lines: ["한글", "b", "c"],
      caret: ScreenPlace(line: 9, column: 9)
    )
    #expect(image.lines.map(\.text) == ["한", "b"])
    #expect(image.caret == ScreenPlace(line: 1, column: 2))
    #expect(ScreenImage(size: ScreenSize(columns: 3, lines: 2), lines: []).lines.count == 2)
  }
}
