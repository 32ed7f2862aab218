import ArgumentParser
import Foundation
import PanelCore
import PanelFiles
import PanelProtocol

// What the server's public lists say about one evaluator.
extension ReceiptCommand {
  private struct Issuance: Encodable {
    var round: RoundID
    var invitation: String
    var issuance: String
    var mine: Bool
  }

  /// After enrolling: the line must be about the credential on this machine.
  func showIssuance(_ evaluator: Evaluator, _ language: Language) async throws {
    let file = try evaluator.state.credentialFile()
    guard let identifier = file.invitationID else {
      throw Failure(
        .missingInput,
        en: "this machine no longer knows your invitation",
        ko: "이 컴퓨터에 초대 정보가 없습니다",
        fix: (en: "give its file: --invitation FILE", ko: "초대문 파일을 지정하십시오: --invitation 파일")
      )
    }
    let lock = try evaluator.state.lock()
    defer { withExtendedLifetime(lock) {} }
    let list = try await reporting {
      try await PanelClient.with(try evaluator.server(), pin: try evaluator.pin()) { client in
        let history = try await evaluator.state.follow(evaluator.sealed, client: client)
        return try await VerifiedIssuance.fetch(evaluator.sealed, history, client)
      }
    }
    let blinded = try evaluator.credential().blind(for: evaluator.sealed.issuer).blinded
    try tell(
      list,
      identifier,
      evaluator.sealed,
      own: ContentHash.sha256(blinded),
      isEnrolled: try evaluator.isEnrolled(),
      language
    )
  }

  /// Without having enrolled: nothing may have been issued on the invitation.
  func showIssuance(of invitation: Invitation, _ language: Language) async throws {
    let sealed = try await SealedRound.fetch(for: invitation)
    let list = try await reporting {
      try await PanelClient.with(invitation.server, pin: invitation.pin) { client in
        let history = try await FollowedLog.read(sealed, client: client)
        return try await VerifiedIssuance.fetch(sealed, history, client)
      }
    }
    try tell(
      list,
      invitation.code.identifier,
      sealed,
      own: nil,
      isEnrolled: false,
      language
    )
  }

  private func tell(
    _ list: IssuanceList,
    _ identifier: Data,
    _ sealed: SealedRound,
    own: Data?,
    isEnrolled: Bool,
    _ language: Language
  ) throws {
    let line = list.lines.first { $0.invitation == identifier }
    let (word, text) =
      line.map { IssuanceText.words($0.outcome) }
      ?? ("missing", LocalizedText(en: "the invitation is NOT on the list", ko: "이 초대가 목록에 없습니다"))
    let isMine =
      switch line?.outcome {
      case .issued(_, let blinded, _)?:
        blinded == own && line?.proofIsValid(manifest: sealed.hash) == true
      case .notIssued?: !isEnrolled
      case .revoked?: false
      case nil: false
      }
    if json {
      StandardStream.output.write(
        try CanonicalJSON.encodeReadable(
          Issuance(
            round: sealed.manifest.round,
            invitation: Hexadecimal.text(identifier),
            issuance: word,
            mine: isMine
          )
        )
      )
    } else {
      StandardStream.output.tell("\(sealed.manifest.round): \(text[language])")
      let verdict: LocalizedText =
        switch (isMine, line?.isIssued == true) {
        case (true, false):
          LocalizedText(en: "Nobody enrolled in your place.", ko: "다른 사람이 대신 등록하지 않았습니다.")
        case (true, true) where !isEnrolled:
          LocalizedText(
            en: "It is yours, but the server's answer was lost: run panel join again.",
            ko: "본인의 것이나 응답을 받지 못했습니다. panel join을 다시 실행하십시오."
          )
        case (true, true):
          LocalizedText(en: "It is the credential on this computer.", ko: "이 컴퓨터에 있는 인증입니다.")
        case (false, _) where line?.outcome == .revoked:
          LocalizedText(
            en:
              "Another invitation took its place. If you never got that one, somebody else may have "
              + "used it: call the auditor.",
            ko: "다른 초대로 교체되었습니다. 새 초대를 받은 적이 없다면 다른 사람이 사용했을 수 있으니 참관인에게 연락하십시오."
          )
        case (false, _):
          LocalizedText(
            en: "It is NOT yours: somebody else has used your invitation, or the list is wrong. "
              + "Call the auditor.",
            ko: "본인의 것이 아닙니다. 다른 사람이 초대를 사용했거나 목록이 잘못되었습니다. 참관인에게 연락하십시오."
          )
        }
      StandardStream.output.tell(verdict[language])
    }
    guard isMine else { throw ExitCode(ExitStatus.checkFailed.rawValue) }
  }

  /// Prints the proof of the enrolment, which does not show whether anything was submitted.
  func showParticipation(_ evaluator: Evaluator, _ language: Language) throws {
    let file = try evaluator.state.credentialFile()
    guard let identifier = file.invitationID, let issued = file.issued,
      let signature = file.blindSignature
    else {
      throw Failure(
        .missingInput,
        en: "enrolling is not complete on this machine",
        ko: "이 컴퓨터에서 등록이 끝나지 않았습니다",
        fix: (en: "run: panel join", ko: "실행: panel join")
      )
    }
    let blinded = try evaluator.credential().blind(for: evaluator.sealed.issuer).blinded
    let proof = Participation(
      round: evaluator.state.round,
      fingerprint: evaluator.sealed.hash.fingerprint.description,
      invitation: Hexadecimal.text(identifier),
      blinded: ContentHash.hex(blinded),
      blindSignature: ContentHash.hex(signature),
      issued: issued
    )
    StandardStream.output.write(try CanonicalJSON.encodeReadable(proof))
    Notes(language: language).say(
      en: "This proves that you have enrolled; it does not show whether you submitted. "
        + "The coordinator checks it with: panel round participation",
      ko: "등록했음만 증명하며 제출에 관한 내용은 없습니다. 평가 담당자 확인: panel round participation"
    )
  }

  /// Finds the submission in the tree, or has it reinstated.
  func showClaim(_ evaluator: Evaluator, _ language: Language) async throws {
    let lock = try evaluator.state.lock()
    defer { withExtendedLifetime(lock) {} }
    let words: LocalizedText =
      switch try await reporting({ try await evaluator.claim() }) {
      case .row(let row, let count):
        LocalizedText(
          en: "counted: row \(row) of \(count) in the tree",
          ko: "집계됨: 트리의 \(count)줄 가운데 \(row)번째"
        )
      case .newer(let revision):
        LocalizedText(
          en: "revision \(revision) counts, which another computer with your secret has sent",
          ko: "본인의 비밀 값을 가진 다른 컴퓨터가 보낸 \(revision)판이 집계됩니다"
        )
      case .reinstated:
        LocalizedText(
          en:
            "it was missing; your receipt proved it, and it is counted again under a new tree head",
          ko: "빠져 있었으나 제출 확인증으로 입증되어 새 트리 머리 아래 다시 집계됩니다"
        )
      }
    StandardStream.output.tell("\(evaluator.state.round): \(words[language])")
  }
}
