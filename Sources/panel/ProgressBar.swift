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
