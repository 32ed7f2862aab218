import ArgumentParser
import Foundation
import PanelCore
import PanelFiles
import PanelProtocol

/// `panel join`: from an invitation to a credential that nobody can link to it.
struct JoinCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "join",
    abstract: "Enrol with your invitation.",
    discussion: """
      Example:
        panel join 07-invitation.txt
      Run again after a lost connection: it goes on where it stopped.
      """
  )

  @ArgumentParser.Argument(help: "The file of your invitation; without it you are asked.")
  var file: String?

  @ArgumentParser.Flag(
    name: .long,
    help: "This machine lost your credential: make it again from the recovery code."
  )
  var recover = false

  @OptionGroup var common: CommonOptions

  func run() async throws {
    let settings = common.settings
    let console = try Console(
      language: settings.language,
      toDo: LocalizedText(
        "run panel join in a terminal: pledge and fingerprint are yours to give",
        "터미널에서 panel join을 실행하십시오. 서약과 지문 확인은 본인이 해야 합니다"
      )
    )
    let invitation = try read(console)
    let state = RoundState(home: settings.home, round: invitation.round)
    guard invitation.round.isWellFormed else {
      throw Failure(
        .invalidData,
        en: "'\(invitation.round)' is no round's name",
        ko: "'\(invitation.round)'은(는) 회차 이름이 아닙니다",
        fix: ("copy the line 'round:' from the invitation", "초대문의 round 줄을 그대로 옮기십시오")
      )
    }
    let lock = try state.lock()
    let evaluator: Evaluator
    if state.exists, try !replaces(state, by: invitation) {
      evaluator = try Evaluator(state)
      guard invitation.code.belongs(to: evaluator.sealed.hash) else {
        throw Failure(
          .notPermitted,
          en: "you have joined another round of this name",
          ko: "같은 이름의 다른 회차에 이미 등록했습니다",
          fix: ("set PANEL_HOME to another folder for it", "PANEL_HOME을 다른 폴더로 지정하십시오")
        )
      }
      let known = try state.credentialFile().invitationID
      if try !evaluator.isEnrolled() {
        // The code may have been replaced since; the credential to be signed stays the same.
        var file = try state.credentialFile()
        file.invitation = invitation.code.text
        file.invitationID = invitation.code.identifier
        file.server = invitation.server.absoluteString
        try invitation.requireSeat(in: evaluator.sealed.manifest)
        file.seat = invitation.seat ?? file.seat
        try state.save(file)
      } else if let known, known != invitation.code.identifier {
        throw Failure(
          .notPermitted,
          en: "somebody has enrolled here with another invitation to '\(invitation.round)'",
          ko: "이 계정에서 '\(invitation.round)' 회차의 다른 초대로 이미 등록했습니다",
          fix: (
            "a second person uses an account of their own, or sets PANEL_HOME to another folder",
            "다른 사람은 자기 계정을 쓰거나 PANEL_HOME을 다른 폴더로 지정하십시오"
          )
        )
      } else {
        console.say("You have enrolled already.", "이미 등록했습니다.")
      }
      // Whoever was cut off may never have read it, and no other command shows it.
      try showRecoveryCode(try state.credentialFile().secret, console)
    } else {
      evaluator = try await prepare(invitation, state, console, settings)
    }
    try await reporting { try await enrol(evaluator, console) }
    withExtendedLifetime(lock) {}
    try announce(evaluator, console)
  }

  private func enrol(_ evaluator: Evaluator, _ console: Console) async throws {
    let course = try await evaluator.follow()
    if course.phase == .void { throw Evaluator.void(course) }
    // A request that names the person, and a submission right behind it, would be linked by time:
    // by a recovery as by an enrolment that is finished late.
    let isLate =
      try !evaluator.isEnrolled() && course.phase >= .rating && course.phase < .closed
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
      """

      The server has just seen that you ask for your credential while people rate. So that a submission cannot be tied to you by
      its time, sending waits until \(earliest.koreanTime).
      """,
      """

      서버는 방금, 평가 중에 본인이 인증을 요청한 것을 보았습니다. 시각으로 제출이 연결되지 않도록
      \(earliest.koreanTime)까지 제출을 미룹니다.
      """
    )
  }

  private func read(_ console: Console) throws(Failure) -> Invitation {
    if let file { return try Invitation(text: try InputFile.text(file), name: file) }
    func ask(_ en: String, _ ko: String) throws(Failure) -> String {
      guard let answer = console.ask(en, ko) else { throw Console.ended() }
      return answer
    }
    let text = """
      server: \(try ask("Server (line 'server:' of the invitation):", "서버 (초대문의 server 줄):"))
      round: \(try ask("Round (line 'round:'):", "회차 (round 줄):"))
      code: \(try ask("Code (line 'code:'):", "코드 (code 줄):"))
      """
    return try Invitation(text: text, name: console.language == .ko ? "입력" : "input")
  }

  /// Everything that a person has to see and decide before anything is sent.
  private func prepare(
    _ invitation: Invitation,
    _ state: RoundState,
    _ console: Console,
    _ settings: Settings
  ) async throws -> Evaluator {
    let sealed = try await reporting {
      try await PanelClient.with(invitation.server) { client in
        try await SealedRound.fetch(invitation.round, from: client)
      }
    }
    guard invitation.code.belongs(to: sealed.hash) else {
      throw Failure(
        .protocolMismatch,
        en: "this code belongs to another round than the server shows",
        ko: "이 코드는 서버가 보여 주는 회차의 것이 아닙니다",
        fix: (
          "check server and round; if they are right, tell the coordinator",
          "서버와 회차를 확인하고, 맞다면 평가 담당자에게 알리십시오"
        )
      )
    }
    try invitation.requireSeat(in: sealed.manifest)
    try await requireEnrolling(sealed, invitation)
    PrivacySheet.show(sealed, on: console)
    try checkFingerprint(sealed.hash.fingerprint, console)
    console.say(
      "It matches: \(sealed.hash.fingerprint). Compare the other groups too.",
      "지문이 맞습니다: \(sealed.hash.fingerprint). 나머지 묶음도 비교하십시오."
    )
    // What was declared at the first enrolment stays; the server takes no other.
    let declaration =
      try recover ? Declaration(pledge: true, conflicts: []) : declare(sealed, console)
    let secret = try recover ? recoveredSecret(console) : Evaluator.newSecret()
    let evaluator = try Evaluator.prepare(
      invitation,
      sealed: sealed,
      declaration: declaration,
      secret: secret,
      state: state
    )
    // Before anything is sent: a disk that is lost right behind the request would else lose the vote.
    if !recover { try showRecoveryCode(secret, console) }
    return evaluator
  }

  /// Nobody reads a sheet and notes a code for a round that takes nobody.
  private func requireEnrolling(_ sealed: SealedRound, _ invitation: Invitation) async throws {
    let course = try await reporting {
      try await PanelClient.with(invitation.server) { client in
        try await FollowedLog.read(sealed, client: client)
      }
    }
    if course.phase == .void { throw Evaluator.void(course) }
    let isLate = course.phase > .enrolling && sealed.manifest.phases == .disjoint
    guard !recover, isLate || course.phase >= .closed else { return }
    throw Failure(
      .notPermitted,
      en: "enrolling has ended: the round is \(course.phase.title.en)",
      ko: "등록이 끝났습니다. 현재 단계: \(course.phase.title.ko)",
      fix: (
        "tell the coordinator; if you enrolled on another machine: panel join --recover",
        "평가 담당자에게 알리십시오. 다른 컴퓨터에서 등록했다면: panel join --recover"
      )
    )
  }

  /// Whether an attempt without the recovery code has left a secret that was never accepted; it is
  /// put aside, since no secret is ever thrown away.
  private func replaces(_ state: RoundState, by invitation: Invitation) throws -> Bool {
    guard recover else { return false }
    let earlier = try Evaluator(state)
    guard try !earlier.isEnrolled(), invitation.code.belongs(to: earlier.sealed.hash) else {
      return false
    }
    try state.putCredentialAside()
    return true
  }

  private func showRecoveryCode(_ secret: Data, _ console: Console) throws {
    let recovery = try RecoveryCode(secret: secret).text
    console.say(
      """

      Your recovery code. Whoever has it can read and change your ratings: keep it on paper.
        \(recovery)
      """,
      """

      복구 코드입니다. 이 코드를 가진 사람은 평가를 읽고 바꿀 수 있으니 종이에 적어 보관하십시오.
        \(recovery)
      """
    )
  }

  /// The secret that the recovery code holds: with it the same request is made again, and the
  /// server gives the same answer until closing.
  private func recoveredSecret(_ console: Console) throws -> Data {
    guard let typed = console.ask("Your recovery code:", "복구 코드:") else {
      throw Console.ended()
    }
    guard let code = try? RecoveryCode(text: typed) else {
      throw Failure(
        .invalidData,
        en: "the recovery code is wrong",
        ko: "복구 코드가 맞지 않습니다",
        fix: (
          "copy it again from your paper, all 14 groups of four",
          "종이에 적은 네 글자씩 14묶음을 다시 옮기십시오"
        )
      )
    }
    return code.secret
  }

  private func checkFingerprint(_ fingerprint: Fingerprint, _ console: Console) throws {
    console.say(
      "Find the fingerprint on the public page or the paper notice (six groups of five).",
      "공지 페이지나 서면 통지에서 지문(다섯 글자씩 여섯 묶음)을 찾으십시오."
    )
    guard let answer = console.ask("Type any two of its groups:", "그중 두 묶음을 입력하십시오:") else {
      throw Console.ended()
    }
    let groups = answer.split { !$0.isLetter && !$0.isNumber }.map(String.init)
    guard fingerprint.contains(typedGroups: groups) else {
      throw Failure(
        .protocolMismatch,
        en: "this is not the fingerprint of the round that the server shows",
        ko: "서버가 보여 주는 회차의 지문과 다릅니다",
        fix: (
          "compare again with the published one; if it differs, do not enrol and call the auditor",
          "공개된 지문과 다시 비교하고, 다르면 등록하지 말고 참관인에게 연락하십시오"
        )
      )
    }
  }

  private func declare(_ sealed: SealedRound, _ console: Console) throws -> Declaration {
    let survey = sealed.survey
    var declaration = Declaration(pledge: survey.pledge == nil, conflicts: [])
    if let pledge = survey.pledge {
      console.say(
        "\n\(pledge.title.en): \(pledge.text.en)",
        "\n\(pledge.title.ko): \(pledge.text.ko)"
      )
      guard let answer = console.ask("I pledge (yes/no):", "서약합니다 (예/아니오):") else {
        throw Console.ended()
      }
      guard ["yes", "y", "예", "네"].contains(answer.lowercased()) else {
        throw Failure(
          .notPermitted,
          en: "without the pledge you cannot enrol; nothing was sent",
          ko: "서약하지 않으면 등록할 수 없습니다. 아무것도 보내지 않았습니다",
          fix: ("run panel join again if you change your mind", "생각이 바뀌면 panel join을 다시 실행하십시오")
        )
      }
      declaration.pledge = true
    }
    if let conflicts = survey.conflicts {
      declaration.conflicts = try chosen(of: conflicts, console)
    }
    if !sealed.manifest.teams.isEmpty {
      declaration.teams = try teams(sealed.manifest.teams, console)
    }
    return declaration
  }

  /// Ties are declared against the teams: under blind codes nobody could say which code they mean.
  private func teams(_ teams: [String], _ console: Console) throws -> [String] {
    console.say(
      "\nThe teams whose models are rated. With which of them have you ties?",
      "\n평가 대상 모델의 팀입니다. 이해관계가 있는 팀을 고르십시오."
    )
    for (index, team) in teams.enumerated() {
      console.say("  \(index + 1)  \(team)", "  \(index + 1)  \(team)")
    }
    while true {
      guard
        let answer = console.ask(
          "Numbers, with commas; 0 for none:",
          "번호 (쉼표로 구분), 없으면 0:"
        )
      else { throw Console.ended() }
      let numbers = answer.split { !$0.isNumber }.compactMap { Int($0) }
      if numbers == [0] { return [] }
      if !numbers.isEmpty, numbers.allSatisfy({ teams.indices.contains($0 - 1) }) {
        return Set(numbers).sorted().map { teams[$0 - 1] }
      }
      console.say(
        "Type 0, or some of 1 to \(teams.count).",
        "0 또는 1부터 \(teams.count)까지의 번호를 입력하십시오."
      )
    }
  }

  private func chosen(of conflicts: Question, _ console: Console) throws -> [ChoiceID] {
    console.say(
      "\n\(conflicts.title.en): \(conflicts.text.en)",
      "\n\(conflicts.title.ko): \(conflicts.text.ko)"
    )
    for (index, choice) in conflicts.choices.enumerated() {
      console.say("  \(index + 1)  \(choice.title.en)", "  \(index + 1)  \(choice.title.ko)")
    }
    while true {
      guard let answer = console.ask("Numbers, with commas:", "번호 (쉼표로 구분):") else {
        throw Console.ended()
      }
      let words = answer.split { !$0.isNumber }
      let numbers = words.compactMap { Int($0) }
      if !numbers.isEmpty, numbers.allSatisfy({ conflicts.choices.indices.contains($0 - 1) }) {
        return Set(numbers).sorted().map { conflicts.choices[$0 - 1].id }
      }
      console.say(
        "Type one or more of 1 to \(conflicts.choices.count).",
        "1부터 \(conflicts.choices.count)까지의 번호를 입력하십시오."
      )
    }
  }

  private func announce(_ evaluator: Evaluator, _ console: Console) throws {
    let phase = try evaluator.state.course(evaluator.sealed).phase
    let isFresh = try evaluator.state.latest() == nil && phase < .rating
    guard isFresh else {
      return try Standing.tell(evaluator, Notes(language: console.language))
    }
    let round = evaluator.state.round
    let opening: LocalizedText =
      switch evaluator.sealed.manifest.schedule {
      case .manual:
        LocalizedText("the coordinator announces when rating opens", "평가 개시는 평가 담당자가 알립니다")
      case .times(_, _, let from, let to):
        LocalizedText(
          "rating is open from \(from.koreanTime) to \(to.koreanTime)",
          "평가 기간: \(from.koreanTime)부터 \(to.koreanTime)까지"
        )
      }
    console.say(
      """

      Enrolled, NOT yet rated: \(opening.en).
      You can draft at once: panel rate \(round)
      Keep your invitation until the round has closed.
      """,
      """

      등록했습니다. 아직 평가하지 않았습니다: \(opening.ko).
      지금부터 초안을 작성할 수 있습니다: panel rate \(round)
      마감까지 초대문을 보관하십시오.
      """
    )
  }
}
