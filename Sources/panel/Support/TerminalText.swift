import Foundation
import PanelCore
import PanelFiles
import PanelTerminal

/// How lines for people fit a terminal; where none reads them they stay as they are.
enum TerminalText {
  /// The width of the terminal behind a stream, 80 if it does not say; `nil` where there is none.
  static func columns(of stream: StandardStream) -> Int? {
    guard Terminal.isTerminal(stream.rawValue) else { return nil }
    return Terminal.columns(of: stream.rawValue) ?? 80
  }

  /// Breaks lines that are too wide between words, each under its own beginning.
  ///
  /// A line with a word that does not fit (a hash, an address) stays whole, so that it can be copied.
  static func lines(_ text: String, columns: Int) -> [String] {
    text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).flatMap { line in
      guard TextWidth.columns(of: String(line)) > columns else { return [String(line)] }
      let indent = String(line.prefix { $0 == " " })
      let room = columns - indent.count
      let words = line.split(separator: " ")
      guard words.allSatisfy({ TextWidth.columns(of: String($0)) <= room }) else {
        return [String(line)]
      }
      return TextWidth.wrapped(String(line.dropFirst(indent.count)), columns: room)
        .map { indent + $0 }
    }
  }
}

extension StandardStream {
  /// The text as it is written for people: with lines that fit, if a terminal shows it.
  func fitted(_ text: String) -> String {
    guard let columns = TerminalText.columns(of: self) else { return text }
    return TerminalText.lines(text, columns: columns).joined(separator: "\n")
  }

  /// Writes a text for people and ends its last line.
  func tell(_ text: String) { write(fitted(text) + "\n") }
}
