import Foundation

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Prevents other processes from using a folder for as long as the value lives.
///
/// Two processes that write one file would lose data; the second gets an error that names the
/// first.
public final class FolderLock: Sendable {
  /// Why the lock could not be taken.
  public enum Problem: Error, Hashable, Sendable {
    /// Another process has it; this is what it wrote into the lock file.
    case held(by: String)
    /// The lock file cannot be opened or written.
    case cannotOpen(reason: String)
  }

  private let descriptor: Int32

  /// Takes the lock file and writes `holder` into it.
  public init(path: String, holder: String) throws(Problem) {
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw .cannotOpen(reason: String(cString: strerror(errno)))
    }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      let reason = errno
      close(descriptor)
      guard reason == EWOULDBLOCK else {
        throw .cannotOpen(reason: String(cString: strerror(reason)))
      }
      let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
      throw .held(by: text.trimmingCharacters(in: .whitespacesAndNewlines))
    }
    let bytes = Array((holder + "\n").utf8)
    guard ftruncate(descriptor, 0) == 0,
      pwrite(descriptor, bytes, bytes.count, 0) == bytes.count
    else {
      let reason = String(cString: strerror(errno))
      close(descriptor)
      throw .cannotOpen(reason: reason)
    }
    self.descriptor = descriptor
  }

  deinit {
    // A child process must not inherit the descriptor and keep the lock.
    flock(descriptor, LOCK_UN)
    close(descriptor)
  }
}

extension FolderLock {
  /// The process that has a lock, as it described itself in the lock file.
  public struct Holder: Hashable, Sendable, CustomStringConvertible {
    /// The text in the file: `PROGRAM (pid NUMBER, host NAME)`, or any other content.
    public var description: String
    /// The number of the process on its host; `nil` if the text names none.
    public var process: Int32?
    /// The host it runs on; `nil` if the text names none, as in earlier versions.
    public var host: String?

    /// Names a process.
    public init(program: String, process: Int32, host: String) {
      description = "\(program) (pid \(process), host \(host))"
      self.process = process
      self.host = host
    }

    /// Reads the text of a lock file; any text is accepted.
    public init(_ text: String) {
      description = text
      guard let match = text.wholeMatch(of: /.*\(pid ([0-9]+)(?:, host (\S+))?\)/) else { return }
      process = Int32(match.1).flatMap { $0 > 1 ? $0 : nil }
      host = match.2.map(String.init)
    }
  }

  /// Whether a process has an exclusive lock of this kind on a file; `nil` if the system does not
  /// reveal it.
  ///
  /// The text in a lock file can be out of date for a moment: a process may have taken the lock and
  /// not written yet. Reads `/proc/locks`, so it answers on Linux only.
  public static func isHeld(path: String, by process: Int32) -> Bool? {
    holders(path: path).map { $0.contains("\(process)") }
  }

  /// Whether any process has such a lock on a file, without touching it; `nil` if the system does
  /// not reveal it.
  ///
  /// A file that does not exist is not locked.
  public static func isHeld(path: String) -> Bool? {
    guard access(path, F_OK) == 0 else { return false }
    return holders(path: path).map { !$0.isEmpty }
  }

  private static func holders(path: String) -> [Substring]? {
    var status = stat()
    guard let table = try? String(contentsOfFile: "/proc/locks", encoding: .utf8),
      stat(path, &status) == 0
    else { return nil }
    // 1: FLOCK  ADVISORY  WRITE 123 fe:00:456 0 EOF
    return table.split(separator: "\n").compactMap { line in
      let words = line.split(separator: " ")
      guard words.count >= 6, words[1] == "FLOCK", words[3] == "WRITE",
        words[5].split(separator: ":").last == "\(status.st_ino)"
      else { return nil }
      return words[4]
    }
  }
}
