import Crypto
import Foundation
import PanelCore
import PanelProtocol

/// What is fixed of a sealed round, read once.
struct RoundContext: Sendable {
  let manifest: Manifest
  let hash: ManifestHash
  let survey: Survey
  let issuer: IssuerPublicKey
  let receiptKey: Curve25519.Signing.PrivateKey

  init(manifestBytes: Data, surveyBytes: Data, receiptKey: Curve25519.Signing.PrivateKey) throws {
    let manifest: Manifest
    let survey: Survey
    do {
      manifest = try Manifest(bytes: manifestBytes)
    } catch {
      throw ProblemReport(
        .malformed,
        "the manifest cannot be read",
        detail: "\(error)",
        fix: "create the round with a panel of the same version as paneld"
      )
    }
    do throws(FileProblems) {
      survey = try SurveyDocument.read(String(decoding: surveyBytes, as: UTF8.self)).survey
    } catch {
      throw ProblemReport(
        .doesNotFit,
        "the survey cannot be used",
        detail: error.problems.first.map { "line \($0.line): \($0.message.en)" },
        fix: "run panel survey check on it"
      )
    }
    if let fault = manifest.problem(survey: survey, surveyBytes: surveyBytes) {
      throw ProblemReport(
        .doesNotFit,
        "the manifest cannot be sealed",
        detail: fault,
        fix: "correct the survey or the options of panel round create"
      )
    }
    do {
      issuer = try IssuerPublicKey(spki: manifest.issuerKey)
    } catch {
      throw ProblemReport(
        .doesNotFit,
        "the issuer key cannot be used",
        detail: "\(error)",
        fix: "create the round under another name: panel round create --round NAME"
      )
    }
    self.manifest = manifest
    self.survey = survey
    self.receiptKey = receiptKey
    hash = ManifestHash(manifest: manifestBytes)
  }
}
