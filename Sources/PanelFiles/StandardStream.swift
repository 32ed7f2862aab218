public import Foundation

/// The process's output channels, written to without buffering.
public enum StandardStream: Int32, Sendable {
  /// Results.
  case output = 1
  /// Progress, prompts and errors.
  case error = 2

  /// Writes the text; a reader that has gone away is no failure.
  public func write(_ text: String) { write(Data(text.utf8)) }

  /// Writes the bytes; a reader that has gone away is no failure.
  public func write(_ bytes: Data) {
    bytes.withUnsafeBytes { buffer in
      var offset = 0
      while offset < buffer.count {
        let count = Foundation.write(
          rawValue,
          buffer.baseAddress?.advanced(by: offset),
          buffer.count - offset
        )
        guard count > 0 else { return }
        offset += count
      }
    }
  }
}
