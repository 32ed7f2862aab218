import Crypto
import Foundation
import PanelCore
import PanelProtocol

/// A file that goes from the coordinator to the second custodian, to the first, and back.
///
/// Each of them takes off a layer and signs for the reason; nobody can open it alone.
struct LinkOpening: Codable, Sendable {
  var schema = "panel.link.v1"
  /// The round.
  var round: RoundID
  /// The bytes of its manifest, which names the custodians.
  var manifest: Data
  /// The invitation's identifier.
  var invitation: Data
  /// Why the link is opened.
  var reason: String
  /// What is left of the layers; the credential's key when none is left.
  var content: Data
  /// The first custodian's signature on what was opened, which no log may show.
  var confirmation: Data?
  /// The signatures so far, the second custodian's first.
  var approvals: [Data] = []

  /// The hash of the manifest.
  var hash: ManifestHash { ManifestHash(manifest: manifest) }

  /// The two custodians, in the order of the manifest.
  var custodians: [Custodian] {
    (try? Manifest(bytes: manifest))?.custodians ?? []
  }

  /// The custodian whose turn it is; `nil` when both have opened.
  var next: Custodian? {
    approvals.count < custodians.count ? custodians[custodians.count - 1 - approvals.count] : nil
  }

  /// Takes off the layer of the custodian whose turn it is, and signs for it.
  mutating func open(with keys: CustodianKeys) throws {
    guard let next, try keys.custodian() == next else {
      throw Failure(
        .notPermitted,
        en: next.map { "it is the turn of \($0.name)" } ?? "both have opened it already",
        ko: next.map { "\($0.name)의 차례입니다" } ?? "이미 두 사람이 모두 열었습니다",
        fix: (en: "give it to the one whose turn it is", ko: "차례인 사람에게 전달하십시오")
      )
    }
    // Who opened before has agreed to this reason, and to no other that was written over it.
    for (signature, custodian) in zip(approvals, custodians.reversed()) {
      guard
        Escrow.isApproved(
          signature,
          invitation: invitation,
          reason: reason,
          manifest: hash,
          by: custodian.signingKey
        )
      else {
        throw Failure(
          .checkFailed,
          en: "\(custodian.name) has not signed for this reason: the file was changed",
          ko: "\(custodian.name)이(가) 서명한 이유가 아닙니다. 파일이 바뀌었습니다",
          fix: (en: "open nothing, and call the auditor", ko: "열지 말고 참관인에게 연락하십시오")
        )
      }
    }
    guard
      let content = try? Escrow.open(
        content,
        invitation: invitation,
        manifest: hash,
        with: keys.sealing
      )
    else {
      throw Failure(
        .invalidData,
        en: "the link cannot be opened with this key",
        ko: "이 키로 연결을 열 수 없습니다",
        fix: (en: "use the key that the manifest names", ko: "선언문에 적힌 키를 쓰십시오")
      )
    }
    self.content = content
    let signing = try Curve25519.Signing.PrivateKey(rawRepresentation: keys.signing)
    if approvals.count + 1 == custodians.count {
      confirmation = try signing.signature(for: confirmed)
    }
    approvals.append(
      try Escrow.approve(
        invitation,
        reason: reason,
        manifest: hash,
        with: signing
      )
    )
  }

  /// What the first custodian confirms, so that nobody writes another key over the opened one.
  private var confirmed: Data {
    Transcript.bytes("escrow-content", hash.bytes, invitation, content)
  }

  /// Whether the key in the file is the one that the first custodian opened.
  var isConfirmed: Bool {
    guard next == nil, let first = custodians.first, let confirmation,
      let key = try? Curve25519.Signing.PublicKey(rawRepresentation: first.signingKey)
    else { return false }
    return key.isValidSignature(confirmation, for: confirmed)
  }
}
