#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The attributes of a file itself; a symbolic link is not followed.
public struct FileStatus: Hashable, Sendable {
  /// Whether it is a directory.
  public var isDirectory: Bool
  /// The number of the user it belongs to.
  public var owner: UInt32
  /// The permissions, nine bits.
  public var permissions: UInt32
  /// Its size in bytes; 0 if it is not a regular file.
  public var size: Int

  /// Reads the attributes; `nil` if the file does not exist.
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
