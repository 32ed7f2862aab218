import Foundation
import PanelCore
import PanelFiles
import PanelProtocol
import PanelReport
import PanelScoring

/// Makes invitation codes for a roster, writes them down, and tells the server about them.
struct Inviter {
  let coordinator: Coordinator
  let sealed: SealedRound
  let client: PanelClient
  let server: Coordinator.Server

  /// What became of a roster.
  struct Outcome: Equatable {
    /// How many invitations were made.
    var made: Int
    /// Who was on the list before and is no longer: their codes have ended.
    var removed: [String] = []
    /// The people who have said that they do not take part and are still on the roster.
    var declined: [String] = []
  }

  /// Makes the list of invitations what the roster says.
  ///
  /// Who is new gets a code, all others keep theirs; with `again` everybody who has not enrolled gets
  /// another. Who is no longer named loses theirs, but only with `again` or `removing`: a wrong file
  /// must not end the codes of a whole panel. The directory is written before the server hears of the
  /// codes, so that no code is ever lost.
  func invite(
    _ entries: [Roster.Entry],
    to directory: URL,
    again: Bool,
    removing: Bool = false,
    now: Timestamp
  ) async throws -> Outcome {
    let states = try await states()
    let known = try coordinator.roster(of: sealed.manifest.round)
    if let made = try await finishEarlier(entries, known, states, directory, again, now) {
      return Outcome(made: made)
    }
    let listed = known.filter { states[$0.invitation].map { $0 != .revoked } ?? false }
    let enrolled = listed.filter { states[$0.invitation] == .enrolled }
    guard enrolled.count == states.values.count(where: { $0 == .enrolled }) else {
      throw Failure(
        .invalidData,
        en: "this machine does not hold the roster of those who have enrolled",
        ko: "등록한 사람들의 명단이 이 컴퓨터에 없습니다",
        fix: (
          en: "run it where the panel was first invited", ko: "처음 초대한 컴퓨터에서 실행하십시오"
        )
      )
    }
    let named = Set(entries)
    let kept = listed.filter {
      states[$0.invitation] == .enrolled || (!again && named.contains(Roster.Entry($0)))
    }
    let waiting = entries.filter { entry in !kept.contains { Roster.Entry($0) == entry } }
    let removed = listed.filter { person in
      !kept.contains(person) && !named.contains(Roster.Entry(person))
    }
    guard !waiting.isEmpty || !removed.isEmpty else { throw alreadyInvited }
    guard removed.isEmpty || again || removing else { throw losing(removed.map(\.name)) }
    try OutputFile.requireNew(directory.path)
    try requireSeats(kept: kept.count, waiting: waiting.count, again: again)
    let people = try await write(waiting, kept: kept, known: known, to: directory)
    do {
      try await coordinator.invite(people, in: sealed, now: now, client: client, server: server)
    } catch let report as ProblemReport {
      // Refused, so no code in the directory will ever be of use; but what failed may also have been
      // the answer to a list that was taken.
      if let after = try? await self.states(),
        people.allSatisfy({ person in
          kept.contains { $0.invitation == person.invitation } || after[person.invitation] == nil
        })
      {
        try? FileManager.default.removeItem(at: directory)
        try coordinator.save(known, of: sealed.manifest.round)
      }
      throw report
    }
    return Outcome(
      made: waiting.count,
      removed: removed.map(\.name),
      declined: kept.filter { states[$0.invitation] == .declined }.map(\.name)
    )
  }

