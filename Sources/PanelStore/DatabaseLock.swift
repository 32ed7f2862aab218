import Foundation

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Keeps a second process off a directory for as long as the value lives.
///
/// Two processes writing one database file lose data; the second one gets an error that names the
/// first.
public final class DatabaseLock: Sendable {
  private let descriptor: Int32

  /// Takes the lock file, or throws `locked` with what its holder wrote into it.
  public init(path: String, holder: String) throws(StoreError) {
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw .cannotOpen(path: path, reason: String(cString: strerror(errno)))
    }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      let reason = errno
      close(descriptor)
      guard reason == EWOULDBLOCK else {
        throw .cannotOpen(path: path, reason: String(cString: strerror(reason)))
      }
      let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
      throw .locked(path: path, holder: text.trimmingCharacters(in: .whitespacesAndNewlines))
    }
    let bytes = Array((holder + "\n").utf8)
    guard ftruncate(descriptor, 0) == 0,
      pwrite(descriptor, bytes, bytes.count, 0) == bytes.count
    else {
      let reason = String(cString: strerror(errno))
      close(descriptor)
      throw .cannotOpen(path: path, reason: reason)
    }
    self.descriptor = descriptor
  }

  deinit { close(descriptor) }
}
