import Crypto
import Foundation
import NIOHTTP1
import PanelCore
import PanelFiles
import PanelProtocol

/// A coordinator's rounds: roster and codes on this machine, signed entries on the server.
extension Coordinator {
  /// A file of a round on this machine.
  func file(_ name: String, of round: RoundID) -> URL {
    folder.appending(path: "rounds").appending(path: round.rawValue).appending(path: name)
  }

  private func rosterURL(_ round: RoundID) -> URL { file("roster.json", of: round) }

  func roster(of round: RoundID) throws(Failure) -> [Person] {
    guard let data = try existing(rosterURL(round)) else { return [] }
    guard let roster = try? JSONDecoder().decode([Person].self, from: data) else {
      throw damaged(rosterURL(round))
    }
    return roster
  }

  func save(_ roster: [Person], of round: RoundID) throws {
    let url = rosterURL(round)
    try createFolder(url.deletingLastPathComponent())
    try DurableFile.write(try CanonicalJSON.encodeReadable(roster), to: url)
  }

  /// Destroys what this machine knows of a round's people and of the teams behind its codes.
  func forgetPeople(of round: RoundID) throws {
    try DurableFile.remove(rosterURL(round))
    let folder = file("codes", of: round)
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    for name in names { try DurableFile.remove(folder.appending(path: name)) }
  }

  // MARK: Codes

  /// The tables of codes that were kept for a round; the manifest commits to one of them.
  func codes(of round: RoundID) throws -> [CodeTable] {
    let folder = file("codes", of: round)
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return try names.sorted().filter { $0.hasSuffix(".json") }.compactMap { name in
      let url = folder.appending(path: name)
      guard let data = try existing(url) else { return nil }
      guard let table = try? JSONDecoder().decode(CodeTable.self, from: data) else {
        throw damaged(url)
      }
      return table
    }
  }

  /// Keeps a table before the round is sealed, each under its commitment: without its salt it could
  /// never be opened, so none is ever written over.
  func save(_ codes: CodeTable, of round: RoundID) throws {
    let folder = file("codes", of: round)
    try createFolder(folder)
    try DurableFile.write(
      try CanonicalJSON.encodeReadable(codes),
      to: folder.appending(path: Hexadecimal.text(codes.commitment) + ".json")
    )
  }

  // MARK: Rounds

  /// Makes a round's keys on the server, then seals manifest and survey.
  func create(
    _ round: RoundID,
    survey: Survey,
    surveyBytes: Data,
    schedule: Schedule,
    seats: Int,
    objectionSeconds: Int,
    extensionCapSeconds: Int = 0,
    automaticExtensionSeconds: Int = 0,
    codes: CodeTable? = nil,
    custodians: [Custodian] = [],
    retentionDays: Int = 0,
    now: Timestamp,
    client: PanelClient,
    server: Server
  ) async throws -> SealedRound {
    let keys = try await client.send(
      .POST,
      Route.rounds,
      RoundDraft(round: round),
      reply: RoundKeys.self
    )
    let key = try key()
    let manifest = Manifest(
      round: round,
      survey: survey,
      surveyBytes: surveyBytes,
      schedule: schedule,
      seats: seats,
      objectionSeconds: objectionSeconds,
      issuerKey: keys.issuerKey,
      receiptKey: keys.receiptKey,
      coordinatorKey: key.publicKey.rawRepresentation,
      extensionCapSeconds: extensionCapSeconds,
      automaticExtensionSeconds: automaticExtensionSeconds,
      codes: codes,
      custodians: custodians,
      retentionDays: retentionDays
    )
    let bytes = try manifest.bytes()
    let hash = ManifestHash(manifest: bytes)
    let signature = try ManifestSignature.sign(hash, with: key)
    let sealed = try SealedRound(
      manifestBytes: bytes,
      manifestSignature: signature,
      surveyBytes: surveyBytes
    )
    var history = RoundHistory(manifest: manifest, hash: hash)
    let line = try history.append(
      LogEntry(.sealed, actor: server.name, at: now, manifest: hash.hex),
      with: key
    )
    _ = try await client.send(
      .PUT,
      Route.path(round, .manifest),
      Sealing(manifest: bytes, signature: signature, survey: surveyBytes, log: line),
      reply: RoundStatus.self
    )
    return sealed
  }

  /// Fetches the log and follows it from where this machine saw it last.
  func follow(_ sealed: SealedRound, client: PanelClient) async throws -> RoundHistory {
    try createFolder(file("log.jsonl", of: sealed.manifest.round).deletingLastPathComponent())
    return try await FollowedLog.follow(
      sealed,
      at: file("log.jsonl", of: sealed.manifest.round),
      client: client
    )
  }

  /// Signs an entry after the last line of the round's log and sends it.
  ///
  /// This machine never extends a log that does not verify, or that is not the one it knows.
  @discardableResult
  func append(
    _ entry: LogEntry,
    to sealed: SealedRound,
    client: PanelClient
  ) async throws -> RoundHistory {
    let (_, line) = try await signed(entry, sealed, client)
    _ = try await client.send(
      .POST,
      Route.path(sealed.manifest.round, .log),
      LogUpload(line: line),
      reply: RoundStatus.self
    )
    // The server may have added entries of its own.
    return try await follow(sealed, client: client)
  }

  private func signed(
    _ entry: LogEntry,
    _ sealed: SealedRound,
    _ client: PanelClient
  ) async throws -> (RoundHistory, LogLine) {
    var history = try await follow(sealed, client: client)
    do {
      let line = try history.append(entry, with: try key())
      return (history, line)
    } catch let fault as HistoryProblem {
      throw Failure(
        .notPermitted,
        en: "the round is \(history.phase.title.en): \(fault.message.en)",
        ko: "회차가 '\(history.phase.title.ko)' 상태입니다: \(fault.message.ko)",
        fix: (
          en: "see what was done so far: panel log \(sealed.manifest.round)",
          ko: "지금까지의 기록 보기: panel log \(sealed.manifest.round)"
        )
      )
    }
  }

