public import Foundation
public import PanelCore
public import PanelProtocol
public import PanelScoring

/// A release that passed every check: the only source of its ratings, score, exports and notices.
///
/// Its initialiser reads, verifies and scores it once, so code that has a `VerifiedRelease` cannot
/// have skipped the verification.
public struct VerifiedRelease: Sendable {
  /// The files, the manifest, the survey and the log.
  public let release: Release
  /// The results of the checks; none failed.
  public let verification: Verification
  /// The scores by the rule of the manifest over every submission.
  public let score: ComponentScore
  /// The manifest.
  public let manifest: Manifest
  /// The survey.
  public let survey: Survey
  /// The log.
  public let history: RoundHistory
  /// The evaluators' answers in the order of the tree; withheld units are blank.
  public let answers: [Answers]
  /// The input of scoring.
  public let ratings: ReleaseRatings

  /// Reads and verifies the files of a release directory.
  ///
  /// - Parameters:
  ///   - files: All files of the directory by name.
  ///   - fingerprint: The published fingerprint, if it is known.
  ///   - progress: Called repeatedly with the completed share, from 0 to 1.
  /// - Throws: `UnverifiedRelease` if a check fails.
  public init(
    files: [String: Data],
    fingerprint: Fingerprint? = nil,
    progress: ((Double) -> Void)? = nil
  ) throws(UnverifiedRelease) {
    try self.init(Release(files: files), fingerprint: fingerprint, progress: progress)
  }

  /// Verifies a release that has been read.
  public init(
    _ release: Release,
    fingerprint: Fingerprint? = nil,
    progress: ((Double) -> Void)? = nil
  ) throws(UnverifiedRelease) {
    let run = VerificationRun(
      release.contents,
      fingerprint: fingerprint,
      mine: nil,
      logHead: nil,
      tier: .audit,
      progress: progress
    )
    let verification = Verification(run)
    do {
      guard verification.failed.isEmpty else {
        throw UnverifiedRelease(release: release, verification: verification)
      }
      try self.init(release, verification, score: try run.officialScore())
    } catch {
      throw UnverifiedRelease(release: release, verification: verification)
    }
  }

  /// Combines the results of a verification run, or values that a test trusts.
  init(
    _ release: Release,
    _ verification: Verification,
    score: ComponentScore
  ) throws(ReleaseProblem) {
    self.release = release
    self.verification = verification
    self.score = score
    manifest = try release.manifest()
    survey = try release.survey()
    history = try release.history()
    answers = try release.answers()
    ratings = try ReleaseRatings(release)
  }
}

/// A release that failed a check.
public struct UnverifiedRelease: Error, Sendable {
  /// The release as it was read.
  public let release: Release
  /// The results of the checks.
  public let verification: Verification

  /// The identifiers of the checks that failed.
  public var failed: [String] { verification.failed }

  /// The input of scoring, only for results that are marked as exploratory.
  ///
  /// - Throws: `ReleaseProblem` if a file cannot be read.
  public func unverifiedRatings() throws(ReleaseProblem) -> ReleaseRatings {
    try ReleaseRatings(release)
  }
}
