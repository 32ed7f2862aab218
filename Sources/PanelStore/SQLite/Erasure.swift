import Foundation

/// Destroys files whose content must not remain.
public enum Erasure {
  /// Overwrites a file, flushes that, removes it, and makes its absence durable; an absent file is
  /// not an error.
  ///
  /// On file systems that copy on write, and on flash, blocks may outlive this: see
  /// `docs/operations.md`.
  public static func erase(_ path: String) throws(StoreError) {
    let url = URL(fileURLWithPath: path)
    guard FileManager.default.fileExists(atPath: path) else { return }
    do {
      let handle = try FileHandle(forUpdating: url)
      var left = try handle.seekToEnd()
      try handle.seek(toOffset: 0)
      let block = Data(count: 1 << 16)
      while left > 0 {
        let count = min(left, UInt64(block.count))
        try handle.write(contentsOf: block.prefix(Int(count)))
        left -= count
      }
      try handle.synchronize()
      try handle.close()
      try FileManager.default.removeItem(at: url)
    } catch {
      throw .failed(path: path, reason: "\(error)")
    }
    let folder = url.deletingLastPathComponent()
    let descriptor = open(folder.path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    close(descriptor)
  }

  /// Erases the copies that upgrades have made next to a database file.
  public static func eraseCopies(of path: String) throws(StoreError) {
    let url = URL(fileURLWithPath: path)
    let folder = url.deletingLastPathComponent()
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    for name in names.sorted() where name.hasPrefix(url.lastPathComponent + ".before-") {
      try erase(folder.appending(path: name).path)
    }
  }
}
