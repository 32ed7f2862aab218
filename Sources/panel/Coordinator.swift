import Crypto
import Foundation
import NIOHTTP1
import PanelCore
import PanelFiles
import PanelProtocol

/// The coordinator's machine: the signing key, the servers joined, and the roster.
///
/// Who stands behind which reference is known here alone; names never leave this machine.
struct Coordinator: Sendable {
  /// One server and the token it gave.
  struct Server: Codable, Sendable {
    var url: String
    var name: String
    var token: String
  }

  /// One person of a roster and the reference the server knows them by.
  struct Person: Codable, Sendable, Hashable {
    var reference: String
    var name: String
    var email: String
    var affiliation: String
    /// The identifier of the invitation that counts.
    var invitation: Data
    /// The invitation's public key.
    var key: Data
  }

  let folder: URL

  init(home: URL) { folder = home.appending(path: "coordinator") }

  private var keyURL: URL { folder.appending(path: "key") }
  private var serversURL: URL { folder.appending(path: "servers.json") }

  // MARK: Key and servers

  /// The signing key; made on first use, and kept on this machine only.
  func key() throws -> Curve25519.Signing.PrivateKey {
    if let data = try existing(keyURL) {
      guard let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: data) else {
        throw damaged(keyURL)
      }
      return key
    }
    try createFolder(folder)
    let key = Curve25519.Signing.PrivateKey()
    try DurableFile.write(key.rawRepresentation, to: keyURL)
    return key
  }

  /// The public half of the signing key, 32 bytes.
  func publicKey() throws -> Data { try key().publicKey.rawRepresentation }

  /// The bytes of a file; `nil` only when it does not exist, so that nothing is ever made anew over
  /// a file that merely cannot be read.
  private func existing(_ url: URL) throws(Failure) -> Data? {
    guard FileManager.default.fileExists(atPath: url.path) else { return nil }
    guard let data = try? Data(contentsOf: url) else { throw damaged(url) }
    return data
  }

  private func damaged(_ url: URL) -> Failure {
    Failure(
      .invalidData,
      en: "\(url.path): cannot be read or is damaged",
      ko: "\(url.path): 읽을 수 없거나 손상되었습니다",
      fix: (
        "check its permissions or restore it from a backup; do not delete it",
        "권한을 확인하거나 백업에서 되살리십시오. 지우지 마십시오"
      )
    )
  }

  /// Keeps other commands of the coordinator off the folder for as long as the lock lives.
  private func lock() throws -> FolderLock {
    try createFolder(folder)
    do throws(FolderLock.Problem) {
      return try FolderLock(
        path: folder.appending(path: "lock").path,
        holder: "panel (pid \(getpid()))"
      )
    } catch {
      let holder = if case .held(let holder) = error { holder } else { "\(error)" }
      throw Failure(
        .busy,
        en: "another command of the coordinator is running: \(holder)",
        ko: "평가 담당자의 다른 명령이 실행 중입니다: \(holder)",
        fix: ("wait until it has ended", "끝날 때까지 기다리십시오")
      )
    }
  }

  private func createFolder(_ url: URL) throws {
    do {
      try DurableFile.createDirectory(url)
    } catch {
      throw Failure(
        .cannotCreate,
        en: "\(url.path): cannot be made",
        ko: "\(url.path): 만들 수 없습니다",
        fix: ("check the permissions, or set PANEL_HOME", "권한을 확인하거나 PANEL_HOME을 지정하십시오")
      )
    }
  }

  func servers() throws(Failure) -> [Server] {
    guard let data = try existing(serversURL) else { return [] }
    guard let servers = try? JSONDecoder().decode([Server].self, from: data) else {
      throw damaged(serversURL)
    }
    return servers
  }

  /// Registers the key with a server by the link that its operator gave.
  func join(server: URL, link: Data, name: String) async throws {
    let lock = try lock()
    defer { withExtendedLifetime(lock) {} }
    let registration = CoordinatorRegistration(
      link: link,
      name: name,
      key: try key().publicKey.rawRepresentation
    )
    let reply = try await PanelClient.with(server) { client in
      try await client.send(
        .POST,
        Route.coordinators,
        registration,
        reply: CoordinatorToken.self
      )
    }
    let others = try servers().filter { $0.url != server.absoluteString }
    let all = others + [Server(url: server.absoluteString, name: name, token: reply.token)]
    try DurableFile.write(try CanonicalJSON.encodeReadable(all), to: serversURL)
  }

  /// The server named, or the only one there is.
  func server(_ url: String?) throws(Failure) -> Server {
    let all = try servers()
    if let found = url == nil && all.count == 1
      ? all.first : all.first(where: { $0.url == url })
    {
      return found
    }
    let known = all.map(\.url).joined(separator: ", ")
    throw Failure(
      all.isEmpty ? .notPermitted : .usage,
      en: all.isEmpty ? "you have not joined a server as a coordinator" : "which server?",
      ko: all.isEmpty ? "평가 담당자로 등록한 서버가 없습니다" : "어느 서버인지 지정해야 합니다",
      fix: all.isEmpty
        ? ("run: panel coordinator join LINK-FILE", "실행: panel coordinator join 링크-파일")
        : ("give --server with one of: \(known)", "--server로 지정하십시오: \(known)")
    )
  }

  /// Opens a client with the coordinator's token.
  func with<Value>(
    _ url: String?,
    _ body: (PanelClient, Server) async throws -> Value
  ) async throws -> Value {
    let server = try server(url)
    guard let address = URL(string: server.url) else { throw serverFailure(server.url) }
    let lock = try lock()
    defer { withExtendedLifetime(lock) {} }
    return try await PanelClient.with(address, token: server.token) { client in
      try await body(client, server)
    }
  }

  private func serverFailure(_ url: String) -> Failure {
    Failure(
      .invalidData,
      en: "'\(url)' is not an address",
      ko: "'\(url)'은(는) 주소가 아닙니다",
      fix: ("run panel coordinator join again", "panel coordinator join을 다시 실행하십시오")
    )
  }

  // MARK: Roster

  private func rosterURL(_ round: RoundID) -> URL {
    folder.appending(path: "rounds").appending(path: round.rawValue).appending(path: "roster.json")
  }

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

  // MARK: Rounds

  /// Makes a round's keys on the server, then seals manifest and survey.
  func create(
    _ round: RoundID,
    survey: Survey,
    surveyBytes: Data,
    schedule: Schedule,
    seats: Int,
    objectionSeconds: Int,
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
      coordinatorKey: key.publicKey.rawRepresentation
    )
    let bytes = try CanonicalJSON.encodeReadable(manifest)
    let hash = ManifestHash(manifest: bytes)
    let signature = try ManifestSignature.sign(hash, with: key)
    let sealed = try SealedRound(
      manifestBytes: bytes,
      manifestSignature: signature,
      surveyBytes: surveyBytes
    )
    var log = CoordinatorLog()
    let entry = LogEntry(.sealed, actor: server.name, at: now, manifest: hash.hex)
    let line = try log.append(try entry.bytes(), manifest: hash, with: key)
    _ = try await client.send(
      .PUT,
      Route.path(round, .manifest),
      Sealing(manifest: bytes, signature: signature, survey: surveyBytes, log: line),
      reply: RoundStatus.self
    )
    return sealed
  }

  /// Signs an entry behind the last line of the round's log and sends it.
  func append(
    _ entry: LogEntry,
    to sealed: SealedRound,
    client: PanelClient
  ) async throws -> RoundStatus {
    let line = try await line(entry, to: sealed, client: client)
    return try await client.send(
      .POST,
      Route.path(sealed.manifest.round, .log),
      LogUpload(line: line),
      reply: RoundStatus.self
    )
  }

  private func line(
    _ entry: LogEntry,
    to sealed: SealedRound,
    client: PanelClient
  ) async throws -> LogLine {
    let stored = try await client.get(
      Route.path(sealed.manifest.round, .log),
      as: LogLines.self
    )
    var log = CoordinatorLog(lines: stored.lines)
    return try log.append(try entry.bytes(), manifest: sealed.hash, with: try key())
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
    let entry = LogEntry(
      .invited,
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
      log: try await line(entry, to: sealed, client: client)
    )
    _ = try await client.send(
      .POST,
      Route.path(sealed.manifest.round, .invitations),
      upload,
      reply: RoundStatus.self
    )
  }

  /// Opens the next phase: enrolling, or rating (ending enrolling first if it still runs).
  func open(
    _ sealed: SealedRound,
    now: Timestamp,
    client: PanelClient,
    server: Server
  ) async throws -> Phase {
    let round = sealed.manifest.round
    let status = try await client.get(Route.path(round, .status), as: RoundStatus.self)
    func entry(_ action: LogEntry.Action, _ phase: Phase) -> LogEntry {
      LogEntry(action, actor: server.name, at: now, phase: phase)
    }
    switch status.phase {
    case .sealed:
      return try await append(entry(.opened, .enrolling), to: sealed, client: client).phase
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
    if status.phase == .enrolling { try await requirePanel(sealed, client) }
    let phase: Phase = status.phase == .enrolling ? .enrolling : .rating
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
        "wait for more to enrol; enrolling stays open", "더 등록할 때까지 기다리십시오. 등록은 계속됩니다"
      )
    )
  }
}
