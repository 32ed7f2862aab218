import Foundation
import PanelCore
import PanelFiles
import PanelProtocol
import PanelReport

/// Makes invitation codes for a roster, writes them down, and tells the server about them.
struct Inviting {
  let coordinator: Coordinator
  let sealed: SealedRound
  let client: PanelClient
  let server: Coordinator.Server

  /// Returns how many invitations were made.
  ///
  /// The directory is written before the server hears of the codes, so that no code is ever lost.
  func invite(
    _ entries: [Roster.Entry],
    to directory: URL,
    again: Bool,
    now: Timestamp
  ) async throws -> Int {
    let round = sealed.manifest.round
    let states = try await client.get(
      Route.path(round, .invitations),
      as: InvitationStates.self
    ).invitations
    let known = try coordinator.roster(of: round)
    if FileManager.default.fileExists(atPath: directory.path),
      FileManager.default.fileExists(atPath: directory.appending(path: "mail-merge.csv").path),
      Set(known.map(Roster.Entry.init))
        == Set(entries),
      let made = try await finishEarlier(known, states, now)
    {
      return made
    }
    guard again || states.isEmpty else {
      throw Failure(
        .notPermitted,
        en: "the panel of '\(round)' has been invited already",
        ko: "'\(round)' 회차의 평가단은 이미 초대했습니다",
        fix: (
          "with --again everybody who has not enrolled gets a new code and the old ones end",
          "--again을 붙이면 미등록자에게 새 코드가 발급되고 이전 코드는 무효가 됩니다"
        )
      )
    }
    let enrolled = Set(states.filter { $0.state == .enrolled }.map(\.identifier))
    let kept = known.filter { enrolled.contains($0.invitation) }
    guard kept.count == enrolled.count else {
      throw Failure(
        .invalidData,
        en: "this machine does not hold the roster of those who have enrolled",
        ko: "등록한 사람들의 명단이 이 컴퓨터에 없습니다",
        fix: (
          "run it where the panel was first invited", "처음 초대한 컴퓨터에서 실행하십시오"
        )
      )
    }
    let waiting = entries.filter { entry in !kept.contains { Roster.Entry($0) == entry } }
    guard kept.count + waiting.count <= sealed.manifest.seats || again else {
      throw Failure(
        .invalidData,
        en: "\(waiting.count) people for \(sealed.manifest.seats) seats",
        ko: "정원 \(sealed.manifest.seats)명에 \(waiting.count)명입니다",
        fix: ("shorten the roster, or make a round with more seats", "명단을 줄이거나 정원을 늘리십시오")
      )
    }
    var generator = SystemRandomNumberGenerator()
    var people = kept
    var files: [String: Data] = ["notice.txt": Data(notice.utf8)]
    var merge = [["reference", "name", "email", "affiliation", "server", "round", "code", "seat"]]
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
      let invitation = Invitation(server: url, round: round, code: code, seat: own)
      let number = String(seat)
      files[String(repeating: "0", count: width - number.count) + number + "-invitation.txt"] =
        Data(invitation.text(title: sealed.survey.title, person: entry.name).utf8)
      merge.append([
        reference, entry.name, entry.email, entry.affiliation, server.url, round.rawValue,
        code.text, own.map(String.init) ?? "",
      ])
    }
    files["mail-merge.csv"] = CSV.write(merge)
    // The roster is kept before anything is sent: whoever enrols later must be known here. People
    // of earlier lists stay in it; the server says who of them counts.
    let old = known.filter { person in !people.contains { $0.invitation == person.invitation } }
    try coordinator.save(people + old, of: round)
    try DurableFile.writeDirectory(files, to: directory)
    do {
      try await coordinator.invite(
        people,
        in: sealed,
        now: now,
        client: client,
        server: server
      )
    } catch let report as ProblemReport {
      // Refused, so no code in the directory will ever be of use.
      try? FileManager.default.removeItem(at: directory)
      throw report
    }
    return waiting.count
  }

  /// Ends an earlier run whose answer was lost; `nil` when this is another case.
  ///
  /// Its directory is there, and the server has taken its list already or has none yet.
  private func finishEarlier(
    _ known: [Coordinator.Person],
    _ states: [InvitationState],
    _ now: Timestamp
  ) async throws -> Int? {
    guard !known.isEmpty else { return nil }
    if states.isEmpty {
      try await coordinator.invite(known, in: sealed, now: now, client: client, server: server)
      return known.count
    }
    let counted = Set(states.filter { $0.state != .revoked }.map(\.identifier))
    return counted == Set(known.map(\.invitation)) ? known.count : nil
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
