import Foundation
import PanelCore
import PanelProtocol

/// A round and the server it is on.
struct RoundPlace: Sendable {
  var round: RoundID
  var server: URL
  /// The pinned key of the server, if this machine knows it.
  var pin: CertificatePin?

  /// Finds the server: the given one, otherwise the one on which this person has joined or runs the
  /// round.
  static func find(_ name: String, server: String?, home: URL) throws -> RoundPlace {
    let round = RoundID(name)
    guard round.isWellFormed else {
      throw Failure(
        .missingInput,
        en: "'\(name)' is neither a directory nor a round",
        ko: "'\(name)'은(는) 폴더도 회차도 아닙니다",
        fix: (en: "name a release directory or a round", ko: "공개 자료 폴더나 회차를 지정하십시오")
      )
    }
    let state = RoundState(home: home, round: round)
    var known = try Coordinator(home: home).servers().map { ($0.url, $0.certificate) }
    if state.exists {
      let file = try state.credentialFile()
      known.insert((file.server, file.certificate), at: 0)
    }
    let address = server ?? (state.exists || known.count == 1 ? known.first?.0 : nil)
    guard let address, let url = URL(string: address), url.isSafeServer else {
      throw Failure(
        .missingInput,
        en: address.map { "'\($0)' is not a server's address" }
          ?? "'\(name)' is not a directory here, and its server is not known",
        ko: address.map { "'\($0)'은(는) 서버 주소가 아닙니다" }
          ?? "'\(name)' 폴더가 없고, 회차의 서버도 알 수 없습니다",
        fix: (
          en: "name a directory, or give --server https://…",
          ko: "폴더를 지정하거나 --server https://…를 쓰십시오"
        )
      )
    }
    // Use a known pin even if the address is spelled differently.
    let pin = known.lazy.filter { isSame($0.0, url) }.compactMap(\.1).first
    return RoundPlace(round: round, server: url, pin: pin)
  }

  /// Whether two addresses name the same server, ignoring the host's case and a final slash.
  private static func isSame(_ known: String, _ address: URL) -> Bool {
    guard let known = URL(string: known) else { return false }
    return known.scheme == address.scheme
      && known.host()?.lowercased() == address.host()?.lowercased() && known.port == address.port
  }
}
