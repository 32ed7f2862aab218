import Foundation
import NIOSSL
import PanelCore
import PanelProtocol

/// A certificate and its key as files, and what may be said of them.
struct CertificateFiles: Sendable {
  var certificate: String
  var key: String
  /// Whether `paneld init --self-signed` made it: then clients go by its key and not by its dates.
  var isOwn: Bool

  /// Seconds before its end from which on a certificate is warned of.
  static let warningSeconds: Int64 = 30 * 86_400

  /// What the files hold, ready for connections.
  struct Loaded: Sendable {
    var context: NIOSSLContext
    var pin: CertificatePin
    /// When the certificate ends.
    var end: Timestamp
    /// What the operator should know, if there is something.
    var warning: String?
  }

  /// Reads both files and checks that they belong together and are valid now.
  func load(now: Timestamp) throws(ServerFailure) -> Loaded {
    let chain: [NIOSSLCertificate]
    var configuration: TLSConfiguration
    do {
      chain = try NIOSSLCertificate.fromPEMFile(certificate)
      configuration = TLSConfiguration.makeServerConfiguration(
        certificateChain: chain.map { .certificate($0) },
        privateKey: .privateKey(try NIOSSLPrivateKey(file: key, format: .pem))
      )
    } catch {
      throw unusable
    }
    configuration.minimumTLSVersion = .tlsv12
    guard let leaf = chain.first, let publicKey = try? leaf.extractPublicKey().toSPKIBytes() else {
      throw unusable
    }
    let context: NIOSSLContext
    do {
      context = try NIOSSLContext(configuration: configuration)
    } catch {
      throw ServerFailure(
        "the TLS certificate and the key do not work together",
        fix: "give PEM files that belong together",
        status: ServerFailure.invalidData
      )
    }
    let (begin, end) = (
      Timestamp(seconds: Int64(leaf.notValidBefore)), Timestamp(seconds: Int64(leaf.notValidAfter))
    )
    return Loaded(
      context: context,
      pin: CertificatePin(publicKeyInfo: Data(publicKey)),
      end: end,
      warning: try warning(from: begin, to: end, now: now)
    )
  }

  private func warning(
    from begin: Timestamp,
    to end: Timestamp,
    now: Timestamp
  ) throws(ServerFailure) -> String? {
    guard begin <= now else {
      throw ServerFailure(
        "\(certificate): not valid before \(begin)",
        fix: "check this machine's clock, or give a certificate that is valid",
        status: ServerFailure.invalidData
      )
    }
    guard end > now || isOwn else {
      throw ServerFailure(
        "\(certificate): expired on \(end)",
        fix: "give a certificate that is valid; every client refuses this one",
        status: ServerFailure.invalidData
      )
    }
    guard end < now.advanced(by: CertificateFiles.warningSeconds) else { return nil }
    return isOwn
      ? "the certificate ends on \(end); who has its pin goes on, everybody else is refused"
      : "the certificate ends on \(end); replace the files and send SIGHUP before that"
  }

  private var unusable: ServerFailure {
    let unreadable = [certificate, key].first {
      !FileManager.default.isReadableFile(atPath: $0)
    }
    return ServerFailure(
      unreadable.map { "\($0): cannot be read" }
        ?? "\(certificate), \(key): not a PEM certificate and its key",
      fix: "give PEM files that the server's user may read, and that belong together",
      status: ServerFailure.missingInput
    )
  }
}
