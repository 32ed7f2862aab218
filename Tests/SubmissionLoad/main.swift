import Foundation
import PanelProtocol
import TestSupport

// Many clients at once on loopback: signed submissions to a real paneld, and, where its Python is
// named, responses to a server that writes them down without checking anything.
//   submission-load [--count N] [--clients N] [--python PATH]
func value(_ name: String) -> String? {
  let arguments = CommandLine.arguments
  return arguments.firstIndex(of: name).flatMap { index in
    index + 1 < arguments.count ? arguments[index + 1] : nil
  }
}

/// A line that is there at once, into a file too.
func say(_ line: String) { FileHandle.standardOutput.write(Data((line + "\n").utf8)) }

do {
  let count = value("--count").flatMap(Int.init) ?? 2_000
  let clients = value("--clients").flatMap(Int.init) ?? 64
  let round = try LoadRound(seats: count)
  say("Signing \(count) submissions…")
  let wires = try await round.signer.submissions(count)
  let size = wires.first?.count ?? 0
  say("\(count) requests of \(size) bytes, \(clients) clients, each on a connection of its own\n")
  say("| server | responses/s | p50 ms | p99 ms | CPU ms each | peak MiB | errors |")
  say("|---|---|---|---|---|---|---|")
  guard let port = URL(string: round.server.address)?.port,
    let process = round.server.processIdentifier
  else { throw LoadRound.Failed(description: "the server does not run") }
  var runs: [LoadRun] = []
  func measure(
    _ name: String,
    _ requests: [Data],
    _ port: Int,
    _ process: Int32,
    _ status: Int
  )
    throws
  {
    let run = try LoadRun.run(
      clients: clients,
      requests: requests,
      port: port,
      process: process,
      status: status
    )
    say(run.line(name))
    if run.errors > 0 { say("  first error: \(run.firstError)") }
    runs.append(run)
  }
  try measure(
    "paneld",
    wires.map { LoadClient.request("PUT", round.path, body: $0) },
    port,
    process,
    200
  )
  _ = round.server.stop()
  if let python = value("--python") {
    let peer = try PeerServer(python: URL(fileURLWithPath: python), in: round.folder.url)
    defer { peer.stop() }
    for (name, bytes) in [("FastAPI, group commit", 0), ("the same, requests as long", size)] {
      let requests = (0..<count).map {
        LoadClient.request("POST", "/responses", body: PeerServer.response($0, size: bytes))
      }
      try measure(name, requests, peer.port, peer.processIdentifier, 201)
    }
  }
  if runs.contains(where: { $0.errors > 0 }) { exit(1) }
} catch {
  say("\(error)")
  exit(1)
}
