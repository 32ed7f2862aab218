import Foundation
import Logging
import NIOSSL
import PanelCore
import PanelProtocol
import ServiceLifecycle
import Synchronization
import UnixSignals

/// The certificate for new connections, which can be replaced while the server runs.
final class ServerCertificate: Sendable {
  private let files: CertificateFiles
  private let current: Mutex<CertificateFiles.Loaded>

  /// Reads the files for the first time.
  init(_ files: CertificateFiles, now: Timestamp) throws(ServerFailure) {
    self.files = files
    current = Mutex(try files.load(now: now))
  }

  /// The present certificate.
  var loaded: CertificateFiles.Loaded { current.withLock { $0 } }

  /// Reads the files again; if they cannot be used, the present certificate stays.
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
            "the certificate was read again; new connections get it",
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
