public import Foundation

/// Files that are either wholly there or not at all, also after a power cut.
public enum DurableFile {
  /// Why a file could not be written; nothing was changed.
  public struct Problem: Error, Hashable, Sendable {
    /// The file.
    public var path: String
    /// The system's reason.
    public var reason: String
  }

  /// Writes aside, flushes, renames, and flushes the directory; mode 0600 unless said otherwise.
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

  /// Adds a line to a file that only grows, by one write that is flushed; makes it with mode 0600.
  ///
  /// Two processes that add at once both keep their lines, which a rewritten file would not ensure.
  public static func append(_ line: Data, to url: URL) throws(Problem) {
    let descriptor = open(url.path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw problem(url) }
    defer { close(descriptor) }
    guard writeAll(line, to: descriptor), fsync(descriptor) == 0 else { throw problem(url) }
    flushDirectory(of: url)
  }

  /// Writes a new file piece by piece, so that its size costs no memory; one that exists stays.
  ///
  /// The file gets its name when it is whole. `body` is given a function that writes the next piece.
  /// Throws `Problem` where the system refuses, also when a file of this name has come in between,
  /// and whatever `body` throws; in both cases there is no file.
  public static func writeNew(
    to url: URL,
    mode: mode_t = 0o600,
    _ body: ((Data) throws -> Void) throws -> Void
  ) throws {
    // Two programs that write the same name at once must not share what lies aside.
    let aside = url.deletingLastPathComponent()
      .appending(path: ".\(url.lastPathComponent).aside-\(getpid())")
    guard access(url.path, F_OK) != 0 else { throw exists(url) }
    let descriptor = open(aside.path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode)
    guard descriptor >= 0 else { throw problem(url) }
    // After the rename the name is gone, and nothing is removed.
    defer { unlink(aside.path) }
    do {
      defer { close(descriptor) }
      try body { data in
        guard writeAll(data, to: descriptor) else { throw problem(url) }
      }
      guard fsync(descriptor) == 0 else { throw problem(url) }
    }
    // A second name, unlike rename(2), never replaces a file; some file systems have none.
    if link(aside.path, url.path) != 0 {
      guard [EPERM, ENOTSUP, EOPNOTSUPP, ENOSYS, EMLINK].contains(errno) else { throw problem(url) }
      guard access(url.path, F_OK) != 0 else { throw exists(url) }
      guard rename(aside.path, url.path) == 0 else { throw problem(url) }
    }
    flushDirectory(of: url)
  }

  /// Makes a directory and those above it that are missing, for the owner only; existing ones stay.
  public static func createDirectory(_ url: URL) throws(Problem) {
    guard access(url.path, F_OK) != 0 else { return }
    let parent = url.deletingLastPathComponent()
    if parent.path != url.path { try createDirectory(parent) }
    guard mkdir(url.path, 0o700) == 0 || errno == EEXIST else { throw problem(url) }
    flushDirectory(of: url)
  }

  /// Removes a file and makes its absence durable; an absent file is no failure.
  public static func remove(_ url: URL) throws(Problem) {
    guard unlink(url.path) == 0 || errno == ENOENT else { throw problem(url) }
    flushDirectory(of: url)
  }

  /// Makes a directory with these files, wholly or not at all; it must not exist yet.
  ///
  /// A name may lead through folders, as in `teams/A.md`.
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
      // Unlike rename(2) onto a file, this fails when a full directory has come in between.
      guard rename(aside.path, url.path) == 0 else { throw problem(url) }
    } catch {
      try? FileManager.default.removeItem(at: aside)
      throw error
    }
    flushDirectory(of: url)
  }

  /// Gives a file or directory that was made aside its name, durably; whatever has the name stays.
  ///
  /// For a directory made by one process at a time: an empty one of that name is replaced.
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
