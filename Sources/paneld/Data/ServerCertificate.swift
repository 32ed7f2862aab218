import Foundation
import Logging
import NIOSSL
import PanelCore
import PanelProtocol
import ServiceLifecycle
import Synchronization
import UnixSignals

/// The certificate that new connections get; it can be replaced while the server runs.
final class ServerCertificate: Sendable {
  private let files: CertificateFiles
  private let current: Mutex<CertificateFiles.Loaded>

  /// Reads the files for the first time.
  init(_ files: CertificateFiles, now: Timestamp) throws(ServerFailure) {
    self.files = files
    current = Mutex(try files.load(now: now))
  }

  /// What is shown now.
  var loaded: CertificateFiles.Loaded { current.withLock { $0 } }

  /// Reads the files again; where they cannot be used, what was there stays.
  func reload(now: Timestamp) throws(ServerFailure) -> CertificateFiles.Loaded {
    let new = try files.load(now: now)
    current.withLock { $0 = new }
    return new
  }
}

/// Reads the certificate again at every SIGHUP.
struct CertificateReloading: Service {
  let certificate: ServerCertificate
  let logger: Logger

  func run() async throws {
    await cancelWhenGracefulShutdown {
      for await _ in await UnixSignalsSequence(trapping: .sighup) {
        do throws(ServerFailure) {
          let loaded = try certificate.reload(now: Timestamp(Date()))
          logger.notice(
            "new connections get the certificate as it is now",
            metadata: ["end": "\(loaded.end)", "pin": "\(loaded.pin)"]
          )
          if let warning = loaded.warning { logger.warning("\(warning)") }
        } catch {
          logger.error(
            "the certificate was not replaced",
            metadata: ["error": "\(error.message)", "fix": "\(error.fix)"]
          )
        }
      }
    }
  }
}
