import PanelCore
import PanelFiles
import PanelTerminal

/// How far a long step is, on standard error: a bar on a terminal, single lines elsewhere.
actor ProgressBar {
  private let label: String
  private let total: Int
  private var done = 0
  private let isTerminal = Terminal.isTerminal(2)

  init(_ label: String, total: Int) {
    self.label = label
    self.total = total
  }

  func advance() {
    done += 1
    if isTerminal {
      draw()
    } else if done == total {
      StandardStream.error.write("\(label): \(total)/\(total)\n")
    }
  }

  private func draw() {
    let width = 30
    let filled = total == 0 ? width : done * width / total
    let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: width - filled)
    let end = done == total ? "\n" : ""
    StandardStream.error.write(
      "\r\(TextWidth.padded(label, to: 24)) [\(bar)] \(done)/\(total)\(end)"
    )
  }
}

/// The share of a long computation that is done, on a terminal only and only where it takes long.
final class ShareBar {
  private let label: String
  private let started = ContinuousClock.now
  private let isTerminal = Terminal.isTerminal(2)
  private var shown = -1

  init(_ label: String) { self.label = label }

  /// Draws the bar where it has moved by a hundredth and half a second has gone by.
  func show(_ share: Double) {
    let percent = Int((share * 100).rounded(.down))
    guard isTerminal, percent > shown, ContinuousClock.now - started > .milliseconds(500) else {
      return
    }
    shown = percent
    let filled = percent * 30 / 100
    let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: 30 - filled)
    StandardStream.error.write("\r\(TextWidth.padded(label, to: 12)) [\(bar)] \(percent)%")
  }

  /// Ends the line of the bar, if there is one.
  func end() {
    if shown >= 0 { StandardStream.error.write("\n") }
  }
}
