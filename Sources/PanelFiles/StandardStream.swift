public import Foundation

/// The process's output channels, written to without buffering.
public enum StandardStream: Int32, Sendable {
  /// Results.
  case output = 1
  /// Progress, prompts and errors.
  case error = 2

  /// Writes the text; a reader that has gone away is not an error.
  public func write(_ text: String) { write(Data(text.utf8)) }

  /// Writes the bytes; a reader that has gone away is not an error.
  ///
  /// Results that cannot be written (a full disk) end the process with status 73: a caller that
  /// checks the status must not take a truncated result for a complete one.
  public func write(_ bytes: Data) {
    bytes.withUnsafeBytes { buffer in
      var offset = 0
      while offset < buffer.count {
        let count = Foundation.write(
          rawValue,
          buffer.baseAddress?.advanced(by: offset),
          buffer.count - offset
        )
        guard count > 0 else {
          guard self == .output, errno != EPIPE else { return }
          let reason = String(cString: strerror(errno))
          StandardStream.error.write(
            "standard output cannot be written: \(reason)\n  fix: write to a place with room\n"
          )
          exit(73)
        }
        offset += count
      }
    }
  }
}
