import Crypto
import Foundation
import PanelProtocol

/// A link that lets one person join: the server's address, a secret, and behind a full stop the pin
/// of a certificate that no authority vouches for.
enum JoinLink {
  static let standard = "http://127.0.0.1:8443"

  static func secret() -> Data { Data(SymmetricKey(size: .bits256).withUnsafeBytes { Array($0) }) }

  /// Without TLS there is no key to be known by, and so no pin.
  static func text(_ address: String, _ secret: Data, _ pin: CertificatePin?) -> String {
    let known = address.hasPrefix("https:") ? pin.map { ".\($0)" } ?? "" : ""
    return "\(address)/join#\(CrockfordBase32.encode(secret))\(known)"
  }

  /// Checks an address and takes a slash off its end.
  static func address(_ text: String) throws(ServerFailure) -> String {
    guard let address = URL(string: text), address.host() != nil,
      ["http", "https"].contains(address.scheme ?? "")
    else {
      throw ServerFailure(
        "'\(text)' is not an address",
        fix: "write for example https://panel.example.org",
        status: ServerFailure.usage
      )
    }
    return text.hasSuffix("/") ? String(text.dropLast()) : text
  }
}
