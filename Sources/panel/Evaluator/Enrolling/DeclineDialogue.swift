import PanelCore
import PanelProtocol

/// Tells the coordinator that an invited person does not take part: `panel join --decline`.
struct DeclineDialogue {
  let console: Console

  /// Asks once, then sends the refusal, signed with the key of the invitation.
  func decline(_ invitation: Invitation) async throws {
    let sealed = try await SealedRound.fetch(for: invitation)
    let title = sealed.survey.title
    guard
      let declines = Confirmation.ask(
        en: "\(title.en): decline to take part? Type yes:",
        ko: "\(title.ko): 참여하지 않으시겠습니까? '예' 입력:",
        on: console
      )
    else { throw Console.ended() }
    guard declines else {
      throw Failure(
        .notPermitted,
        en: "nothing was sent",
        ko: "아무것도 보내지 않았습니다",
        fix: (en: "to enrol: panel join", ko: "등록하려면: panel join")
      )
    }
    let code = invitation.code
    let upload = DeclineUpload(
      invitation: code.identifier,
      proof: try DeclineProof.sign(
        invitation: code.identifier,
        manifest: sealed.hash,
        with: code.signingKey
      )
    )
    try await reporting {
      try await PanelClient.with(invitation.server, pin: invitation.pin) { client in
        _ = try await client.post(
          Route.path(invitation.round, .declines),
          upload,
          reply: RoundStatus.self
        )
      }
    }
    console.say(
      en:
        "The coordinator sees that you decline. Until enrolling ends you can still enrol: panel join",
      ko: "거절 의사를 전했습니다. 등록 마감 전에는 마음을 바꿔 등록할 수 있습니다: panel join"
    )
  }
}
