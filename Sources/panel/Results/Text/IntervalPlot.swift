import PanelTerminal

/// Values with intervals on a common axis, in plain ASCII: `A  18.77  |-----o---|`.
struct IntervalPlot {
  /// One line of the plot.
  struct Row {
    var label: String
    var value: Double
    var interval: (lower: Double, upper: Double)?
  }

  let lines: [String]

  /// Draws the plot; `nil` if there is no room or nothing finite to draw.
  init?(rows: [Row], columns: Int) {
    let texts = rows.map { ScoreTable.decimal($0.value) }
    let labelWidth = rows.map { TextWidth.columns(of: $0.label) }.max() ?? 0
    let valueWidth = texts.map(\.count).max() ?? 0
    let room = columns - labelWidth - valueWidth - 4
    let ends = rows.flatMap {
      [$0.value, $0.interval?.lower, $0.interval?.upper].compactMap { $0 }
    }
    guard room >= 20, let least = ends.min(), let most = ends.max(), least.isFinite, most.isFinite
    else { return nil }
    let step = IntervalPlot.step(most - least)
    let low = (least / step).rounded(.down) * step
    let high = max((most / step).rounded(.up) * step, low + step)
    func place(_ value: Double) -> Int {
      Int(((value - low) / (high - low) * Double(room - 1)).rounded())
    }
    var lines: [String] = []
    for (row, text) in zip(rows, texts) {
      var cells = [Character](repeating: " ", count: room)
      if let interval = row.interval {
        let (start, end) = (place(interval.lower), place(interval.upper))
        for cell in start...max(start, end) { cells[cell] = "-" }
        cells[start] = "|"
        cells[max(start, end)] = "|"
      }
      cells[place(row.value)] = "o"
      let head =
        TextWidth.padded(row.label, to: labelWidth) + "  "
        + String(repeating: " ", count: valueWidth - text.count) + text + "  "
      lines.append(IntervalPlot.trimmed(head + String(cells)))
    }
    let indent = String(repeating: " ", count: labelWidth + valueWidth + 4)
    var axis = [Character](repeating: "-", count: room)
    for tick in 0...Int(((high - low) / step).rounded()) {
      axis[place(low + Double(tick) * step)] = "+"
    }
    lines.append(indent + String(axis))
    let (first, last) = (ScoreTable.decimal(low), ScoreTable.decimal(high))
    let gap = max(1, room - first.count - last.count)
    lines.append(indent + first + String(repeating: " ", count: gap) + last)
    self.lines = lines
  }

  /// A round distance between ticks: 1, 2 or 5 times a power of ten, with at most ten ticks.
  private static func step(_ span: Double) -> Double {
    guard span > 0 else { return 1 }
    var step = 1e-2
    while span / step > 10 {
      step *= 2
      if span / step > 10 { step *= 2.5 }
      if span / step > 10 { step *= 2 }
    }
    return step
  }

  private static func trimmed(_ line: String) -> String {
    var line = line
    while line.last == " " { line.removeLast() }
    return line
  }
}
