import Foundation
import PanelCore
import PanelFiles
import PanelProtocol

/// Which rounds an auditor has compared with the published fingerprint.
///
/// A coordinator knows a round by the own key; an auditor only by what is published elsewhere.
extension Coordinator {
  /// Keeps the fingerprint of a round after comparing it with what the server shows.
  func trust(_ sealed: SealedRound, fingerprint: Fingerprint) throws {
    guard sealed.hash.fingerprint == fingerprint else {
      throw Failure(
        .protocolMismatch,
        en: "the server shows another round: its fingerprint is \(sealed.hash.fingerprint)",
        ko: "서버가 다른 회차를 보여 줍니다. 지문: \(sealed.hash.fingerprint)",
        fix: (
          en: "compare with the public page; if it differs, do not trust the server",
          ko: "공지 페이지와 비교하고, 다르면 서버를 믿지 마십시오"
        )
      )
    }
    let url = file("manifest-hash", of: sealed.manifest.round)
    try createFolder(url.deletingLastPathComponent())
    try DurableFile.write(Data((sealed.hash.hex + "\n").utf8), to: url)
  }

  /// Refuses a round whose fingerprint was never compared, or that is another by now.
  func requireTrust(in sealed: SealedRound) throws {
    let round = sealed.manifest.round
    let kept = try existing(file("manifest-hash", of: round)).map {
      String(decoding: $0, as: UTF8.self).trimmed
    }
    guard let kept else {
      throw Failure(
        .notPermitted,
        en: "you have not compared the fingerprint of '\(round)' yet",
        ko: "'\(round)' 회차의 지문을 아직 비교하지 않았습니다",
        fix: (
          en: "take it from the public page: panel round trust \(round) --fingerprint FINGERPRINT",
          ko: "공지 페이지의 지문으로: panel round trust \(round) --fingerprint 지문"
        )
      )
    }
    guard kept == sealed.hash.hex else {
      throw Failure(
        .protocolMismatch,
        en: "'\(round)' is not the round that you compared: its manifest is another",
        ko: "'\(round)' 회차의 선언문이 전에 비교한 것과 다릅니다",
        fix: (en: "do not trust the server; tell the coordinator", ko: "서버를 믿지 말고 평가 담당자에게 알리십시오")
      )
    }
  }
}
