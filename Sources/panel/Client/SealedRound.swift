import Foundation
import PanelCore
import PanelProtocol

/// A round's manifest, signature and survey, checked against each other.
struct SealedRound: Sendable {
  let manifestBytes: Data
  let manifestSignature: Data
  let surveyBytes: Data
  let manifest: Manifest
  let hash: ManifestHash
  let survey: Survey
  let issuer: IssuerPublicKey

  init(manifestBytes: Data, manifestSignature: Data, surveyBytes: Data) throws(Failure) {
    func refuse(_ reason: String) -> Failure {
      Failure(
        .protocolMismatch,
        en: "the round's manifest cannot be used: \(reason)",
        ko: "회차의 선언문을 사용할 수 없습니다: \(reason)",
        fix: (
          en: "tell the coordinator; do not enrol or rate", ko: "평가 담당자에게 알리고 등록이나 평가를 하지 마십시오"
        )
      )
    }
    guard let manifest = try? Manifest(bytes: manifestBytes) else {
      throw refuse("it cannot be read")
    }
    let hash = ManifestHash(manifest: manifestBytes)
    guard
      ManifestSignature.isValid(manifestSignature, for: hash, by: manifest.coordinatorKey)
    else { throw refuse("its signature does not verify") }
    guard
      let survey = try? SurveyDocument.read(String(decoding: surveyBytes, as: UTF8.self)).survey
    else { throw refuse("its survey cannot be read") }
    if let fault = manifest.problem(survey: survey, surveyBytes: surveyBytes) {
      throw refuse(fault)
    }
    do {
      issuer = try IssuerPublicKey(spki: manifest.issuerKey)
    } catch {
      throw refuse("its issuer key is refused (\(error))")
    }
    self.manifestBytes = manifestBytes
    self.manifestSignature = manifestSignature
    self.surveyBytes = surveyBytes
    self.manifest = manifest
    self.hash = hash
    self.survey = survey
  }

  /// Fetches a sealed round from its server.
  static func fetch(_ round: RoundID, from client: PanelClient) async throws -> SealedRound {
    let sealed = try SealedRound(
      manifestBytes: try await client.get(Route.path(round, .manifest)),
      manifestSignature: try await client.get(Route.path(round, .manifestSignature)),
      surveyBytes: try await client.get(Route.path(round, .survey))
    )
    guard sealed.manifest.round == round else {
      throw Failure(
        .protocolMismatch,
        en: "the server shows the round '\(sealed.manifest.round)' instead of '\(round)'",
        ko: "서버가 '\(round)'이(가) 아닌 '\(sealed.manifest.round)' 회차를 보여 줍니다",
        fix: (en: "check the round's name and the server", ko: "회차 이름과 서버를 확인하십시오")
      )
    }
    return sealed
  }

  /// Fetches the round of an invitation, whose code must belong to what the server shows.
  static func fetch(for invitation: Invitation) async throws -> SealedRound {
    let sealed = try await reporting {
      try await PanelClient.with(invitation.server, pin: invitation.pin) { client in
        try await fetch(invitation.round, from: client)
      }
    }
    guard invitation.code.belongs(to: sealed.hash) else {
      throw Failure(
        .protocolMismatch,
        en: "this code does not belong to the round that the server shows",
        ko: "이 코드는 서버가 보여 주는 회차의 것이 아닙니다",
        fix: (
          en: "check server and round; if they are right, tell the coordinator",
          ko: "서버와 회차를 확인하고, 맞다면 평가 담당자에게 알리십시오"
        )
      )
    }
    return sealed
  }
}
