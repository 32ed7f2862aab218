import Foundation
import PanelCore
import PanelProtocol

/// The proof that somebody has enrolled, for an allowance.
///
/// It does not show whether anything was submitted, so it may be mailed, unlike a receipt.
struct Participation: Codable, Sendable {
  var schema = "panel.participation.v1"
  /// The round.
  var round: RoundID
  /// The fingerprint of its manifest.
  var fingerprint: String
  /// The invitation's identifier, hex.
  var invitation: String
  /// SHA-256 of the blinded message, hex, as in the issuance list.
  var blinded: String
  /// SHA-256 of the blind signature, hex.
  var blindSignature: String
  /// The server's signature on the three.
  var issued: Data

  func isValid(in sealed: SealedRound) -> Bool {
    guard fingerprint == sealed.hash.fingerprint.description,
      let invitation = Hexadecimal.bytes(invitation), let blinded = Hexadecimal.bytes(blinded),
      let blindSignature = Hexadecimal.bytes(blindSignature)
    else { return false }
    return IssuedReceipt.isValid(
      issued,
      invitation: invitation,
      blindedHash: blinded,
      blindSignatureHash: blindSignature,
      manifest: sealed.hash,
      by: sealed.manifest.receiptKey
    )
  }
}
