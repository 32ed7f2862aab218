import Foundation
import PanelCore
import PanelProtocol

// V02 and V03: what the coordinator and the server did to the round.
extension VerificationRun {
  /// What is done to a round, in this order; invitations are set between the first and the third.
  private static let course: [(action: LogEntry.Action, phase: Phase?)] = [
    (.sealed, nil), (.opened, .enrolling), (.closed, .enrolling), (.keyDestroyed, nil),
    (.opened, .rating), (.closed, .rating), (.treeFixed, nil),
  ]

  func checkLog() throws(ReleaseProblem) -> LocalizedText? {
    let (manifest, hash) = (try contents.manifest.get(), try contents.manifestHash.get())
    let signature = try ReleaseContents.bytes(of: .manifestSignature, in: contents.files)
    guard ManifestSignature.isValid(signature, for: hash, by: manifest.coordinatorKey) else {
      // The log tells which of the two is not what it was: it holds the hash that was sealed.
      let sealed = (try? contents.log.get())?.lazy
        .compactMap { try? LogEntry(bytes: $0.entry).manifest }.first
      throw ReleaseProblem(
        sealed == hash.hex ? .manifestSignature : .manifest,
        "선언문의 서명이 맞지 않습니다",
        "the manifest's signature does not verify"
      )
    }
    let lines = try contents.log.get()
    let fault = CoordinatorLog(lines: lines).firstFault(manifest: hash) { bytes in
      (try? LogEntry(bytes: bytes)).map {
        $0.actor == LogEntry.server ? manifest.receiptKey : manifest.coordinatorKey
      }
    }
    if let fault {
      let isUnread = fault.reason == .unknownActor
      throw ReleaseProblem(
        .log,
        line: fault.index + 1,
        isUnread ? "기록을 읽을 수 없습니다" : "기록의 서명이 맞지 않습니다",
        isUnread ? "the entry cannot be read" : "the entry's signature does not verify here"
      )
    }
    try checkCourse(lines.compactMap { try? LogEntry(bytes: $0.entry) }, manifest, hash)
    return LocalizedText(ko: "기록 \(lines.count)건", en: "\(lines.count) log entries")
  }

  private func checkCourse(
    _ entries: [LogEntry],
    _ manifest: Manifest,
    _ hash: ManifestHash
  ) throws(ReleaseProblem) {
    var step = 0
    var invited: LogEntry?
    for (index, entry) in entries.enumerated() {
      let line = index + 1
      if entry.action == .invited, step == 1 || step == 2, entry.actor != LogEntry.server {
        invited = entry
        continue
      }
      guard step < Self.course.count, entry.action == Self.course[step].action,
        entry.phase == Self.course[step].phase, hasRightActor(entry, manifest.schedule)
      else {
        throw ReleaseProblem(
          .log,
          line: line,
          "이 자리에 올 수 없는 기록입니다",
          "this entry does not follow here"
        )
      }
      if let due = due(step, manifest.schedule), entry.at < due {
        throw ReleaseProblem(
          .log,
          line: line,
          "선언문의 시각보다 이릅니다",
          "this is before the manifest's time"
        )
      }
      try check(entry, line, manifest, hash)
      step += 1
    }
    guard step == Self.course.count else {
      throw ReleaseProblem(.log, "기록이 끝까지 있지 않습니다", "the log ends too early")
    }
    let signed = try contents.invitations.get().invitations
    let root = (try? InvitationList(signed)).map { Hexadecimal.text($0.root(manifest: hash)) }
    guard let root, invited?.count == signed.count, invited?.root == root
    else {
      throw ReleaseProblem(
        .invitations,
        "기록된 초대 명단이 아닙니다",
        "this is not the list that the log names"
      )
    }
  }

  private func hasRightActor(_ entry: LogEntry, _ schedule: Schedule) -> Bool {
    let isServer = entry.actor == LogEntry.server
    return switch entry.action {
    case .sealed, .invited: !isServer
    case .keyDestroyed, .treeFixed: isServer
    case .opened, .closed: isServer != (schedule == .manual)
    }
  }

  private func due(_ step: Int, _ schedule: Schedule) -> Timestamp? {
    guard case .times(let enrolFrom, let enrolTo, let rateFrom, let rateTo) = schedule else {
      return nil
    }
    return [1: enrolFrom, 2: enrolTo, 4: rateFrom, 5: rateTo][step]
  }

