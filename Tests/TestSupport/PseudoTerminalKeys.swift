import Foundation

// Keys by their names, and waiting for what they do.
extension PseudoTerminal {
  /// The bytes a terminal sends for a key: `Enter`, `Esc`, `PgDn`, `C-c` and the like; any other
  /// text is typed as it is.
  public static func bytes(of key: String) -> [UInt8] {
    if let named = named[key] { return Array(named.utf8) }
    let characters = Array(key.utf8)
    if characters.count == 3, key.hasPrefix("C-") { return [characters[2] & 0x1F] }
    return characters
  }

  private static let named = [
    "Enter": "\r", "Esc": "\u{1B}", "Tab": "\t", "BackTab": "\u{1B}[Z", "Backspace": "\u{7F}",
    "Delete": "\u{1B}[3~", "Up": "\u{1B}[A", "Down": "\u{1B}[B", "Right": "\u{1B}[C",
    "Left": "\u{1B}[D", "Home": "\u{1B}[H", "End": "\u{1B}[F", "PgUp": "\u{1B}[5~",
    "PgDn": "\u{1B}[6~", "Space": " ",
  ]

  /// Presses keys one after another; after Escape, which only silence tells from the start of a
  /// sequence, waits for what it does.
  public func press(_ keys: String...) { press(keys) }

  /// Presses keys one after another.
  public func press(_ keys: [String]) {
    for key in keys {
      send(Self.bytes(of: key))
      if key == "Esc" { settle() }
    }
  }

  /// Waits for the answer to what was typed last, and until nothing has been shown for a while.
  ///
  /// Where a key changes nothing there is no answer: then it waits for `answer` seconds.
  public func settle(quiet: Double = 0.08, answer: Double = 1, seconds: Double = 30) {
    let deadline = Date(timeIntervalSinceNow: seconds)
    let before = byteCount
    var until = Date(timeIntervalSinceNow: answer)
    while Date() < min(until, deadline) {
      guard let bytes = read(milliseconds: 5) else { return }
      if !bytes.isEmpty {
        until = Date(timeIntervalSinceNow: quiet)
      } else if byteCount != before, screen.isFrameOpen {
        until = Date(timeIntervalSinceNow: quiet)
      }
    }
  }

  /// Waits until what is to be seen is as wanted, between two frames; `false` if it is not in time.
  public func waits(seconds: Double = 30, until isWanted: (TerminalScreen) -> Bool) -> Bool {
    let deadline = Date(timeIntervalSinceNow: seconds)
    while true {
      let screen = screen
      if !screen.isFrameOpen, isWanted(screen) { return true }
      guard Date() < deadline, read(milliseconds: 20) != nil else { return false }
    }
  }

  /// Waits until a line of the screen contains a text.
  public func expectOnScreen(_ text: String, seconds: Double = 30) throws {
    guard waits(seconds: seconds, until: { $0.lines.contains { $0.contains(text) } }) else {
      throw Timeout(expected: text, shown: screen.lines.joined(separator: "\n"))
    }
  }
}
