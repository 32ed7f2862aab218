public import Foundation
public import PanelCore
public import PanelProtocol
import PanelScoring

/// A release directory: everything that is needed to verify a round and to score it again, offline.
///
/// It is pseudonymised, never anonymous. `docs/verification.md` specifies every byte;
/// `Verification` checks it. Reading checks only that files are well formed, not that they are
/// consistent.
public struct Release: Sendable {
  /// The files by name.
  public let files: [String: Data]

  /// The names of the files of a release; there are no others.
  public static let fileNames = ReleaseFile.allCases.map(\.rawValue)

  let contents: ReleaseContents

  /// Reads the files of a directory.
  ///
  /// A problem in a file is thrown when its content is requested.
  public init(files: [String: Data]) {
    self.init(files: files, contents: ReleaseContents(files: files))
  }

  private init(files: [String: Data], contents: ReleaseContents) {
    self.files = files
    self.contents = contents
  }

  /// Makes a release from the data of a round's server after closing.
  ///
  /// - Parameters:
  ///   - manifest: The bytes of the manifest.
  ///   - manifestSignature: The coordinator's signature on its hash.
  ///   - survey: The bytes of the survey.
  ///   - log: The log, in order.
  ///   - invitations: The signed list of invitations, in any order.
  ///   - issuance: The bytes of the issuance list.
  ///   - issuanceHead: Its head, JSON in any form.
  ///   - tree: The rows of the tree, sorted by credential key.
  ///   - treeHeads: Its heads in order; the last counts.
  ///   - bodies: The bodies without padding, in the order of the tree.
  ///   - openComments: Whether comments are opened too.
  /// - Returns: The release, which may still fail verification if a signature is invalid.
  /// - Throws: `ReleaseProblem` if data cannot be read or the bodies do not match the tree.
  public static func build(
    manifest: Data,
    manifestSignature: Data,
    survey: Data,
    log: [LogLine],
    invitations: SignedInvitations,
    issuance: Data,
    issuanceHead: Data,
    tree: [TreeLine],
    treeHeads: [TreeHead],
    bodies: [Data],
    openComments: Bool = false
  ) throws -> Release {
    var files: [String: Data] = [:]
    func add(_ file: ReleaseFile, _ data: Data) { files[file.rawValue] = data }
    add(.manifest, manifest)
    add(.manifestSignature, manifestSignature)
    add(.survey, survey)
    add(.log, try JSONLines.encode(log))
    add(
      .invitations,
      try JSONLines.encode([
        SignedInvitations(
          invitations: invitations.invitations.sorted {
            $0.identifier.lexicographicallyPrecedes($1.identifier)
          },
          signature: invitations.signature
        )
      ])
    )
    add(.issuance, issuance)
    add(.issuanceHead, try JSONLines.encode([try head(.issuanceHead, issuanceHead)]))
    add(.tree, try JSONLines.encode(tree))
    add(.treeHeads, try JSONLines.encode(treeHeads))
    let fixed = try ReleaseContents.manifest(in: files)
    let sealed = try ReleaseContents.survey(in: files)
    if let problem = fixed.problem(survey: sealed, surveyBytes: survey) {
      throw ReleaseProblem(.manifest, en: problem, ko: "설문과 맞지 않습니다: \(problem)")
    }
    add(
      .units,
      try JSONLines.encode(
        try submissions(
          tree,
          bodies,
          fixed,
          ManifestHash(manifest: manifest),
          openComments: openComments
        )
      )
    )
    let contents = ReleaseContents(files: files)
    add(.ratings, try contents.ratings().releaseCSV())
    add(.scores, try CanonicalJSON.encodeReadable(try contents.officialScore()))
    add(.readme, Data(readme.utf8))
    return Release(files: files, contents: contents.with(files))
  }

  /// The same release with another log.
  public func with(log: [LogLine]) throws -> Release {
    var files = files
    files[ReleaseFile.log.rawValue] = try JSONLines.encode(log)
    return Release(files: files)
  }

  /// The manifest.
  public func manifest() throws(ReleaseProblem) -> Manifest {
    try contents.manifest.get()
  }

  /// The survey.
  public func survey() throws(ReleaseProblem) -> Survey {
    try contents.survey.get()
  }

  /// The ratings of all submissions in the order of the tree, read from the opened units.
  func ratings() throws(ReleaseProblem) -> RatingsTable {
    try contents.ratings()
  }

  /// The evaluators' answers in the order of the tree; withheld units are blank.
  func answers() throws(ReleaseProblem) -> [Answers] {
    try contents.answers.get()
  }

  /// The number of evaluators that the quorum is a share of: invitations that were not revoked.
  func invited() throws(ReleaseProblem) -> Int {
    try contents.invited()
  }

  /// The SHA-256 of content and scores, hex, as the log entry `released` names them.
  public var hashes: (units: String, scores: String) {
    func hash(_ file: ReleaseFile) -> String {
      ContentHash.hex(files[file.rawValue] ?? Data())
    }
    return (hash(.units), hash(.scores))
  }

  /// The log in the form in which it is verified.
  public func history() throws(ReleaseProblem) -> RoundHistory { try contents.history.get() }

  /// The scores by the rule of the manifest over every submission, computed again.
  func officialScore() throws(ReleaseProblem) -> ComponentScore {
    try contents.officialScore()
  }

  private static func head(_ file: ReleaseFile, _ data: Data) throws(ReleaseProblem) -> TreeHead {
    do {
      return try JSONDecoder().decode(TreeHead.self, from: data)
    } catch {
      throw ReleaseProblem(file, en: "the tree head cannot be read", ko: "머리를 읽을 수 없습니다")
    }
  }

  private static func submissions(
    _ tree: [TreeLine],
    _ bodies: [Data],
    _ manifest: Manifest,
    _ hash: ManifestHash,
    openComments: Bool
  ) throws(ReleaseProblem) -> [ReleasedSubmission] {
    guard bodies.count == tree.count else {
      throw ReleaseProblem(
        .units,
        en: "\(bodies.count) bodies for \(tree.count) rows of the tree",
        ko: "트리는 \(tree.count)건인데 본문은 \(bodies.count)건입니다"
      )
    }
    var submissions: [ReleasedSubmission] = []
    for (index, (row, stripped)) in zip(tree, bodies).enumerated() {
      let padded = SubmissionBody.restore(stripped, size: manifest.bodySize)
      guard ContentHash.sha256(padded) == row.bodyHash else {
        throw ReleaseProblem(
          .units,
          line: index + 1,
          en: "the body does not match the tree",
          ko: "본문이 트리의 것이 아닙니다"
        )
      }
      do {
        let body = try SubmissionBody.parse(padded, size: manifest.bodySize)
        submissions.append(
          ReleasedSubmission(
            publicKey: row.publicKey,
            body: body,
            manifest: hash,
            openComments: openComments
          )
        )
      } catch {
        throw ReleaseProblem(
          .units,
          line: index + 1,
          en: "the body cannot be read: \(error)",
          ko: "본문을 읽을 수 없습니다"
        )
      }
    }
    return submissions
  }
}