  /// Ends the invitation of a person who told the coordinator that they do not take part.
  func decline(_ name: String, reason: String, now: Timestamp) async throws {
    let states = try await states()
    var known = try coordinator.roster(of: sealed.manifest.round)
    let listed = known.filter { states[$0.invitation].map { $0 != .revoked } ?? false }
    let found = listed.filter { $0.name == name }
    guard found.count == 1, let person = found.first else {
      if known.contains(where: { $0.name == name && $0.declined != nil }) { return }
      throw Failure(
        .missingInput,
        en: found.isEmpty
          ? "nobody named '\(name)' is invited"
          : "\(found.count) invited people are named '\(name)'",
        ko: found.isEmpty
          ? "'\(name)'(이)라는 초대자가 없습니다" : "'\(name)'(이)라는 초대자가 \(found.count)명입니다",
        fix: (
          en:
            "take the person off the roster: panel round invite \(sealed.manifest.round) --roster …",
          ko: "명단에서 빼십시오: panel round invite \(sealed.manifest.round) --roster …"
        )
      )
    }
    guard states[person.invitation] != .enrolled else {
      throw Failure(
        .notPermitted,
        en: "\(name) has enrolled already; a credential cannot be taken back",
        ko: "\(name) 님은 이미 등록했습니다. 발급된 인증은 되돌릴 수 없습니다",
        fix: (
          en: "they can abstain: panel submit --abstain",
          ko: "본인이 기권할 수 있습니다: panel submit --abstain"
        )
      )
    }
    for index in known.indices where known[index].invitation == person.invitation {
      known[index].declined = reason
      known[index].counts = false
    }
    let before = try coordinator.roster(of: sealed.manifest.round)
    try coordinator.save(known, of: sealed.manifest.round)
    do {
      try await coordinator.invite(
        listed.filter { $0.invitation != person.invitation },
        in: sealed,
        now: now,
        client: client,
        server: server
      )
    } catch let report as ProblemReport {
      // A person who has enrolled meanwhile takes part.
      if let after = try? await self.states(), after[person.invitation] != .revoked {
        try coordinator.save(before, of: sealed.manifest.round)
      }
      throw report
    }
  }

  // MARK: Parts

  private func states() async throws -> [Data: InvitationState.State] {
    let round = sealed.manifest.round
    let list = try await client.get(Route.path(round, .invitations), as: InvitationStates.self)
    return Dictionary(uniqueKeysWithValues: list.invitations.map { ($0.identifier, $0.state) })
  }

  private var alreadyInvited: Failure {
    let round = sealed.manifest.round
    return Failure(
      .notPermitted,
      en: "the panel of '\(round)' has been invited already, and the roster is the same",
      ko: "'\(round)' 회차의 평가단은 이미 초대했고 명단도 같습니다",
      fix: (
        en: "use --again to give everyone who has not enrolled a new code; the old codes end",
        ko: "--again을 붙이면 미등록자에게 새 코드가 발급되고 이전 코드는 무효가 됩니다"
      )
    )
  }

  private func losing(_ names: [String]) -> Failure {
    let round = sealed.manifest.round
    let shown = names.prefix(5).map(LogText.printable).joined(separator: ", ")
    let all = names.count > 5 ? "\(shown), …" : shown
    return Failure(
      .notPermitted,
      en: "the panel of '\(round)' has been invited already; with this roster \(names.count) of "
        + "them lose their codes: \(all)",
      ko: "'\(round)' 회차의 평가단은 이미 초대했습니다. 이 명단이면 \(names.count)명의 코드가 무효가 됩니다: \(all)",
      fix: (
        en: "if that is meant, add --remove; otherwise use the whole roster",
        ko: "의도한 것이면 --remove를 붙이고, 아니면 전체 명단을 쓰십시오"
      )
    )
  }

  private func requireSeats(kept: Int, waiting: Int, again: Bool) throws(Failure) {
    let seats = sealed.manifest.seats
    guard kept + waiting > seats, !again else { return }
    throw Failure(
      .invalidData,
      en: "\(kept + waiting) people for \(seats) seats",
      ko: "정원 \(seats)명에 \(kept + waiting)명입니다",
      fix: (
        en: "shorten the roster: take off who has declined, or make a round with more seats",
        ko: "거절한 사람을 빼는 등 명단을 줄이거나 정원이 더 많은 회차를 만드십시오"
      )
    )
  }

