import Crypto
import Foundation
import NIOHTTP1
import PanelCore
import PanelFiles
import PanelProtocol

/// The coordinator's machine: the signing key, the servers joined, and the roster.
///
/// Only this machine knows which person a reference stands for; names never leave it.
struct Coordinator: Sendable {
  /// One server and the token it gave.
  struct Server: Codable, Sendable {
    var url: String
    var name: String
    var token: String
    /// The key that the server shows, where the link named it.
    var certificate: CertificatePin?
    /// What the token is good for; joined by an earlier version: a coordinator's.
    var role: Role?

    var isAuditor: Bool { role == .auditor }
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
    /// The person's number on the roster, from 1, which whoever replaces them takes over; rosters
    /// of earlier versions have none.
    var seat: Int?
    /// Whether the invitation is on the list that was made last; rosters of earlier versions do not
    /// tell.
    var counts: Bool?
    /// Why the person does not take part, where the coordinator was told so.
    var declined: String?
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
  func existing(_ url: URL) throws(Failure) -> Data? {
    guard FileManager.default.fileExists(atPath: url.path) else { return nil }
    guard let data = try? Data(contentsOf: url) else { throw damaged(url) }
    return data
  }

  func damaged(_ url: URL) -> Failure {
    Failure.damaged(
      url,
      fix: (
        en: "check its permissions or restore it from a backup; do not delete it",
        ko: "권한을 확인하거나 백업에서 되살리십시오. 지우지 마십시오"
      )
    )
  }

  /// Keeps other commands of the coordinator off the folder for as long as the lock lives.
  private func lock() throws -> FolderLock {
    try createFolder(folder)
    do throws(FolderLock.Problem) {
      return try FolderLock(
        path: folder.appending(path: "lock").path,
        holder: FolderLock.Holder.current.description
      )
    } catch {
      let holder = if case .held(let holder) = error { holder } else { "\(error)" }
      throw Failure(
        .busy,
        en: "another command of the coordinator is running: \(holder)",
        ko: "평가 담당자의 다른 명령이 실행 중입니다: \(holder)",
        fix: (en: "wait until it has ended", ko: "끝날 때까지 기다리십시오")
      )
    }
  }

  func createFolder(_ url: URL) throws {
    do {
      try DurableFile.createDirectory(url)
    } catch {
      throw Failure.cannotMake(url)
    }
  }

  func servers() throws(Failure) -> [Server] {
    guard let data = try existing(serversURL) else { return [] }
    guard let servers = try? JSONDecoder().decode([Server].self, from: data) else {
      throw damaged(serversURL)
    }
    return servers
  }

  /// Registers the key with a server by a link, and returns what the link was for.
  @discardableResult
  func join(_ link: JoinLink, name: String) async throws -> Role {
    let lock = try lock()
    defer { withExtendedLifetime(lock) {} }
    let key = try key()
    let registration = CoordinatorRegistration(
      link: link.secret,
      name: name,
      key: key.publicKey.rawRepresentation,
      proof: try RegistrationProof.sign(link: link.secret, name: name, with: key)
    )
    let reply = try await PanelClient.with(link.server, pin: link.pin) { client in
      try await client.send(
        .POST,
        Route.coordinators,
        registration,
        reply: CoordinatorToken.self
      )
    }
    let role = reply.role ?? .coordinator
    let joined = Server(
      url: link.server.absoluteString,
      name: name,
      token: reply.token,
      certificate: link.pin,
      role: role
    )
    let others = try servers().filter { $0.url != joined.url }
    try DurableFile.write(try CanonicalJSON.encodeReadable(others + [joined]), to: serversURL)
    return role
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
        ? (en: "run: panel coordinator join LINK-FILE", ko: "실행: panel coordinator join 링크-파일")
        : (en: "give --server with one of: \(known)", ko: "--server로 지정하십시오: \(known)")
    )
  }

  /// Opens a client with the coordinator's token.
  func with<Value>(
    _ url: String?,
    isReading: Bool = false,
    _ body: (PanelClient, Server) async throws -> Value
  ) async throws -> Value {
    let server = try server(url)
    guard let address = URL(string: server.url) else { throw serverFailure(server.url) }
    let lock = isReading ? nil : try lock()
    defer { withExtendedLifetime(lock) {} }
    return try await PanelClient.with(address, pin: server.certificate, token: server.token) {
      client in
      try await body(client, server)
    }
  }

  private func serverFailure(_ url: String) -> Failure {
    Failure(
      .invalidData,
      en: "'\(url)' is not an address",
      ko: "'\(url)'은(는) 주소가 아닙니다",
      fix: (en: "run panel coordinator join again", ko: "panel coordinator join을 다시 실행하십시오")
    )
  }
}
