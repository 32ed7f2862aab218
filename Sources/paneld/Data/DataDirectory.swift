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

  /// The address that the running server has written; `nil` if none runs.
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

  /// The directory at a path, which must be one that `paneld init` or `restore` made.
  static func existing(_ path: String) throws(ServerFailure) -> DataDirectory {
    let directory = DataDirectory(path: path)
    guard access(directory.registry.path, R_OK) == 0 else {
      if errno == EACCES {
        throw ServerFailure.otherUser(path)
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

  /// The files of a self-signed certificate; clients that have its pin can connect only with it.
  static let ownFiles = ["tls/certificate.pem", "tls/key.pem"]

  /// Whether backups contain the file at this path in the directory; no other file is restored.
  static func isKept(_ path: String) -> Bool {
    if path == "registry.sqlite" || ownFiles.contains(path) { return true }
    let parts = path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    return parts.count == 3 && parts[0] == "rounds" && RoundID(parts[1]).isWellFormed
      && (RoundFiles.kept + [RoundFiles.submissionsName]).contains(parts[2])
  }

  /// Whether a process uses the directory; `nil` if the system does not reveal it.
  var isInUse: Bool? { FolderLock.isHeld(path: lock.path) }

  /// Whether a path, which may not exist yet, is inside the directory, symbolic links resolved.
  func contains(_ place: URL) -> Bool {
    var there = place
    while !FileManager.default.fileExists(atPath: there.path), there.path != "/" {
      there.deleteLastPathComponent()
    }
    let (root, found) = (url.resolvingSymlinksInPath().path, there.resolvingSymlinksInPath().path)
    return found == root || found.hasPrefix(root + "/")
  }

  /// Prevents other processes from using the directory for as long as the lock lives.
  func takeLock(as holder: String) throws(ServerFailure) -> FolderLock {
    do {
      return try FolderLock(path: lock.path, holder: holder)
    } catch {
      throw ServerFailure(error, directory: url.path)
    }
  }

  /// The databases by their paths in the directory.
  var databases: [(name: String, kind: DatabaseInspection.Kind)] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: rounds.path)) ?? []
    let submissions = names.sorted().map { "rounds/\($0)/\(RoundFiles.submissionsName)" }
      .filter { FileManager.default.fileExists(atPath: url.appending(path: $0).path) }
    return [("registry.sqlite", .registry)] + submissions.map { ($0, .submissions) }
  }

  /// Prints which databases are about to be upgraded, and where their copies are.
  func reportUpgrades() {
    for (name, kind) in databases {
      let file = url.appending(path: name)
      // A file that cannot be read is reported when it is opened.
      guard let inspection = try? DatabaseInspection(path: file.path, kind: kind),
        case .older(let has, let next)? = try? inspection.schema()
      else { continue }
      let copy =
        kind == .registry
        ? "a copy of the file stays in \(file.path).before-\(next)"
        : "a copy of the file is kept until that has succeeded"
      StandardStream.error.write(
        "paneld: \(file.path): the tables are upgraded from \(has) to \(next) or later; \(copy)\n"
      )
    }
  }

  /// Creates the directory for the owner only; an existing one is made private.
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

  /// Creates the directory and its folder of rounds, for the owner only.
  func create() throws(ServerFailure) {
    do {
      try DurableFile.createDirectory(rounds)
    } catch {
      throw ServerFailure(error, fix: "name a directory that you may write to")
    }
  }
}

/// The files of one round on the server.
struct RoundFiles: Sendable {
  /// The files that a backup contains, listed one by one: any other file, above all the issuer key,
  /// must not get into a backup.
  static let kept = [
    "manifest.json", "manifest.sig", "survey.yaml", "receipt.key", "issuance.jsonl",
    "issuance-head.json",
  ]
  static let submissionsName = "submissions.sqlite"

  let url: URL

  var manifest: URL { url.appending(path: "manifest.json") }
  var manifestSignature: URL { url.appending(path: "manifest.sig") }
  var survey: URL { url.appending(path: "survey.yaml") }
  var issuerKey: URL { url.appending(path: "issuer.key") }
  var receiptKey: URL { url.appending(path: "receipt.key") }
  var submissions: URL { url.appending(path: RoundFiles.submissionsName) }
  var submissionsJournal: URL { url.appending(path: RoundFiles.submissionsName + "-journal") }
  var issuance: URL { url.appending(path: "issuance.jsonl") }
  var issuanceHead: URL { url.appending(path: "issuance-head.json") }
  var claims: URL { url.appending(path: "claims") }
  var progress: URL { url.appending(path: "progress.json") }
}
