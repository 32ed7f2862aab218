import Foundation
import PanelCore
import PanelFiles
import PanelProtocol
import PanelStore

/// What the operator asks of the data directory, whether its server runs or not.
///
/// Two processes never write one database: while the server runs an order is a file, which the
/// server carries out and removes; else the command takes the lock and carries it out itself.
struct OperatorRequest: Codable, Sendable {
  /// SHA-256 of the secret of a new link.
  var link: Data?
  /// What the link is good for.
  var role: Role?
  /// The round that an auditor's link is bound to.
  var round: RoundID?
  /// Until when the link can be used.
  var expires: Timestamp?
  /// Whose token ends.
  var revoke: String?

  /// Changes the registry; an order that comes again changes nothing.
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

  /// Carries the order out, or has the running server do it; returns when it has been done.
  func give(to directory: DataDirectory) throws {
    // What root leaves here the server's user could neither read nor remove.
    if let owner = FileStatus(path: directory.registry.path)?.owner, owner != geteuid() {
      throw ServerFailure(
        "\(directory.url.path): belongs to another user",
        fix: "run it as the user of the server: sudo -u paneld paneld …",
        status: ServerFailure.notPermitted
      )
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
      throw ServerFailure(
        "\(problem.path): \(problem.reason)",
        fix: "run it as the server's user",
        status: ServerFailure.cannotCreate
      )
    }
    let deadline = Date(timeIntervalSinceNow: 15)
    while FileManager.default.fileExists(atPath: file.path) {
      guard Date() < deadline else {
        try? DurableFile.remove(file)
        throw ServerFailure(
          "the running server has not taken the order",
          fix: "see its log; it looks once a second. Nothing was changed",
          status: ServerFailure.busy
        )
      }
      Thread.sleep(forTimeInterval: 0.05)
    }
  }
}

/// The orders that lie in a data directory.
enum OperatorRequests {
  /// Carries out what lies there; an order that cannot be read is put aside, not tried for ever.
  static func carryOut(in directory: DataDirectory, _ registry: Registry, now: Timestamp) throws {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: directory.orders.path)) ?? []
    for name in names.sorted() where name.hasSuffix(".json") && !name.hasPrefix(".") {
      let file = directory.orders.appending(path: name)
      guard let data = try? Data(contentsOf: file) else { continue }
      if let order = try? JSONDecoder().decode(OperatorRequest.self, from: data) {
        do throws(StoreError) {
          try order.carryOut(in: registry, at: now)
        } catch {
          guard error == .notFound else { throw error }
          // The name is nobody's: the command has looked before, so somebody was faster.
        }
      }
      try DurableFile.remove(file)
    }
  }
}
