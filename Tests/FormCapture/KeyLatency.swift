import Foundation
import TestSupport

/// How long keys take, and how much is written for them.
enum KeyLatency {
  /// Keys of one kind, pressed in turn.
  struct Kind {
    var name: String
    /// What leads to where the keys are pressed.
    var before: [String] = []
    var keys: [String]
    /// Whether the answers change with every key, so that it is saved and drawn a second time.
    var saves = false
  }

  /// What one key did.
  struct Sample {
    /// Until the new screen was there.
    var drawn: Duration
    /// Until it was said to be saved, where something was.
    var saved: Duration?
    /// Until the new screen was there.
    var bytes: Int
    /// Lines that were written, and those of them that look different.
    var lines = (written: 0, changed: 0)
  }

  static let columns: UInt16 = 120
  static let rows: UInt16 = 40
  static let rounds = 200

  /// A comment of 10,000 characters, pasted as a terminal pastes.
  private static let comment =
    "\u{1B}[200~"
    + String(repeating: "가격 대비 성능이 좋았고 the rest was fine. ", count: 400).prefix(10_000)
    + "\u{1B}[201~"

  static let kinds = [
    Kind(
      name: "digit, item",
      before: ["Enter", "Down", "Down", "Down", "Down"],
      keys: ["2", "4"],
      saves: true
    ),
    Kind(name: "Enter and b", keys: ["Enter", "b"]),
    Kind(name: "arrow, list", keys: ["Down", "Down", "Up", "Up"]),
    Kind(name: "Tab, next model", keys: ["Tab", "BackTab"]),
    Kind(name: "f, fact sheet", keys: ["f"]),
    Kind(name: "PgDn and PgUp, facts", before: ["f"], keys: ["PgDn", "PgUp"]),
    Kind(name: "m, matrix", before: ["f"], keys: ["m"]),
    Kind(name: "arrow, matrix", before: ["m"], keys: ["Right", "Down", "Left", "Up"]),
    Kind(name: "digit, matrix", keys: ["3", "5"], saves: true),
    Kind(name: "letter, short comment", before: ["m", "c"], keys: ["a"], saves: true),
    Kind(name: "syllable, long comment", before: [comment], keys: ["한"], saves: true),
    Kind(name: "letter, long comment", keys: ["a"], saves: true),
    Kind(name: "Backspace, long comment", keys: ["Backspace"], saves: true),
    Kind(name: "arrow, long comment", keys: ["Left", "Up", "Right", "Down"]),
    Kind(
      name: "letter, its middle",
      before: Array(repeating: "PgUp", count: 4),
      keys: ["a"],
      saves: true
    ),
    Kind(name: "?, help", before: ["Esc"], keys: ["?"]),
  ]

  // MARK: - On a terminal

  /// Presses keys on a terminal and measures until the redraw has arrived.
  static func onTerminal() throws {
    let program = try FormProgram(language: "ko", columns: columns, rows: rows)
    print("on a terminal of \(columns)x\(rows), \(rounds) keys a kind, microseconds")
    print(header)
    for kind in kinds {
      program.terminal.press(kind.before)
      try program.synchronise()
      var samples: [Sample] = []
      for round in 0..<rounds {
        let key = kind.keys[round % kind.keys.count]
        samples.append(try sample(key, isSaved: kind.saves, on: program.terminal))
        try program.synchronise()
      }
      print(line(kind.name, samples))
    }
    try program.leave()
  }

  private static func sample(
    _ key: String,
    isSaved: Bool,
    on terminal: PseudoTerminal
  ) throws -> Sample {
    let before = terminal.screen
    let clock = ContinuousClock()
    var output: [UInt8] = []
    func read() throws {
      guard let bytes = terminal.read(milliseconds: 5_000), !bytes.isEmpty else {
        throw PseudoTerminal.Timeout(expected: "the answer to \(key)", shown: "nothing")
      }
      output += bytes
    }
    let start = clock.now
    terminal.send(PseudoTerminal.bytes(of: key))
    while frameEnd(in: output) == nil { try read() }
    let drawn = start.duration(to: clock.now)
    let end = frameEnd(in: output) ?? 0
    var sample = Sample(drawn: drawn, saved: nil, bytes: end)
    var after = before
    after.take(output.prefix(end))
    sample.lines.written = linesWritten(in: output.prefix(end))
    sample.lines.changed = (0..<after.rows).count { before.cells[$0] != after.cells[$0] }
    guard isSaved else { return sample }
    output.removeFirst(end)
    while frameEnd(in: output) == nil { try read() }
    sample.saved = start.duration(to: clock.now)
    return sample
  }

  /// Where the first frame ends: at the end of what is to be shown at once, or of a moved cursor.
  private static func frameEnd(in output: [UInt8]) -> Int? {
    guard output.starts(with: Array("\u{1B}[?2026h".utf8)) else {
      guard let last = output.last, output.count > 2 else { return nil }
      return "Hhl".utf8.contains(last) ? output.count : nil
    }
    return output.firstRange(of: Array("\u{1B}[?2026l".utf8))?.upperBound
  }

  /// How often the cursor was sent to a first column to write a line.
  static func linesWritten(in output: ArraySlice<UInt8>) -> Int {
    let text = String(decoding: output, as: UTF8.self)
    let moves = text.split(separator: "\u{1B}[").count { $0.prefix { $0 != "H" }.hasSuffix(";1") }
    // The last move puts the cursor where the next key acts.
    let isLast =
      text.contains(/;1H\u{1B}\[\?25h\u{1B}\[\?2026l$/) || !text.contains("\u{1B}[?2026h")
    return max(0, moves - (isLast ? 1 : 0))
  }

  // MARK: - Figures

  private static let titles = [
    "key", "p50", "p95", "p99", "max", "saved p50", "p99", "bytes p50", "max", "lines", "changed",
  ]

  static var header: String { row(titles) }

  /// The figures of one kind of keys.
  static func line(_ name: String, _ samples: [Sample]) -> String {
    let drawn = samples.map { microseconds($0.drawn) }
    let saved = samples.compactMap { $0.saved.map(microseconds) }
    let bytes = samples.map(\.bytes)
    return row(
      [name] + [50, 95, 99, 100].map { share($0, of: drawn) }
        + [50, 99].map { share($0, of: saved) } + [50, 100].map { share($0, of: bytes) }
        + [mean(samples.map(\.lines.written)), mean(samples.map(\.lines.changed))]
    )
  }

  private static func row(_ cells: [String]) -> String {
    zip(cells, titles).enumerated().map { number, pair in
      let width = number == 0 ? 24 : max(6, pair.1.count) + 2
      let fill = String(repeating: " ", count: max(0, width - pair.0.count))
      return number == 0 ? pair.0 + fill : fill + pair.0
    }.joined()
  }

  /// The least number that so many percent of all do not exceed.
  private static func share(_ percent: Int, of numbers: [Int]) -> String {
    guard !numbers.isEmpty else { return "-" }
    return String(numbers.sorted()[max(0, (numbers.count * percent + 99) / 100 - 1)])
  }

  private static func mean(_ counts: [Int]) -> String {
    let tenths = counts.reduce(0, +) * 10 / max(1, counts.count)
    return "\(tenths / 10).\(tenths % 10)"
  }

  private static func microseconds(_ duration: Duration) -> Int {
    Int(duration / .microseconds(1))
  }
}
