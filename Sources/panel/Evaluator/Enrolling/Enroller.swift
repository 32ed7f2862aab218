import Foundation
import PanelCore
import PanelFiles
import PanelProtocol

/// Enrols a person with an invitation: for `panel join`, and for `panel rate` before joining.
struct Enroller {
  let console: Console
  let settings: Settings
  /// Whether to restore a lost credential from the recovery code.
  var recover = false

  /// Enrols, or continues where an earlier attempt stopped.
  func join(_ invitation: Invitation) async throws -> Evaluator {
    guard invitation.round.isWellFormed else {
      throw Failure(
        .invalidData,
        en: "'\(invitation.round)' is not the name of a round",
        ko: "'\(invitation.round)'은(는) 회차 이름이 아닙니다",
        fix: (en: "copy the line 'round:' from the invitation", ko: "초대문의 round 줄을 그대로 옮기십시오")
      )
    }
    let state = RoundState(home: settings.home, round: invitation.round)
    var lock = try state.lock()
    let evaluator: Evaluator
    if let known = try await known(state, invitation) {
      try resume(known, invitation)
      evaluator = known
    } else {
      evaluator = try await prepare(invitation, state, &lock)
    }
    try await reporting { try await enrol(evaluator) }
    withExtendedLifetime(lock) {}
    return evaluator
  }

  /// The round as this machine already knows it; `nil` if it has to be joined from the start.
  private func known(_ state: RoundState, _ invitation: Invitation) async throws -> Evaluator? {
    guard state.exists, try !replaces(state, by: invitation) else { return nil }
    let evaluator = try Evaluator(state)
    if invitation.code.belongs(to: evaluator.sealed.hash) { return evaluator }
    guard await isVoid(evaluator) else {
      throw Failure(
        .notPermitted,
        en: "you have joined another round of this name",
        ko: "같은 이름의 다른 회차에 이미 등록했습니다",
        fix: (en: "set PANEL_HOME to another folder for it", ko: "PANEL_HOME을 다른 폴더로 지정하십시오")
      )
    }
    return nil
  }

  /// Whether the round was cancelled, according to the log kept here or the one its server shows.
  private func isVoid(_ evaluator: Evaluator) async -> Bool {
    if let kept = try? evaluator.state.history(evaluator.sealed), kept.phase == .void {
      return true
    }
    return (try? await evaluator.follow())?.phase == .void
  }

  private func resume(_ evaluator: Evaluator, _ invitation: Invitation) throws {
    var file = try evaluator.state.credentialFile()
    if try !evaluator.isEnrolled() {
      try invitation.requireSeat(in: evaluator.sealed.manifest)
      // The code may have been replaced since; the credential to be signed stays the same.
      file.invitation = invitation.code.text
      file.invitationID = invitation.code.identifier
      file.server = invitation.server.absoluteString
      file.certificate = invitation.pin
      file.seat = invitation.seat ?? file.seat
      try evaluator.state.save(file)
    } else if let known = file.invitationID, known != invitation.code.identifier {
      let round = invitation.round
      throw Failure(
        .notPermitted,
        en: "somebody has enrolled here with another invitation to '\(round)'",
        ko: "이 계정에서 '\(round)' 회차의 다른 초대로 이미 등록했습니다",
        fix: (
          en: "a second person uses an account of their own, or sets PANEL_HOME to another folder",
          ko: "다른 사람은 자기 계정을 쓰거나 PANEL_HOME을 다른 폴더로 지정하십시오"
        )
      )
    } else {
      console.say(en: "You have enrolled already.", ko: "이미 등록했습니다.")
    }
    // An attempt that was cut off may never have shown it, and no other command does.
    try showRecoveryCode(file.secret)
  }

  private func enrol(_ evaluator: Evaluator) async throws {
    let history = try await evaluator.follow()
    if history.phase == .void { throw Evaluator.void(history) }
    // A request that names the person, be it a recovery or a late enrolment, could be linked by time
    // to a submission right after it.
    let isLate =
      try !evaluator.isEnrolled() && history.phase >= .rating && history.phase < .closed
      && evaluator.sealed.manifest.phases == .disjoint
    let earliest = Timestamp(Date()).advanced(by: Int64.random(in: 600...3_600))
    if isLate {
      var file = try evaluator.state.credentialFile()
      file.submitNotBefore = earliest
      try evaluator.state.save(file)
    }
    try await evaluator.enrol(recovering: recover)
    guard isLate else { return }
    console.say(
      en: """

        The server has just seen you ask for your credential while rating is open. \
        So that your submission cannot be linked to you by its time, submitting has to wait until \
        \(earliest.koreanTime).
        """,
      ko: """

        서버는 방금, 평가 중에 본인이 인증을 요청한 것을 보았습니다. 시각으로 제출이 연결되지 않도록 \
        \(earliest.koreanTime)까지 제출을 미룹니다.
        """
    )
  }

