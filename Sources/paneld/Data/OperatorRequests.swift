import Foundation
import PanelCore
import PanelFiles
import PanelProtocol
import PanelStore

/// A change of the data directory that the operator requests, whether its server runs or not.
///
/// Two processes never write one database: while the server runs, a request is a file, which the
/// server carries out and removes; otherwise the command takes the lock and carries it out itself.
struct OperatorRequest: Codable, Sendable {
  /// SHA-256 of the secret of a new link.
  var link: Data?
  /// The role that the link gives.
  var role: Role?
  /// The round that an auditor's link is bound to.
  var round: RoundID?
  /// When the link expires.
  var expires: Timestamp?
  /// The holder whose token is revoked.
  var revoke: String?

  /// Changes the registry; carrying a request out again changes nothing.
  func carryOut(in registry: Registry, at now: Timestamp) throws(StoreError) {
    if let link {
      try registry.addJoinLink(
        tokenHash: link,
        role: role ?? .coordinator,
        round: round,
        expires: expires,
        at: now
      )
    }
    if let revoke { try registry.revoke(revoke, by: StoredHolderEvent.operator, at: now) }
  }

  /// Carries the request out, or lets the running server do so; returns when it is done.
  func give(to directory: DataDirectory) throws {
    // The server's user could neither read nor remove files that root leaves here.
    if let owner = FileStatus(path: directory.registry.path)?.owner, owner != geteuid() {
      throw ServerFailure.otherUser(directory.url.path)
    }
    let lock: FolderLock
    do throws(ServerFailure) {
      lock = try directory.takeLock(as: "paneld (pid \(getpid()))")
    } catch {
      guard error.status == ServerFailure.busy else { throw error }
      return try leave(in: directory)
    }
    try carryOut(
      in: try Registry(path: directory.registry.path),
      at: Timestamp(Date())
    )
    withExtendedLifetime(lock) {}
  }

  private func leave(in directory: DataDirectory) throws {
    let file = directory.orders.appending(path: "\(UUID().uuidString).json")
    do {
      try DurableFile.createDirectory(directory.orders)
      try DurableFile.write(try CanonicalJSON.encode(self), to: file)
    } catch let problem as DurableFile.Problem {
      throw ServerFailure(problem, fix: "run it as the server's user")
    }
    let deadline = Date(timeIntervalSinceNow: 15)
    while FileManager.default.fileExists(atPath: file.path) {
      guard Date() < deadline else {
        try? DurableFile.remove(file)
        throw ServerFailure(
          "the running server has not carried out the request",
          fix: "see its log; nothing was changed",
          status: ServerFailure.busy
        )
      }
      Thread.sleep(forTimeInterval: 0.05)
    }
  }
}

/// The requests that wait in a data directory.
enum OperatorRequests {
  /// Carries out all requests and removes them, including those that cannot be read.
  static func carryOut(in directory: DataDirectory, _ registry: Registry, now: Timestamp) throws {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: directory.orders.path)) ?? []
    for name in names.sorted() where name.hasSuffix(".json") && !name.hasPrefix(".") {
      let file = directory.orders.appending(path: name)
      guard let data = try? Data(contentsOf: file) else { continue }
      if let request = try? JSONDecoder().decode(OperatorRequest.self, from: data) {
        do throws(StoreError) {
          try request.carryOut(in: registry, at: now)
        } catch {
          guard error == .notFound else { throw error }
          // The command has checked the name, so another request was faster.
        }
      }
      try DurableFile.remove(file)
    }
  }
}