  /// Makes the codes and writes them down; returns everybody who is to be on the list.
  private func write(
    _ waiting: [Roster.Entry],
    kept: [Coordinator.Person],
    known: [Coordinator.Person],
    to directory: URL
  ) async throws -> [Coordinator.Person] {
    let round = sealed.manifest.round
    var generator = SystemRandomNumberGenerator()
    var people = kept
    var files: [String: Data] = ["notice.txt": Data(notice.utf8)]
    var merge = [
      [
        "reference", "name", "email", "affiliation", "server", "round", "code", "seat",
        "certificate",
      ]
    ]
    let seats = Roster.seats(of: waiting, known: known, kept: kept)
    let width = String(seats.max() ?? 0).count
    for (entry, seat) in zip(waiting, seats) {
      let code = try InvitationCode.generate(for: sealed.hash, using: &generator)
      let reference = CrockfordBase32.encode(
        Data((0..<10).map { _ in UInt8.random(in: .min ... .max, using: &generator) })
      )
      people.append(
        Coordinator.Person(
          reference: reference,
          name: entry.name,
          email: entry.email,
          affiliation: entry.affiliation,
          invitation: code.identifier,
          key: code.publicKey,
          seat: seat
        )
      )
      guard let url = URL(string: server.url) else { continue }
      // More may be invited than there are seats; whoever is over that has no seat of their own.
      let own = seat <= sealed.manifest.seats ? seat : nil
      let invitation = Invitation(
        server: url,
        round: round,
        code: code,
        seat: own,
        pin: server.certificate
      )
      let number = String(seat)
      files[String(repeating: "0", count: width - number.count) + number + "-invitation.txt"] =
        Data(invitation.text(title: sealed.survey.title, person: entry.name).utf8)
      merge.append([
        reference, entry.name, entry.email, entry.affiliation, server.url, round.rawValue,
        code.text, own.map(String.init) ?? "", server.certificate?.description ?? "",
      ])
    }
    files["mail-merge.csv"] = CSV.write(merge)
    // The roster is kept before anything is sent: whoever enrols later must be known here. People
    // of earlier lists stay in it; the server says who of them counts.
    for index in people.indices { people[index].counts = true }
    let old = known.filter { person in !people.contains { $0.invitation == person.invitation } }
      .map { person in
        var person = person
        person.counts = false
        return person
      }
    try coordinator.save(people + old, of: round)
    try DurableFile.writeDirectory(files, to: directory)
    return people
  }

  /// Ends an earlier run whose answer was lost; `nil` when this is another case.
  ///
  /// Its directory is there, and the server has taken its list already or not yet.
  private func finishEarlier(
    _ entries: [Roster.Entry],
    _ known: [Coordinator.Person],
    _ states: [Data: InvitationState.State],
    _ directory: URL,
    _ again: Bool,
    _ now: Timestamp
  ) async throws -> Int? {
    let merge = directory.appending(path: "mail-merge.csv")
    let people = known.filter { $0.counts != false }
    let others = people.filter { !entries.contains(Roster.Entry($0)) }
    guard FileManager.default.fileExists(atPath: merge.path), !people.isEmpty,
      Set(entries).isSubset(of: people.map(Roster.Entry.init)),
      others.allSatisfy({ states[$0.invitation] == .enrolled }),
      let text = try? String(contentsOf: merge, encoding: .utf8),
      let made = try? CSV.read(text).dropFirst().map({ $0.cells.first ?? "" }),
      // Its codes are those of the roster that was saved last, and no others.
      Set(made).isSubset(of: people.map(\.reference))
    else { return nil }
    let counted = Set(states.filter { $0.value != .revoked }.keys)
    let isDone = counted == Set(people.map(\.invitation))
    // Its codes count already, so to invite again means others.
    if isDone, again { return nil }
    if !isDone {
      try await coordinator.invite(people, in: sealed, now: now, client: client, server: server)
    }
    return made.count
  }

  private var notice: String {
    """
    \(sealed.survey.title.ko)
    회차: \(sealed.manifest.round)
    지문: \(sealed.hash.fingerprint)
    평가위원은 등록할 때 이 지문의 두 묶음을 입력합니다. 공지 페이지나 서면으로 알리십시오.

    \(sealed.survey.title.en)
    Round: \(sealed.manifest.round)
    Fingerprint: \(sealed.hash.fingerprint)
    Evaluators type two groups of it when they enrol. Publish it on a public page or on paper.

    """
  }
}
