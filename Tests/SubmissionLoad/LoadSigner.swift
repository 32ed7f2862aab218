import Foundation
import PanelCore
import PanelProtocol

/// Makes signed submissions of many evaluators, none of whom the server has met.
struct LoadSigner: Sendable {
  let manifest: Manifest
  let hash: ManifestHash
  let survey: Survey
  let issuer: IssuerPrivateKey

  /// Signed submissions of as many credentials, on both cores; none has been sent yet.
  func submissions(_ count: Int) async throws -> [Data] {
    try await withThrowingTaskGroup(of: [(Int, Data)].self) { group in
      let workers = 2
      for worker in 0..<workers {
        group.addTask {
          try stride(from: worker, to: count, by: workers).map { ($0, try submission($0)) }
        }
      }
      var wires = [Data](repeating: Data(), count: count)
      for try await part in group { for (index, wire) in part { wires[index] = wire } }
      return wires
    }
  }

  private func submission(_ number: Int) throws -> Data {
    let credential = try Credential(
      secret: ContentHash.sha256(Data("load \(number)".utf8)),
      manifest: hash
    )
    let blinded = try credential.blind(for: issuer.publicKey)
    let signature = try blinded.finalize(
      blindSignature: try issuer.blindSign(blinded.blinded)
    )
    let body = try SubmissionBody(
      revision: 1,
      values: try SubmissionUnits.units(of: answers(number), for: survey),
      credential: credential
    )
    return try SubmissionEnvelope.make(
      credential: credential,
      credentialSignature: signature,
      body: body,
      size: manifest.bodySize
    ).wire
  }

  /// Complete answers with a comment on each model.
  private func answers(_ number: Int) -> Answers {
    var answers = Answers()
    for (position, model) in survey.models.enumerated() {
      answers.answers[model.code] = Dictionary(
        uniqueKeysWithValues: survey.items.enumerated().map { index, item in
          (item.id, Answer.rating(1 + (number + position + index) % 5))
        }
      )
      answers.comments[model.code] = "합성 자료의 평가 의견입니다. Synthetic comment \(number)."
    }
    return answers
  }
}
