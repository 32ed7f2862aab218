public import PanelCore

/// Answers together with the signed units that state them.
///
/// It is made once, from answers that are to be signed or from a body that was received, so that
/// nothing is decoded or encoded a second time.
public struct EncodedSubmission: Hashable, Sendable {
  /// The answers, in the form of `Answers.normalised(for:)` if the body is written in the one form.
  public let answers: Answers
  /// The units of one revision, each with its salt.
  public let body: SubmissionBody

  /// Encodes answers as a revision of a credential; throws `BodyProblem` for revision 0.
  public init(
    _ answers: Answers,
    for survey: Survey,
    revision: UInt32,
    credential: Credential
  ) throws {
    self.answers = answers.normalised(for: survey)
    body = try SubmissionBody(
      revision: revision,
      values: try SubmissionUnits.units(of: answers, for: survey),
      credential: credential
    )
  }

  /// Reads the answers that a body states.
  public init(_ body: SubmissionBody, for survey: Survey) throws(SubmissionUnits.Problem) {
    self.body = body
    answers = try SubmissionUnits.answers(
      from: body.units.map { ($0.label, $0.value) },
      for: survey
    )
  }

  /// The labels of units that are not written in the one form of these answers; see
  /// `SubmissionUnits.misspelled(_:as:for:)`.
  public func misspelled(for survey: Survey) throws -> [String] {
    try SubmissionUnits.misspelled(
      body.units.map { ($0.label, $0.value) },
      as: answers,
      for: survey
    )
  }
}
