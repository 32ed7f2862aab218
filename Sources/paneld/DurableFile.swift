import Foundation

/// Files that are either wholly there or not at all, also after a power cut.
enum DurableFile {
  /// Writes aside, flushes, renames, and flushes the directory.
  static func write(_ data: Data, to url: URL) throws {
    let aside = url.deletingLastPathComponent().appending(path: ".\(url.lastPathComponent).aside")
    let descriptor = open(aside.path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw CocoaError(.fileWriteUnknown) }
    var isWritten = true
    data.withUnsafeBytes { buffer in
      var offset = 0
      while offset < buffer.count {
        let count = Foundation.write(
          descriptor, buffer.baseAddress?.advanced(by: offset), buffer.count - offset)
        guard count > 0 else {
          isWritten = false
          return
        }
        offset += count
      }
    }
    isWritten = isWritten && fsync(descriptor) == 0
    close(descriptor)
    guard isWritten, rename(aside.path, url.path) == 0 else {
      unlink(aside.path)
      throw CocoaError(.fileWriteOutOfSpace)
    }
    flushDirectory(of: url)
  }

  /// Removes a file and makes its absence durable; an absent file is no failure.
  static func remove(_ url: URL) throws {
    guard unlink(url.path) == 0 || errno == ENOENT else { throw CocoaError(.fileWriteUnknown) }
    flushDirectory(of: url)
  }

  private static func flushDirectory(of url: URL) {
    let descriptor = open(url.deletingLastPathComponent().path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    close(descriptor)
  }
}
