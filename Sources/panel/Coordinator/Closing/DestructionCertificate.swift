import Foundation
import PanelCore
import PanelProtocol

/// Shows to anybody that a round was destroyed: its manifest and its log, signed by both sides.
///
/// It proves what was ordered and what the server says it did; that no copy is left anywhere nobody
/// can prove.
struct DestructionCertificate: Codable, Sendable {
  static let schema = "panel.destruction.v1"

  var schema = Self.schema
  /// The bytes of the manifest.
  var manifest: Data
  /// The coordinator's signature on its hash.
  var manifestSignature: Data
  /// The whole log.
  var log: [LogLine]

  init(_ sealed: SealedRound, _ history: RoundHistory) {
    manifest = sealed.manifestBytes
    manifestSignature = sealed.manifestSignature
    log = history.log.lines
  }

  /// Follows the log; throws where a signature does not hold or the round was not destroyed.
  func history() throws -> RoundHistory {
    let hash = ManifestHash(manifest: manifest)
    guard schema == Self.schema, let known = try? Manifest(bytes: manifest),
      ManifestSignature.isValid(manifestSignature, for: hash, by: known.coordinatorKey),
      let history = try? RoundHistory(manifest: known, hash: hash, lines: log),
      history.erasedAt != nil
    else {
      throw Failure(
        .checkFailed,
        en: "the certificate does not hold: a signature is wrong, or nothing was destroyed",
        ko: "증명서가 맞지 않습니다. 서명이 틀렸거나 파기되지 않았습니다",
        fix: (en: "ask the coordinator for the file as it was written", ko: "담당자에게 원본 파일을 다시 받으십시오")
      )
    }
    return history
  }

  /// What was done, in words.
  func statement() throws -> LocalizedText {
    let history = try history()
    let round = history.manifest.round
    let (ordered, erased) = (history.destructionOrdered, history.erasedAt)
    // A void round has no count of its submissions.
    let count =
      history.heads.last.map {
        LocalizedText(en: "\($0.count) submissions", ko: "제출 \($0.count)건")
      } ?? LocalizedText(en: "all submissions", ko: "제출 전부")
    let times = (ordered?.koreanTime ?? "", erased?.koreanTime ?? "")
    return LocalizedText(
      en: """
        Round \(round), fingerprint \(history.hash.fingerprint)
        ordered by the coordinator: \(times.0)
        destroyed by the server:    \(times.1), \(count.en), all invitations, enrolments
        and declarations. Manifest, survey and log stay.
        Log head: \(Hexadecimal.text(history.log.hash))
        """,
      ko: """
        회차 \(round), 지문 \(history.hash.fingerprint)
        담당자의 파기 지시: \(times.0)
        서버의 파기: \(times.1), \(count.ko)과 초대, 등록, 서약 전부. 선언문, 설문, 기록은 남습니다.
        기록의 끝 해시: \(Hexadecimal.text(history.log.hash))
        """
    )
  }
}
