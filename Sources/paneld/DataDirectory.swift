import Foundation
import PanelCore
import PanelFiles

/// The server's files: `DATA/{registry.sqlite,lock,server.json}` and `DATA/rounds/<round>/…`.
struct DataDirectory: Sendable {
  let url: URL

  init(path: String) { url = URL(fileURLWithPath: path, isDirectory: true) }

  /// A directory that `paneld init` has made.
  init(existing path: String) throws(ServerFailure) {
    self.init(path: path)
    guard FileManager.default.fileExists(atPath: registry.path) else {
      throw ServerFailure(
        "\(path) is not a data directory",
        fix: "name the directory that paneld init made, or make it: paneld init --data \(path)",
        status: ServerFailure.missingInput
      )
    }
  }

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

  var tlsCertificate: URL { url.appending(path: "tls/certificate.pem") }
  var tlsKey: URL { url.appending(path: "tls/key.pem") }

  /// The certificate that `paneld init --self-signed` made; `nil` if it did not.
  var ownCertificate: CertificateFiles? {
    guard FileManager.default.fileExists(atPath: tlsCertificate.path) else { return nil }
    return CertificateFiles(certificate: tlsCertificate.path, key: tlsKey.path, isOwn: true)
  }

  /// The files of one round.
  func round(_ round: RoundID) -> RoundFiles {
    RoundFiles(url: url.appending(path: "rounds").appending(path: round.rawValue))
  }

  /// Keeps other processes off the directory for as long as the lock lives.
  func takeLock(as holder: String) throws(ServerFailure) -> FolderLock {
    do {
      return try FolderLock(path: lock.path, holder: holder)
    } catch {
      throw ServerFailure(error, directory: url.path)
    }
  }

  /// Makes the directory and its folder of rounds, for the owner only.
  func create() throws(ServerFailure) {
    do {
      try DurableFile.createDirectory(url.appending(path: "rounds"))
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
  let url: URL

  var manifest: URL { url.appending(path: "manifest.json") }
  var manifestSignature: URL { url.appending(path: "manifest.sig") }
  var survey: URL { url.appending(path: "survey.yaml") }
  var issuerKey: URL { url.appending(path: "issuer.key") }
  var receiptKey: URL { url.appending(path: "receipt.key") }
  var submissions: URL { url.appending(path: "submissions.sqlite") }
  var submissionsJournal: URL { url.appending(path: "submissions.sqlite-journal") }
  var issuance: URL { url.appending(path: "issuance.jsonl") }
  var issuanceHead: URL { url.appending(path: "issuance-head.json") }
  var claims: URL { url.appending(path: "claims") }
  var progress: URL { url.appending(path: "progress.json") }
}
