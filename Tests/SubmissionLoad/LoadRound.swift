import Foundation
import PanelCore
import PanelProtocol
import TestSupport

/// A round in rating on a real server.
struct LoadRound {
  struct Failed: Error, CustomStringConvertible {
    var description: String
  }

  static let round = RoundID("load")

  let folder: TemporaryFolder
  let server: ServerRun
  let signer: LoadSigner

  /// Plays the operator and the coordinator by their commands; phases overlap, so that the issuer
  /// key is still there for the credentials.
  init(seats: Int) throws {
    folder = try TemporaryFolder()
    server = try ServerRun(in: folder.url)
    let home = folder.url.appending(path: "home")
    let example = Repository.root.appending(path: "Surveys/example.yaml")
    let text = try String(contentsOf: example, encoding: .utf8)
    let file = try folder.write("phases: overlapping\n" + text, to: "survey.yaml")
    let link = try folder.write(server.localLink + "\n", to: "link.txt")
    let roster = try folder.write(
      "name,email,affiliation\nPerson One,one@example.org,Synthetic\n",
      to: "roster.csv"
    )
    let commands = [
      ["coordinator", "join", link],
      [
        "round", "create", file, "--round", "\(LoadRound.round)", "--seats", "\(seats)", "--manual",
        "--yes",
      ],
      [
        "round", "invite", "\(LoadRound.round)", "--roster", roster, "--to",
        folder.path("invitations"),
      ],
      ["round", "open", "\(LoadRound.round)"],
      ["round", "open", "\(LoadRound.round)"],
    ]
    for command in commands {
      let run = try ProgramRun.run(
        Repository.program("panel"),
        command,
        environment: ProgramRun.environment(home: home)
      )
      guard run.status == 0 else {
        throw Failed(description: "panel \(command.joined(separator: " ")): \(run.error)")
      }
    }
    let files = server.data.appending(path: "rounds/\(LoadRound.round)")
    let manifest = try Data(contentsOf: files.appending(path: "manifest.json"))
    let sealed = try String(contentsOf: files.appending(path: "survey.yaml"), encoding: .utf8)
    signer = LoadSigner(
      manifest: try Manifest(bytes: manifest),
      hash: ManifestHash(manifest: manifest),
      survey: try SurveyDocument.read(sealed).survey,
      issuer: try IssuerPrivateKey(der: try Data(contentsOf: files.appending(path: "issuer.key")))
    )
  }

  var path: String { Route.path(LoadRound.round, .submission) }
}