  /// Shows and asks everything that a person has to decide before anything is sent.
  private func prepare(
    _ invitation: Invitation,
    _ state: RoundState,
    _ lock: inout FolderLock
  ) async throws -> Evaluator {
    let sealed = try await SealedRound.fetch(for: invitation)
    try invitation.requireSeat(in: sealed.manifest)
    try await requireEnrolling(sealed, invitation)
    try PrivacySheet.show(sealed, on: console)
    try checkFingerprint(sealed.hash.fingerprint)
    console.say(
      en: "It matches: \(sealed.hash.fingerprint). Compare the other groups too.",
      ko: "지문이 맞습니다: \(sealed.hash.fingerprint). 나머지 묶음도 비교하십시오."
    )
    // The declaration of the first enrolment remains valid; the server accepts no other.
    let declaration =
      try recover
      ? Declaration(pledge: true, conflicts: [])
      : DeclarationDialogue(console: console).declare(sealed)
    let secret = try recover ? recoveredSecret() : Evaluator.newSecret()
    if state.exists, try state.sealedRound().hash != sealed.hash {
      lock = try putAside(state, for: sealed)
    }
    let evaluator = try Evaluator.prepare(
      invitation,
      sealed: sealed,
      declaration: declaration,
      secret: secret,
      state: state
    )
    // Before anything is sent: otherwise a disk lost right after the request would lose the vote.
    if !recover { try showRecoveryCode(secret) }
    return evaluator
  }

  /// Moves the folder of a cancelled round aside for the new round of the same name, and returns the
  /// lock of the new one.
  private func putAside(_ state: RoundState, for sealed: SealedRound) throws -> FolderLock {
    let former = try state.sealedRound()
    let aside = state.aside(former.hash)
    do {
      try FileManager.default.moveItem(at: state.folder, to: aside)
    } catch {
      throw Failure(
        .cannotCreate,
        en: "\(aside.path): cannot be created",
        ko: "\(aside.path): 만들 수 없습니다",
        fix: (en: "move it away, or check the permissions", ko: "다른 곳으로 옮기거나 권한을 확인하십시오")
      )
    }
    console.say(
      en: """

        The former round '\(state.round)' was cancelled. Its folder was moved to:
        \(aside.path)
        """,
      ko: """

        이전의 '\(state.round)' 회차는 무효가 되었습니다. 그 자료는 다음 폴더로 옮겼습니다:
        \(aside.path)
        """
    )
    if former.surveyBytes != sealed.surveyBytes {
      console.say(
        en: "Its survey was different. Your answers to it are kept there.",
        ko: "설문이 지금과 다릅니다. 그때의 답은 그 폴더에 남아 있습니다."
      )
    }
    return try state.lock()
  }

  /// Refuses, before the privacy sheet and the recovery code, if the round no longer enrols.
  private func requireEnrolling(_ sealed: SealedRound, _ invitation: Invitation) async throws {
    let history = try await reporting {
      try await PanelClient.with(invitation.server, pin: invitation.pin) { client in
        try await FollowedLog.read(sealed, client: client)
      }
    }
    if history.phase == .void { throw Evaluator.void(history) }
    let isLate = history.phase > .enrolling && sealed.manifest.phases == .disjoint
    guard !recover, isLate || history.phase >= .closed else { return }
    throw Failure(
      .notPermitted,
      en: "enrolling has ended: the round is \(history.phase.title.en)",
      ko: "등록이 끝났습니다. 현재 단계: \(history.phase.title.ko)",
      fix: (
        en: "tell the coordinator; if you enrolled on another machine: panel join --recover",
        ko: "평가 담당자에게 알리십시오. 다른 컴퓨터에서 등록했다면: panel join --recover"
      )
    )
  }

  /// Whether an attempt without the recovery code has left a secret that was never accepted; that
  /// secret is kept in a file of its own.
  private func replaces(_ state: RoundState, by invitation: Invitation) throws -> Bool {
    guard recover else { return false }
    let earlier = try Evaluator(state)
    guard try !earlier.isEnrolled(), invitation.code.belongs(to: earlier.sealed.hash) else {
      return false
    }
    try state.putCredentialAside()
    return true
  }

  private func showRecoveryCode(_ secret: Data) throws {
    let recovery = try RecoveryCode(secret: secret).text
    console.say(
      en: """

        Your recovery code. Anyone who has it can read and change your ratings: keep it on paper.
          \(recovery)
        """,
      ko: """

        복구 코드입니다. 이 코드를 가진 사람은 평가를 읽고 바꿀 수 있으니 종이에 적어 보관하십시오.
          \(recovery)
        """
    )
  }

