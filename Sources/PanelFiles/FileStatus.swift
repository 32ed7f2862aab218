#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// What the system says of a file itself, not of what a link leads to.
public struct FileStatus: Hashable, Sendable {
  /// Whether it is a directory.
  public var isDirectory: Bool
  /// The number of the user it belongs to.
  public var owner: UInt32
  /// Who may read, write and execute it, nine bits.
  public var permissions: UInt32
  /// Its bytes; 0 for whatever is no regular file.
  public var size: Int

  /// Asks the system; `nil` where there is no such file.
  public init?(path: String) {
    var status = stat()
    guard lstat(path, &status) == 0 else { return nil }
    let kind = status.st_mode & S_IFMT
    isDirectory = kind == S_IFDIR
    owner = status.st_uid
    permissions = UInt32(status.st_mode & 0o777)
    size = kind == S_IFREG ? Int(status.st_size) : 0
  }
}