  /// Checks what an entry names.
  private func check(
    _ entry: LogEntry,
    _ line: Int,
    _ manifest: Manifest,
    _ hash: ManifestHash
  ) throws(ReleaseProblem) {
    func require(_ isSo: Bool, _ ko: String, _ en: String) throws(ReleaseProblem) {
      if !isSo { throw ReleaseProblem(.log, line: line, ko, en) }
    }
    switch entry.action {
    case .sealed:
      try require(entry.manifest == hash.hex, "다른 선언문을 봉인했습니다", "another manifest was sealed")
    case .keyDestroyed:
      let list = try contents.issuance.get()
      try require(
        entry.count == list.issuedCount
          && entry.root == Hexadecimal.text(list.tree(manifest: hash).root),
        "발급 목록이 기록과 다릅니다",
        "the issuance list is another one"
      )
      try require(
        list.issuedCount >= manifest.minimumPanel,
        "최소 인원 \(manifest.minimumPanel)명에 못 미칩니다",
        "below the minimum panel of \(manifest.minimumPanel)"
      )
    case .treeFixed:
      let tree = MerkleTree(leaves: try contents.tree.get().map { $0.leaf(manifest: hash) })
      try require(
        entry.count == tree.count && entry.root == Hexadecimal.text(tree.root),
        "제출 트리가 기록과 다릅니다",
        "the submissions' tree is another one"
      )
    case .invited, .opened, .closed: break
    }
  }

  func checkIssuance() throws(ReleaseProblem) -> LocalizedText? {
    let (manifest, hash) = (try contents.manifest.get(), try contents.manifestHash.get())
    let signed = try contents.invitations.get()
    let keys = try checkInvitations(signed, manifest, hash)
    let list = try contents.issuance.get()
    for (index, line) in list.lines.enumerated() {
      func fail(_ ko: String, _ en: String) -> ReleaseProblem {
        ReleaseProblem(.issuance, line: index + 1, ko, en)
      }
      let invitation = keys[line.invitation]
      switch line.outcome {
      case .issued(let key, _, _):
        guard invitation == key else {
          throw fail("서명된 초대가 아닙니다", "this is not one of the signed invitations")
        }
        guard line.proofIsValid(manifest: hash) else {
          throw fail("등록 증명이 맞지 않습니다", "the proof does not verify")
        }
      case .notIssued:
        guard invitation != nil else {
          throw fail("서명된 초대가 아닙니다", "this is not one of the signed invitations")
        }
      case .revoked:
        guard invitation == nil else {
          throw fail("철회되지 않은 초대입니다", "this invitation was not revoked")
        }
      }
    }
    let listed = Set(list.lines.map(\.invitation))
    guard keys.keys.allSatisfy(listed.contains) else {
      throw ReleaseProblem(
        .issuance,
        "초대 \(keys.keys.count { !listed.contains($0) })건이 빠져 있습니다",
        "\(keys.keys.count { !listed.contains($0) }) invitations have no line"
      )
    }
    guard list.issuedCount <= manifest.seats else {
      throw ReleaseProblem(
        .issuance,
        "발급 \(list.issuedCount)건이 정원 \(manifest.seats)을(를) 넘습니다",
        "\(list.issuedCount) credentials for \(manifest.seats) seats"
      )
    }
    try check(
      try contents.issuanceHead.get(),
      .issuanceHead,
      is: .issuance,
      of: list.tree(manifest: hash)
    )
    return LocalizedText(
      ko: "초대 \(keys.count)건, 발급 \(list.issuedCount)건, 정원 \(manifest.seats)",
      en: "\(keys.count) invitations, \(list.issuedCount) credentials, \(manifest.seats) seats"
    )
  }

  /// The keys of the signed invitations by identifier.
  private func checkInvitations(
    _ signed: SignedInvitations,
    _ manifest: Manifest,
    _ hash: ManifestHash
  ) throws(ReleaseProblem) -> [Data: Data] {
    guard let list = try? InvitationList(signed.invitations),
      list.entries == signed.invitations
    else {
      throw ReleaseProblem(
        .invitations,
        "명단의 순서나 길이가 틀렸습니다",
        "the list is not sorted, or not well formed"
      )
    }
    guard list.isValid(signed.signature, manifest: hash, by: manifest.coordinatorKey) else {
      throw ReleaseProblem(
        .invitations,
        "명단의 서명이 맞지 않습니다",
        "the list's signature does not verify"
      )
    }
    return Dictionary(
      list.entries.map { ($0.identifier, $0.key) },
      uniquingKeysWith: { first, _ in first }
    )
  }
}
