import Foundation
import NIOSSL
import PanelCore
import PanelProtocol

/// The files of a certificate and its key.
struct CertificateFiles: Sendable {
  var certificate: String
  var key: String
  /// Whether `paneld init --self-signed` made it; then clients check its key and not its dates.
  var isOwn: Bool

  /// A warning is given from so many seconds before the certificate expires.
  static let warningSeconds: Int64 = 30 * 86_400

  /// The certificate and key, ready for connections.
  struct Loaded: Sendable {
    var context: NIOSSLContext
    var pin: CertificatePin
    /// When the certificate expires.
    var end: Timestamp
    /// A warning for the operator.
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
      ? "the certificate expires on \(end); after that only clients with its pin can connect"
      : "the certificate expires on \(end); replace the files and send SIGHUP before that"
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
