import Crypto
import Foundation
import PanelCore
import PanelProtocol
import TestSupport
import Testing

@testable import panel

/// A server that shows one person a manifest or a key of their own would know their submission by it.
@Suite("Key tagging", .serialized, .timeLimit(.minutes(45)))
struct KeyTaggingTests {
  /// What `panel join` says to an invitation, when these groups of a fingerprint are typed.
  private func join(
    _ invitation: Invitation,
    typing groups: [Substring],
    in folder: TemporaryFolder,
    as home: String
  ) throws -> (status: Int32, transcript: String) {
    let text = "server: \(invitation.server)\nround: \(invitation.round)\n"
    let file = try folder.write(text + "code: \(invitation.code.text)\n", to: "\(home).txt")
    let terminal = try PseudoTerminal(
      Repository.program("panel"),
      ["join", file],
      environment: ProgramRun.environment(home: folder.url.appending(path: home)),
      rows: 60
    )
    // A slip is forgiven twice; the alarm comes with the third.
    if (try? terminal.expect("two of its groups")) != nil {
      terminal.type("\(groups[1]) \(groups[3])")
      while (try? terminal.expect("two of its groups", seconds: 2)) != nil {
        terminal.type("\(groups[1]) \(groups[3])")
      }
    }
    return (try terminal.wait(), terminal.transcript)
  }

  private func isUntouched(_ trial: TrialRound, _ home: String) async throws -> Bool {
    let states = try await trial.asCoordinator { client, _ in
      try await client.get(Route.path(TrialRound.round, .invitations), as: InvitationStates.self)
    }
    return states.invitations.allSatisfy { $0.state == .open }
      && !RoundState(home: trial.folder.url.appending(path: home), round: TrialRound.round).exists
  }

  @Test("a manifest of one's own: the code in the invitation belongs to another")
  func foreignServer() async throws {
    let honest = try await TrialRound(evaluators: 5)
    let tagging = try await TrialRound(evaluators: 5)
    let groups = honest.sealed.hash.fingerprint.description.split(separator: "-")
    var invitation = try #require(try await honest.invite((0..<5).map { "Person \($0)" }).first)
    _ = try await tagging.invite((0..<5).map { "Person \($0)" })
    _ = try await tagging.open()
    invitation.server = try #require(URL(string: tagging.server.address))
    let refused = try join(invitation, typing: groups, in: honest.folder, as: "victim")
    #expect(refused.status == 76 && refused.transcript.contains("does not belong to the round"))
    #expect(try await isUntouched(tagging, "victim"))
  }

  @Test("a manifest and an invitation of one's own: the published fingerprint is another")
  func foreignInvitation() async throws {
    let honest = try await TrialRound(evaluators: 5)
    let tagging = try await TrialRound(evaluators: 5)
    let published = honest.sealed.hash.fingerprint.description.split(separator: "-")
    let invitation = try #require(try await tagging.invite((0..<5).map { "Person \($0)" }).first)
    _ = try await tagging.open()
    let refused = try join(invitation, typing: published, in: tagging.folder, as: "victim")
    #expect(refused.status == 76 && refused.transcript.contains("not the fingerprint"))
    #expect(try await isUntouched(tagging, "victim"))
  }

  @Test("an issuer key of one's own: the manifest holds it, and its signature would not hold")
  func foreignIssuer() async throws {
    let trial = try await TrialRound(evaluators: 5)
    let sealed = trial.sealed
    var manifest = sealed.manifest
    manifest.issuerKey = try IssuerPrivateKey.generate().publicSPKI
    let bytes = try CanonicalJSON.encodeReadable(manifest)
    func refusal(_ signature: Data) -> String? {
      do throws(Failure) {
        _ = try SealedRound(
          manifestBytes: bytes,
          manifestSignature: signature,
          surveyBytes: sealed.surveyBytes
        )
        return nil
      } catch {
        return error.message.en
      }
    }
    #expect(refusal(sealed.manifestSignature)?.contains("signature does not verify") == true)
    // Whoever also has the coordinator's key makes another manifest hash, and so another fingerprint.
    let forged = ManifestHash(manifest: bytes)
    #expect(refusal(try ManifestSignature.sign(forged, with: try trial.coordinator.key())) == nil)
    #expect(forged.fingerprint != sealed.hash.fingerprint)
    let code = try InvitationCode(seed: Data(count: 16), manifest: sealed.hash)
    #expect(!code.belongs(to: forged))
    // A blind signature by another key than the manifest's is refused by the client.
    let credential = try Credential(secret: Data(repeating: 5, count: 32), manifest: sealed.hash)
    let foreign = try IssuerPrivateKey.generate()
    // What is blinded below one modulus can lie above another: that signer refuses it, so blind again.
    for _ in 0..<64 {
      let blinded = try credential.blind(for: sealed.issuer)
      guard let other = try? foreign.blindSign(blinded.blinded) else { continue }
      #expect(throws: CredentialProblem.self) { try blinded.finalize(blindSignature: other) }
      return
    }
    Issue.record("no blinded message was below the other modulus")
  }
}
