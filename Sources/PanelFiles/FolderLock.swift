import Foundation

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Keeps a second process off a folder for as long as the value lives.
///
/// Two processes writing one file lose data; the second one gets an error that names the first.
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

  deinit { close(descriptor) }
}
