import AsyncHTTPClient
import Foundation
import NIOCore
import NIOSSL
import PanelProtocol

/// How the client authenticates the server: by a pinned key, or otherwise by the system's roots.
struct ServerTrust: Sendable {
  /// The server's key; if given, authorities, names and dates are not checked.
  var pin: CertificatePin?

  /// Why a connection was not used; nothing has been sent on it.
  enum Refusal: Error {
    /// The server shows another key than the pin names.
    case otherCertificate
    /// A pin is known, and the connection has no TLS.
    case noTLS
  }

  /// The file of `$PANEL_CA_FILE`, whose certificates are then the only roots.
  static var rootsFile: String? {
    Settings.environment["PANEL_CA_FILE"].flatMap { $0.isEmpty ? nil : $0 }
  }

  /// Settings with which every connection is checked before anything is sent on it.
  func configuration() -> HTTPClient.Configuration {
    var configuration = HTTPClient.Configuration(
      redirectConfiguration: .disallow,
      timeout: .init(connect: .seconds(5), read: .seconds(60))
    )
    configuration.httpVersion = .http1Only
    // A refused connection is final; otherwise the library would retry until the timeout.
    configuration.connectionPool.retryConnectionEstablishment = false
    var tls = TLSConfiguration.makeClientConfiguration()
    tls.minimumTLSVersion = .tlsv12
    if let pin {
      // Instead of authorities, name and dates, the key that the handshake has proven is compared.
      tls.certificateVerification = .none
      configuration.http1_1ConnectionDebugInitializer = { channel in
        ServerTrust.refusing(channel) { try ServerTrust.require(pin, on: $0) }
      }
    } else if let roots = ServerTrust.rootsFile {
      tls.trustRoots = .file(roots)
    }
    configuration.tlsConfiguration = tls
    return configuration
  }

  private static func require(_ pin: CertificatePin, on channel: any Channel) throws {
    guard let shown = try? channel.pipeline.syncOperations.nioSSL_peerCertificate() else {
      throw Refusal.noTLS
    }
    let key = Data(try shown.extractPublicKey().toSPKIBytes())
    guard CertificatePin(publicKeyInfo: key) == pin else { throw Refusal.otherCertificate }
  }

  /// Runs a check in the place where the library offers one before a connection's first request.
  ///
  /// The connection is closed only after the library knows that it was refused, because it does not
  /// expect a connection to end before.
  private static func refusing(
    _ channel: any Channel,
    unless check: (any Channel) throws -> Void
  ) -> EventLoopFuture<Void> {
    do {
      try check(channel)
      return channel.eventLoop.makeSucceededVoidFuture()
    } catch {
      channel.eventLoop.execute { channel.close(promise: nil) }
      return channel.eventLoop.makeFailedFuture(error)
    }
  }

  /// The certificate that a server shows over TLS, to say what is wrong with it; `nil` if there is
  /// none.
  ///
  /// Nothing is sent to the server, and nothing it shows is trusted.
  static func certificateShown(by server: URL) async -> NIOSSLCertificate? {
    struct Shown: Error { var certificate: NIOSSLCertificate? }
    guard var parts = URLComponents(url: server, resolvingAgainstBaseURL: false) else { return nil }
    if parts.port == nil, server.scheme == "http" { parts.port = 80 }
    parts.scheme = "https"
    guard let address = parts.string else { return nil }
    var configuration = ServerTrust().configuration()
    var tls = TLSConfiguration.makeClientConfiguration()
    tls.certificateVerification = .none
    configuration.tlsConfiguration = tls
    configuration.timeout.connect = .seconds(10)
    configuration.http1_1ConnectionDebugInitializer = { channel in
      refusing(channel) {
        throw Shown(certificate: try $0.pipeline.syncOperations.nioSSL_peerCertificate())
      }
    }
    let http = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    var shown: NIOSSLCertificate?
    do {
      _ = try await http.execute(HTTPClientRequest(url: address), timeout: .seconds(15))
    } catch {
      shown = (error as? Shown)?.certificate
    }
    try? await http.shutdown()
    return shown
  }
}