  /// Signs and sends the whole list of invitations that count.
  func invite(
    _ people: [Person],
    in sealed: SealedRound,
    now: Timestamp,
    client: PanelClient,
    server: Server
  ) async throws {
    let list = try InvitationList(
      people.map { InvitationEntry(identifier: $0.invitation, key: $0.key) }
    )
    let history = try await follow(sealed, client: client)
    let entry = LogEntry(
      history.invitations == nil ? .invited : .replaced,
      actor: server.name,
      at: now,
      count: list.entries.count,
      root: Hexadecimal.text(list.root(manifest: sealed.hash))
    )
    let upload = InvitationsUpload(
      invitations: people.map {
        InvitationUpload(identifier: $0.invitation, key: $0.key, reference: $0.reference)
      },
      signature: try list.sign(manifest: sealed.hash, with: try key()),
      log: try await signed(entry, sealed, client).1
    )
    _ = try await client.send(
      .POST,
      Route.path(sealed.manifest.round, .invitations),
      upload,
      reply: RoundStatus.self
    )
    _ = try await follow(sealed, client: client)
  }

  /// Opens the next phase: enrolling, or rating (ending enrolling first if it still runs).
  ///
  /// A round that is in the phase `target` already stays there, so that a rerun does not go too far.
  /// Without one the phase that is about to be opened is noted first, so that a run after a lost
  /// answer opens that one and not the next.
  func open(
    _ sealed: SealedRound,
    reaching target: Phase? = nil,
    now: Timestamp,
    client: PanelClient,
    server: Server
  ) async throws -> Phase {
    let round = sealed.manifest.round
    let status = try await client.get(Route.path(round, .status), as: RoundStatus.self)
    let noted = file("opening", of: round)
    let begun = try existing(noted).flatMap { Phase(rawValue: String(decoding: $0, as: UTF8.self)) }
    if status.phase == target || (target == nil && status.phase == begun) {
      try DurableFile.remove(noted)
      return status.phase
    }
    let next: Phase = status.phase == .sealed ? .enrolling : .rating
    if let target, target != next {
      throw Failure(
        .notPermitted,
        en: "the round is \(status.phase.title.en); next opens \(next.title.en)",
        ko: "회차가 '\(status.phase.title.ko)' 상태이며 다음은 '\(next.title.ko)'입니다",
        fix: (en: "see: panel round progress \(round)", ko: "확인: panel round progress \(round)")
      )
    }
    try createFolder(noted.deletingLastPathComponent())
    try DurableFile.write(Data(next.rawValue.utf8), to: noted)
    let reached = try await open(sealed, from: status.phase, now, client, server)
    try DurableFile.remove(noted)
    return reached
  }

  private func open(
    _ sealed: SealedRound,
    from phase: Phase,
    _ now: Timestamp,
    _ client: PanelClient,
    _ server: Server
  ) async throws -> Phase {
    func entry(_ action: LogEntry.Action, _ phase: Phase) -> LogEntry {
      LogEntry(action, actor: server.name, at: now, phase: phase)
    }
    switch phase {
    case .sealed:
      return try await append(entry(.opened, .enrolling), to: sealed, client: client).phase
    case .enrolling where sealed.manifest.phases == .overlapping:
      return try await append(entry(.opened, .rating), to: sealed, client: client).phase
    case .enrolling:
      try await requirePanel(sealed, client)
      _ = try await append(entry(.closed, .enrolling), to: sealed, client: client)
      return try await append(entry(.opened, .rating), to: sealed, client: client).phase
    case .rating: return .rating  // a rerun after a lost answer
    default:
      return try await append(entry(.opened, .rating), to: sealed, client: client).phase
    }
  }

  /// Closes the phase that is open: enrolling or rating.
  func close(
    _ sealed: SealedRound,
    now: Timestamp,
    client: PanelClient,
    server: Server
  ) async throws -> Phase {
    let status = try await client.get(
      Route.path(sealed.manifest.round, .status),
      as: RoundStatus.self
    )
    if status.phase == .closed { return .closed }  // a rerun after a lost answer
    let isOverlapping = sealed.manifest.phases == .overlapping
    if status.phase == .enrolling || isOverlapping { try await requirePanel(sealed, client) }
    let phase: Phase = status.phase == .enrolling && !isOverlapping ? .enrolling : .rating
    let entry = LogEntry(.closed, actor: server.name, at: now, phase: phase)
    return try await append(entry, to: sealed, client: client).phase
  }

  /// Asked before enrolling is ended, since there is no way back to it.
  private func requirePanel(_ sealed: SealedRound, _ client: PanelClient) async throws {
    let progress = try await client.get(
      Route.path(sealed.manifest.round, .progress),
      as: RoundProgress.self
    )
    guard progress.enrolled < progress.minimumPanel else { return }
    throw Failure(
      .notPermitted,
      en: "\(progress.enrolled) have enrolled; the minimum panel is \(progress.minimumPanel)",
      ko: "등록 \(progress.enrolled)명, 최소 평가단은 \(progress.minimumPanel)명입니다",
      fix: (
        en: "wait for more to enrol; enrolling stays open. To void the round: panel round void",
        ko: "더 등록할 때까지 기다리십시오. 등록은 계속됩니다. 포기하려면: panel round void"
      )
    )
  }
}
