import Foundation
import PanelCore
import PanelFiles
import PanelProtocol
import PanelStore

/// The server's files: `DATA/{registry.sqlite,lock,server.json}` and `DATA/rounds/<round>/…`.
struct DataDirectory: Sendable {
  let url: URL

  init(path: String) { url = URL(fileURLWithPath: path, isDirectory: true) }

  var registry: URL { url.appending(path: "registry.sqlite") }
  var lock: URL { url.appending(path: "lock") }
  var address: URL { url.appending(path: "server.json") }
  var orders: URL { url.appending(path: "orders") }

  /// The address that the running server wrote down; `nil` when none runs.
  var runningAddress: String? {
    (try? Data(contentsOf: address)).flatMap {
      try? JSONDecoder().decode(ServerAddress.self, from: $0).url
    }
  }

  var tls: URL { url.appending(path: "tls") }
  var tlsCertificate: URL { url.appending(path: "tls/certificate.pem") }
  var tlsKey: URL { url.appending(path: "tls/key.pem") }

  /// The certificate that `paneld init --self-signed` made; `nil` if it did not.
  var ownCertificate: CertificateFiles? {
    guard FileManager.default.fileExists(atPath: tlsCertificate.path) else { return nil }
    return CertificateFiles(certificate: tlsCertificate.path, key: tlsKey.path, isOwn: true)
  }

  var rounds: URL { url.appending(path: "rounds") }

  /// The directory of that path, which `paneld init` or `restore` has made.
  static func existing(_ path: String) throws(ServerFailure) -> DataDirectory {
    let directory = DataDirectory(path: path)
    guard access(directory.registry.path, R_OK) == 0 else {
      if errno == EACCES {
        throw ServerFailure(
          "\(path): belongs to another user",
          fix: "run it as the user of the server: sudo -u paneld paneld …",
          status: ServerFailure.notPermitted
        )
      }
      throw ServerFailure(
        "\(path) is not a data directory",
        fix: "name the directory that paneld init or paneld restore made",
        status: ServerFailure.missingInput
      )
    }
    return directory
  }

  /// The files of one round.
  func round(_ round: RoundID) -> RoundFiles {
    RoundFiles(url: rounds.appending(path: round.rawValue))
  }

  /// A certificate of one's own, without which nobody could connect who goes by its pin.
  static let ownFiles = ["tls/certificate.pem", "tls/key.pem"]

  /// Whether a path below the directory is one that backups hold; no other is ever restored.
  static func isKept(_ path: String) -> Bool {
    if path == "registry.sqlite" || ownFiles.contains(path) { return true }
    let parts = path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    return parts.count == 3 && parts[0] == "rounds" && RoundID(parts[1]).isWellFormed
      && (RoundFiles.kept + [RoundFiles.box]).contains(parts[2])
  }

  /// Whether a process has the directory open; `nil` where the system does not tell.
  var isInUse: Bool? { FolderLock.isHeld(path: lock.path) }

  /// Whether a place, which may not exist yet, lies inside, by whatever links it is reached.
  func contains(_ place: URL) -> Bool {
    var there = place
    while !FileManager.default.fileExists(atPath: there.path), there.path != "/" {
      there.deleteLastPathComponent()
    }
    let (root, found) = (url.resolvingSymlinksInPath().path, there.resolvingSymlinksInPath().path)
    return found == root || found.hasPrefix(root + "/")
  }

  /// Keeps other processes off the directory for as long as the lock lives.
  func takeLock(as holder: String) throws(ServerFailure) -> FolderLock {
    do {
      return try FolderLock(path: lock.path, holder: holder)
    } catch {
      throw ServerFailure(error, directory: url.path)
    }
  }

  /// Says which files are about to be brought up to date, and where the copy of before lies.
  func tellUpgrades() {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: rounds.path)) ?? []
    let boxes = names.sorted().map { rounds.appending(path: $0).appending(path: RoundFiles.box) }
      .filter { FileManager.default.fileExists(atPath: $0.path) }
    for (file, kind) in [(registry, DatabaseInspection.Kind.registry)]
      + boxes.map({ ($0, DatabaseInspection.Kind.submissions) })
    {
      // A file that cannot be looked into is for whoever opens it to report.
      guard let inspection = try? DatabaseInspection(path: file.path, kind: kind),
        case .older(let has, let next)? = try? inspection.schema()
      else { continue }
      let copy =
        kind == .registry
        ? "a copy of before stays in \(file.path).before-\(next)"
        : "a copy of before is there until that has succeeded"
      StandardStream.error.write(
        "paneld: \(file.path): the tables are brought from \(has) to \(next) or later; \(copy)\n"
      )
    }
  }

  /// Makes the directory, for the owner only; also one that exists is made so.
  func createItself() throws(ServerFailure) {
    do {
      try DurableFile.createDirectory(url)
    } catch {
      throw ServerFailure(error, fix: "name a directory that you may write to")
    }
    guard chmod(url.path, 0o700) == 0 else {
      throw ServerFailure(
        "\(url.path): \(String(cString: strerror(errno)))",
        fix: "run it as the user that the directory belongs to",
        status: ServerFailure.cannotCreate
      )
    }
  }

  /// Makes the directory and its folder of rounds, for the owner only.
  func create() throws(ServerFailure) {
    do {
      try DurableFile.createDirectory(rounds)
    } catch {
      throw ServerFailure(
        "\(url.path): cannot be created",
        fix: "name a directory that you may write to",
        status: ServerFailure.cannotCreate
      )
    }
  }
}

/// The files of one round on the server.
struct RoundFiles: Sendable {
  /// The files that a backup holds, named one by one: whatever else lies there, the issuer key above
  /// all, is not for a backup.
  static let kept = [
    "manifest.json", "manifest.sig", "survey.yaml", "receipt.key", "issuance.jsonl",
    "issuance-head.json",
  ]
  static let box = "submissions.sqlite"

  let url: URL

  var manifest: URL { url.appending(path: "manifest.json") }
  var manifestSignature: URL { url.appending(path: "manifest.sig") }
  var survey: URL { url.appending(path: "survey.yaml") }
  var issuerKey: URL { url.appending(path: "issuer.key") }
  var receiptKey: URL { url.appending(path: "receipt.key") }
  var submissions: URL { url.appending(path: RoundFiles.box) }
  var submissionsJournal: URL { url.appending(path: RoundFiles.box + "-journal") }
  var issuance: URL { url.appending(path: "issuance.jsonl") }
  var issuanceHead: URL { url.appending(path: "issuance-head.json") }
  var claims: URL { url.appending(path: "claims") }
  var progress: URL { url.appending(path: "progress.json") }
}
