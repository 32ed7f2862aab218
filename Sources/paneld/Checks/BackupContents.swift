import Crypto
import Foundation
import PanelCore
import PanelFiles
import PanelProtocol

/// `backup.json`: the files of a backup and their hashes, so that restoring it detects damage.
struct BackupContents: Codable {
  /// One file of the backup.
  struct File: Codable, Hashable {
    /// Its path in the backup, and in the data directory.
    var path: String
    var size: Int
    /// SHA-256, in hexadecimal.
    var sha256: String
  }

  static let schema = "panel.backup.v1"
  static let name = "backup.json"

  var schema = BackupContents.schema
  /// The version of paneld that made it.
  var program = Version.current
  var at: Timestamp
  /// The last step of the registry's tables; `docs/database.md` lists the steps.
  var registry: String
  /// The rounds whose submissions were left out because rating was open.
  var withoutSubmissions: [String]
  var files: [File]

  /// Reads the contents of a backup and compares them with its files.
  static func read(from backup: DataDirectory) throws -> BackupContents {
    let url = backup.url.appending(path: name)
    guard let bytes = try? Data(contentsOf: url) else {
      throw ServerFailure(
        "\(backup.url.path): contains no readable \(name), so it is not a complete backup",
        fix: "name the directory that paneld backup --to made, as a user who may read it",
        status: ServerFailure.missingInput
      )
    }
    guard let contents = try? JSONDecoder().decode(BackupContents.self, from: bytes),
      contents.schema == schema
    else {
      throw ServerFailure(
        "\(url.path): is damaged, or was written by a newer version of paneld",
        fix: "use another backup, or the version of paneld that made this one",
        status: ServerFailure.invalidData
      )
    }
    for file in contents.files { try contents.compare(file, in: backup) }
    return contents
  }

  private func compare(_ file: File, in backup: DataDirectory) throws {
    guard DataDirectory.isKept(file.path) else {
      throw damage(
        backup.url.appending(path: BackupContents.name),
        "names a file that no backup contains"
      )
    }
    let url = backup.url.appending(path: file.path)
    guard let found = try? BackupContents.file(file.path, in: backup) else {
      throw damage(url, "cannot be read")
    }
    guard found == file else { throw damage(url, "has changed since the backup was made") }
  }

  private func damage(_ url: URL, _ reason: String) -> ServerFailure {
    ServerFailure(
      "\(url.path): \(reason)",
      fix: "nothing was restored; use another backup",
      status: ServerFailure.invalidData
    )
  }

  /// The present size and hash of a file.
  static func file(_ path: String, in directory: DataDirectory) throws -> File {
    var (size, hash) = (0, SHA256())
    try pieces(of: directory.url.appending(path: path)) { piece in
      size += piece.count
      hash.update(data: piece)
    }
    return File(path: path, size: size, sha256: Hexadecimal.text(Data(hash.finalize())))
  }

  /// Copies a file piece by piece, since submissions may be larger than the memory.
  static func copy(_ source: URL, to target: URL) throws {
    try DurableFile.writeNew(to: target) { write in try pieces(of: source, write) }
  }

  private static func pieces(of url: URL, _ body: (Data) throws -> Void) throws {
    let handle = try FileHandle(forReadingFrom: url)
    defer { try? handle.close() }
    while let piece = try handle.read(upToCount: 1 << 20), !piece.isEmpty { try body(piece) }
  }
}
