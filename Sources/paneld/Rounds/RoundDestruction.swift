import Foundation
import PanelCore
import PanelFiles
import PanelProtocol
import PanelStore

/// The end of a round's retention.
extension Rounds {
  /// Destroys what the server holds of persons and ratings, and logs that it was done.
  ///
  /// The order stands in the log before; each step can be repeated after a crash. Manifest, survey
  /// and log stay: they name nobody and show what was done.
  func erase(_ id: RoundID) async throws {
    let history = try history(id)
    let files = directory.round(id)
    forgetWriter(id)
    // The ratings first, and overwritten: what is merely unlinked lies on the disk for long.
    try Erasure.erase(files.submissions.path)
    try Erasure.erase(files.submissionsJournal.path)
    try Erasure.eraseCopies(of: files.submissions.path)
    for path in [\RoundFiles.issuerKey, \.issuance, \.issuanceHead, \.progress] {
      try DurableFile.remove(files[keyPath: path])
    }
    let claims = (try? FileManager.default.contentsOfDirectory(atPath: files.claims.path)) ?? []
    for name in claims { try Erasure.erase(files.claims.appending(path: name).path) }
    try registry.erasePersons(of: id)
    try commit(
      LogEntry(
        .erased,
        actor: LogEntry.server,
        at: now(),
        count: history.heads.last?.count
      ),
      in: id
    )
  }
}
