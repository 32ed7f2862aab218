public import Foundation

/// A link that lets one coordinator or auditor join: `SERVER/join#SECRET`, followed by `.PIN` if
/// the server's certificate is self-signed.
public struct JoinLink: Hashable, Sendable {
  /// The server's address.
  public var server: URL
  /// The secret of 32 bytes, of which the server stores only the hash.
  public var secret: Data
  /// The pin of the server's certificate; `nil` without TLS, or if an authority signed it.
  public var pin: CertificatePin?

  /// Creates a link; the pin is dropped unless the address is `https:`.
  public init(server: URL, secret: Data, pin: CertificatePin?) {
    self.server = server
    self.secret = secret
    self.pin = server.scheme == "https" ? pin : nil
  }

  /// Reads the text of a link; `nil` if it is not one.
  public init?(_ text: String) {
    let parts = text.split(separator: "#", maxSplits: 1)
    let codes = parts.count == 2 ? parts[1].split(separator: ".", maxSplits: 1) : []
    pin = codes.count == 2 ? CertificatePin(String(codes[1])) : nil
    guard parts.count == 2, parts[0].hasSuffix("/join"),
      let server = URL(string: String(parts[0].dropLast(5))),
      let first = codes.first,
      codes.count == 1 || pin != nil,
      let secret = try? CrockfordBase32.decode(String(first)), secret.count == 32
    else { return nil }
    self.server = server
    self.secret = secret
  }

  /// The link as it is sent to the person.
  public var text: String {
    "\(server.absoluteString)/join#\(CrockfordBase32.encode(secret))" + (pin.map { ".\($0)" } ?? "")
  }
}