  /// The secret of the recovery code: it repeats the same request, which the server answers in the
  /// same way until closing.
  private func recoveredSecret() throws -> Data {
    guard let typed = console.ask(en: "Your recovery code:", ko: "복구 코드:") else {
      throw Console.ended()
    }
    guard let code = try? RecoveryCode(text: typed) else {
      throw Failure(
        .invalidData,
        en: "the recovery code is wrong",
        ko: "복구 코드가 맞지 않습니다",
        fix: (
          en: "copy it again from your paper, all 14 groups of four",
          ko: "종이에 적은 네 글자씩 14묶음을 다시 옮기십시오"
        )
      )
    }
    return code.secret
  }

  private func checkFingerprint(_ fingerprint: Fingerprint) throws {
    console.say(
      en: "Find the fingerprint on the public page or the paper notice (six groups of five).",
      ko: "공지 페이지나 서면 통지에서 지문(다섯 글자씩 여섯 묶음)을 찾으십시오."
    )
    var isFound = false
    for attempt in 1...3 where !isFound {
      guard let answer = console.ask(en: "Type any two of its groups:", ko: "그중 두 묶음을 입력하십시오:")
      else {
        throw Console.ended()
      }
      let groups = answer.split { !$0.isLetter && !$0.isNumber }.map(String.init)
      isFound = fingerprint.contains(typedGroups: groups)
      if !isFound, attempt < 3 {
        // Most mismatches are typing errors; an alarm that is mostly false would be ignored.
        console.say(
          en:
            "That does not match: two groups of five characters, such as ABCDE 12345. Compare once more.",
          ko: "맞지 않습니다. ABCDE 12345처럼 다섯 글자씩 두 묶음을 다시 확인하여 입력하십시오."
        )
      }
    }
    guard isFound else {
      throw Failure(
        .protocolMismatch,
        en: "this is not the fingerprint of the round that the server shows",
        ko: "서버가 보여 주는 회차의 지문과 다릅니다",
        fix: (
          en:
            "compare again with the published one; if it differs, do not enrol and call the auditor",
          ko: "공개된 지문과 다시 비교하고, 다르면 등록하지 말고 참관인에게 연락하십시오"
        )
      )
    }
  }

  /// Shows the status after enrolling and what comes next; `goesOn` if the form opens right away.
  func announce(_ evaluator: Evaluator, goesOn: Bool = false) throws {
    let phase = try evaluator.state.history(evaluator.sealed).phase
    let isFresh = try evaluator.state.latest() == nil && phase < .rating
    guard isFresh else {
      return try evaluator.statusText().show(on: .error, in: console.language)
    }
    let round = evaluator.state.round
    let opening: LocalizedText =
      switch evaluator.sealed.manifest.schedule {
      case .manual:
        LocalizedText(en: "the coordinator announces when rating opens", ko: "평가 개시는 평가 담당자가 알립니다")
      case .times(_, _, let from, let to):
        LocalizedText(
          en: "rating is open from \(from.koreanTime) to \(to.koreanTime)",
          ko: "평가 기간: \(from.koreanTime)부터 \(to.koreanTime)까지"
        )
      }
    let draft =
      goesOn
      ? LocalizedText(en: "", ko: "")
      : LocalizedText(
        en: "\nYou can draft at once: panel rate \(round)",
        ko: "\n지금부터 초안을 작성할 수 있습니다: panel rate \(round)"
      )
    console.say(
      en: """

        Enrolled, NOT yet rated
          \(round): \(opening.en).\(draft.en)
        Keep your invitation until the round has closed.
        """,
      ko: """

        등록함, 아직 평가하지 않음
          \(round): \(opening.ko).\(draft.ko)
        마감까지 초대문을 보관하십시오.
        """
    )
  }
}

extension RoundState {
  /// The round with that name, or the only one; if there is none, asks for the invitation.
  static func findOrJoin(
    _ name: String?,
    settings: Settings,
    console: Console
  ) async throws -> RoundState {
    guard all(home: settings.home).isEmpty else { return try find(name, home: settings.home) }
    console.say(
      en: "You have not joined a round on this computer yet.",
      ko: "이 컴퓨터에서 아직 등록한 회차가 없습니다."
    )
    let invitation = try InvitationReader(console: console).ask()
    guard name == nil || invitation.round.rawValue == name else {
      throw Failure(
        .usage,
        en: "this invitation is to '\(invitation.round)'",
        ko: "'\(invitation.round)' 회차의 초대문입니다",
        fix: (en: "run: panel rate", ko: "실행: panel rate")
      )
    }
    let joining = Enroller(console: console, settings: settings)
    let evaluator = try await joining.join(invitation)
    try joining.announce(evaluator, goesOn: true)
    // The form will cover the screen, and the recovery code is shown only here.
    console.forgetTyped()
    guard
      console.ask(
        en: "\nHave you noted the recovery code? Press Enter for the questions.",
        ko: "\n복구 코드를 적어 두셨습니까? Enter를 누르면 문항으로 갑니다."
      ) != nil
    else { throw Console.ended() }
    return evaluator.state
  }
}
