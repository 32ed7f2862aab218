import ArgumentParser
import Foundation
import PanelCore
import PanelFiles
import PanelProtocol
import PanelStore

/// `paneld access`: lists the holders of tokens, or revokes a token.
struct AccessCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "access",
    abstract: "List the holders of tokens and who let them in; or revoke a token.",
    discussion: """
      Example:
        paneld access --data /var/lib/paneld
        paneld access --data /var/lib/paneld --revoke coordinator-2
      The server may run at the same time. Tokens themselves are stored nowhere; to replace a lost
      one, join again with a new link.
      """
  )

  @ArgumentParser.Option(name: .long, help: "The data directory.")
  var data: String

  @ArgumentParser.Option(name: .long, help: "Revoke this holder's token.")
  var revoke: String?

  @ArgumentParser.Flag(name: .long, help: "Print as JSON.")
  var json = false

  private struct Event: Encodable {
    var at: Timestamp
    var actor: String
    var action: String
    var subject: String
  }

  private struct Access: Encodable {
    var holders: [Holder]
    var events: [Event]
  }

  func run() throws {
    let directory = try DataDirectory.existing(data)
    let inspection = try DatabaseInspection(path: directory.registry.path, kind: .registry)
    if case .older = try inspection.schema() {
      throw StoreError.olderSchema(path: directory.registry.path)
    }
    let registry = try Registry(reading: directory.registry.path)
    if let revoke {
      guard try registry.holders().contains(where: { $0.name == revoke }) else {
        throw ServerFailure(
          "no coordinator or auditor named '\(revoke)' has joined",
          fix: "see who has: paneld access --data \(data)",
          status: ServerFailure.missingInput
        )
      }
      try OperatorRequest(revoke: revoke).give(to: directory)
    }
    let access = Access(
      holders: try registry.holders().map { Holder($0) },
      events: try registry.holderEvents().map {
        Event(at: $0.at, actor: $0.actor, action: $0.action.rawValue, subject: $0.subject)
      }
    )
    if json {
      StandardStream.output.write(try CanonicalJSON.encodeReadable(access))
      return
    }
    var text = ""
    for holder in access.holders {
      let rounds = holder.rounds?.map(\.rawValue).joined(separator: ", ")
      let reach = rounds.map { ", only \($0)" } ?? ""
      text += "\(holder.name): \(holder.role)\(reach)\(holder.isRevoked ? ", revoked" : "")\n"
    }
    for event in access.events {
      text += "\(event.at)  \(event.actor)  \(event.action)  \(event.subject)\n"
    }
    StandardStream.output.write(text)
  }
}

extension Holder {
  init(_ stored: StoredHolder) {
    self.init(
      name: stored.name,
      role: stored.role,
      rounds: stored.rounds?.sorted { $0.rawValue < $1.rawValue },
      isRevoked: stored.isRevoked,
      key: stored.key
    )
  }
}
