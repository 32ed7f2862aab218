public import Foundation

/// Writes files so that they are complete or absent, even after a power cut.
public enum DurableFile {
  /// Why a file could not be written; nothing was changed.
  public struct Problem: Error, Hashable, Sendable {
    /// The file.
    public var path: String
    /// The system's reason.
    public var reason: String
  }

  /// Writes a temporary file, flushes it, renames it, and flushes the directory (default mode:
  /// 0600).
  public static func write(
    _ data: Data,
    to url: URL,
    mode: mode_t = 0o600
  ) throws(Problem) {
    let aside = url.deletingLastPathComponent().appending(path: ".\(url.lastPathComponent).aside")
    let descriptor = open(aside.path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode)
    guard descriptor >= 0 else { throw problem(url) }
    let isWritten = writeAll(data, to: descriptor) && fsync(descriptor) == 0
    let failure = isWritten ? nil : problem(url)
    close(descriptor)
    guard isWritten, rename(aside.path, url.path) == 0 else {
      let failure = failure ?? problem(url)
      unlink(aside.path)
      throw failure
    }
    flushDirectory(of: url)
  }

  /// Appends a line in one flushed write; creates the file with mode 0600.
  ///
  /// If two processes append at once, both lines are kept; rewriting the file would lose one.
  public static func append(_ line: Data, to url: URL) throws(Problem) {
    let descriptor = open(url.path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw problem(url) }
    defer { close(descriptor) }
    guard writeAll(line, to: descriptor), fsync(descriptor) == 0 else { throw problem(url) }
    flushDirectory(of: url)
  }

  /// Writes a new file piece by piece, whatever its size; an existing file stays.
  ///
  /// The file gets its name when it is complete. `body` receives a function that writes the next
  /// piece. Throws `Problem` if the system refuses or a file of this name was created meanwhile,
  /// and any error of `body`; in both cases no file is left.
  public static func writeNew(
    to url: URL,
    mode: mode_t = 0o600,
    _ body: ((Data) throws -> Void) throws -> Void
  ) throws {
    // Two programs that write the same name at once must not share a temporary file.
    let aside = url.deletingLastPathComponent()
      .appending(path: ".\(url.lastPathComponent).aside-\(getpid())")
    guard access(url.path, F_OK) != 0 else { throw exists(url) }
    let descriptor = open(aside.path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode)
    guard descriptor >= 0 else { throw problem(url) }
    // After the rename the temporary name no longer exists, and nothing is removed.
    defer { unlink(aside.path) }
    do {
      defer { close(descriptor) }
      try body { data in
        guard writeAll(data, to: descriptor) else { throw problem(url) }
      }
      guard fsync(descriptor) == 0 else { throw problem(url) }
    }
    // Unlike rename(2), link(2) never replaces a file; some file systems do not support it.
    if link(aside.path, url.path) != 0 {
      guard [EPERM, ENOTSUP, EOPNOTSUPP, ENOSYS, EMLINK].contains(errno) else { throw problem(url) }
      guard access(url.path, F_OK) != 0 else { throw exists(url) }
      guard rename(aside.path, url.path) == 0 else { throw problem(url) }
    }
    flushDirectory(of: url)
  }

  /// Creates a directory and its missing parents, for the owner only; existing ones stay.
  public static func createDirectory(_ url: URL) throws(Problem) {
    guard access(url.path, F_OK) != 0 else { return }
    let parent = url.deletingLastPathComponent()
    if parent.path != url.path { try createDirectory(parent) }
    guard mkdir(url.path, 0o700) == 0 || errno == EEXIST else { throw problem(url) }
    flushDirectory(of: url)
  }

  /// Removes a file and makes its absence durable; an absent file is not an error.
  public static func remove(_ url: URL) throws(Problem) {
    guard unlink(url.path) == 0 || errno == ENOENT else { throw problem(url) }
    flushDirectory(of: url)
  }

  /// Creates a directory with these files, completely or not at all; it must not exist yet.
  ///
  /// A name may include folders, as in `teams/A.md`.
  public static func writeDirectory(
    _ files: [String: Data],
    to url: URL,
    directoryMode: mode_t = 0o700
  ) throws(Problem) {
    let aside = url.deletingLastPathComponent()
      .appending(path: ".\(url.lastPathComponent).aside-\(getpid())")
    guard access(url.path, F_OK) != 0 else { throw exists(url) }
    guard mkdir(aside.path, directoryMode) == 0 else { throw problem(url) }
    do throws(Problem) {
      for (name, data) in files.sorted(by: { $0.key < $1.key }) {
        let file = aside.appending(path: name)
        try createDirectory(file.deletingLastPathComponent())
        try write(data, to: file)
      }
      // Unlike renaming onto a file, this fails if a non-empty directory was created meanwhile.
      guard rename(aside.path, url.path) == 0 else { throw problem(url) }
    } catch {
      try? FileManager.default.removeItem(at: aside)
      throw error
    }
    flushDirectory(of: url)
  }

  /// Renames a finished temporary file or directory, durably; an existing one of that name stays.
  ///
  /// An empty directory of that name is replaced, so only one process at a time may create it.
  public static func moveNew(_ aside: URL, to url: URL) throws(Problem) {
    guard access(url.path, F_OK) != 0 else { throw exists(url) }
    guard rename(aside.path, url.path) == 0 else { throw problem(url) }
    flushDirectory(of: aside)
    flushDirectory(of: url)
  }

  private static func exists(_ url: URL) -> Problem {
    Problem(path: url.path, reason: String(cString: strerror(EEXIST)))
  }

  private static func problem(_ url: URL) -> Problem {
    Problem(path: url.path, reason: String(cString: strerror(errno)))
  }

  private static func writeAll(_ data: Data, to descriptor: Int32) -> Bool {
    data.withUnsafeBytes { buffer in
      var offset = 0
      while offset < buffer.count {
        let count = Foundation.write(
          descriptor,
          buffer.baseAddress?.advanced(by: offset),
          buffer.count - offset
        )
        guard count > 0 else { return false }
        offset += count
      }
      return true
    }
  }

  private static func flushDirectory(of url: URL) {
    let descriptor = open(url.deletingLastPathComponent().path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    close(descriptor)
  }
}
