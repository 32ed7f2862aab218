import Foundation
import PanelCore
import PanelProtocol

extension JoinLink {
  /// Reads a link that a person has typed or pasted.
  ///
  /// - Parameters:
  ///   - text: What was typed or pasted.
  ///   - server: An address to use instead of the link's own.
  /// - Returns: The link, with the address to use.
  /// - Throws: `Failure` for a text that is not a link, and for an address that is neither `https:` nor of
  ///   this machine.
  static func read(_ text: String, server: String?) throws(Failure) -> JoinLink {
    guard var link = JoinLink(text.trimmed),
      let address = server.map({ URL(string: $0) }) ?? link.server, address.isSafeServer
    else { throw .notAJoinLink }
    link.server = address
    return link
  }
}

extension Failure {
  fileprivate static let notAJoinLink = Failure(
    .invalidData,
    en: "this is not a link of paneld init",
    ko: "paneld init이 준 링크가 아닙니다",
    fix: (
      en: "copy the whole line that paneld init printed; other machines need https://",
      ko: "paneld init이 출력한 줄 전체를 옮기십시오"
    )
  )
}
