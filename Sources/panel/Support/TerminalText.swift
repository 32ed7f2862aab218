import Foundation
import PanelCore
import PanelFiles
import PanelTerminal

/// Fits lines to a terminal; output to a file or a pipe stays as it is.
enum TerminalText {
  /// The width of the terminal of a stream, 80 if it is not known; `nil` if it is not a terminal.
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
  /// The text with lines that fit, if the stream is a terminal.
  func fitted(_ text: String) -> String {
    guard let columns = TerminalText.columns(of: self) else { return text }
    return TerminalText.lines(text, columns: columns).joined(separator: "\n")
  }

  /// Writes a text with lines that fit, and a newline.
  func tell(_ text: String) { write(fitted(text) + "\n") }
}
