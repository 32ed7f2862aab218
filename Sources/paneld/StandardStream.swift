import Foundation

/// The process's output channels, written to without buffering.
enum StandardStream: Int32 {
  case output = 1
  case error = 2

  /// Writes the text; a reader that has gone away is no failure.
  func write(_ text: String) {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let written = bytes.withUnsafeBytes { Foundation.write(rawValue, $0.baseAddress, $0.count) }
      guard written > 0 else { return }
      bytes = bytes.dropFirst(written)
    }
  }
}
