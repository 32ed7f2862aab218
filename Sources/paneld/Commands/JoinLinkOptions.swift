import Crypto
import Foundation
import PanelProtocol

extension JoinLink {
  /// The address that a link names if no other is known.
  static let standard = "http://127.0.0.1:8443"

  /// A new secret.
  static func secret() -> Data { Data(SymmetricKey(size: .bits256).withUnsafeBytes { Array($0) }) }

  /// Checks an address and takes a slash off its end.
  static func address(_ text: String) throws(ServerFailure) -> URL {
    guard let address = URL(string: text.hasSuffix("/") ? String(text.dropLast()) : text),
      address.host() != nil,
      ["http", "https"].contains(address.scheme ?? "")
    else {
      throw ServerFailure(
        "'\(text)' is not an address",
        fix: "write for example https://panel.example.org",
        status: ServerFailure.usage
      )
    }
    return address
  }
}
