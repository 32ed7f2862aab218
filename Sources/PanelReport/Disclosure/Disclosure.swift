public import Foundation
public import PanelCore
import PanelProtocol
import PanelScoring

/// The announcement of a round's result: a public notice, one notice per team, and the check of
/// what can be derived from them.
public struct Disclosure: Sendable {
  /// What can be derived under the policy, and by whom.
  public let check: InferenceGuard
  private let facts: DisclosureFacts
  private let score: ComponentScore
  private let manifest: Manifest
  private let manifestHash: ManifestHash

  /// Prepares the notices of a release under a policy, which the caller has checked against its
  /// manifest.
  ///
  /// A team may object for `objectionDays` days. With `namesTeams`, the public notice names the
  /// teams, provided that the log has opened the codes.
  public init(
    _ release: VerifiedRelease,
    policy: DisclosurePolicy,
    objectionDays: Int,
    namesTeams: Bool
  ) {
    score = release.score
    manifest = release.manifest
    manifestHash = release.history.hash
    facts = DisclosureFacts(
      survey: release.survey,
      round: manifest.round,
      rule: score.rule,
      fullMarks: score.fullMarks,
      submissions: score.evaluators,
      objectionDays: objectionDays,
      teams: release.history.codes?.teamOfCode ?? [:],
      namesTeams: namesTeams
    )
    check = InferenceGuard(score, policy: policy)
  }

  /// Whether the log has published which team each code belongs to.
  public var knowsTeams: Bool { !facts.teams.isEmpty }

  /// The policies that the manifest allows and under which nobody can derive another team's points.
  public var passingPolicies: [DisclosurePolicy] {
    InferenceGuard.passing(score, within: manifest.disclosure?.policy ?? .all)
  }

  /// The files by name: `notice-ko.md` and `notice-en.md` for the public, `teams/CODE-ko.md` and
  /// `teams/CODE-en.md` for each team, and `disclosure.json` for the coordinator.
  public func files() throws -> [String: Data] {
    let shown = score.disclosed(check.policy)
    var files = ["disclosure.json": try record()]
    for language in Language.allCases {
      let notice = DisclosureNotice(facts: facts, score: shown)
      files["notice-\(language.rawValue).md"] = Data(notice.text(language).utf8)
      for model in score.models {
        let notice = ResultNotice(facts: facts, score: shown, model: model)
        files["teams/\(model.id)-\(language.rawValue).md"] = Data(notice.text(language).utf8)
      }
    }
    return files
  }

  /// The bytes of `disclosure.json`, schema `panel.disclosure.v1`.
  ///
  /// It must not be published, since its findings are derived from the teams' own points.
  public func record() throws -> Data {
    try CanonicalJSON.encodeReadable(
      Record(
        round: manifest.round,
        fingerprint: manifestHash.fingerprint.description,
        policy: check.policy,
        allowed: manifest.disclosure?.policy,
        submissions: facts.submissions,
        objectionDays: facts.objectionDays,
        public: score.disclosed(check.policy),
        narrowBelow: check.narrowBelow,
        findings: check.findings
      )
    )
  }

  private struct Record: Encodable {
    var schema = "panel.disclosure.v1"
    var round: RoundID
    var fingerprint: String
    var policy: DisclosurePolicy
    var allowed: DisclosurePolicy?
    var submissions: Int
    var objectionDays: Int
    var `public`: DisclosedScore
    var narrowBelow: String
    var findings: [InferenceGuard.Finding]
  }
}
