import Foundation
import PanelCore
import PanelProtocol

/// The link of `paneld init`: `SERVER/join#SECRET`, and behind a full stop the server's pin.
struct JoinLink: Sendable {
  var server: URL
  var secret: Data
  /// The key that the server shows, where no authority vouches for it.
  var pin: CertificatePin?

  /// Reads a link; another address may stand in for its own.
  init(_ text: String, server: String?) throws(Failure) {
    let link = text.trimmingCharacters(in: .whitespacesAndNewlines)
    let parts = link.split(separator: "#", maxSplits: 1)
    let codes = parts.count == 2 ? parts[1].split(separator: ".", maxSplits: 1) : []
    let pin = codes.count == 2 ? CertificatePin(String(codes[1])) : nil
    guard parts.count == 2, parts[0].hasSuffix("/join"),
      let address = URL(string: server ?? String(parts[0].dropLast(5))), address.isSafeServer,
      let first = codes.first, codes.count == 1 || pin != nil,
      let secret = try? CrockfordBase32.decode(String(first)), secret.count == 32
    else {
      throw Failure(
        .invalidData,
        en: "this is not a link of paneld init",
        ko: "paneld init이 준 링크가 아닙니다",
        fix: (
          "copy the whole line that paneld init printed; other machines need https://",
          "paneld init이 출력한 줄 전체를 옮기십시오"
        )
      )
    }
    self.server = address
    self.secret = secret
    self.pin = pin
  }
}
