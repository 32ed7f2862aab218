public import Foundation
public import PanelCore
public import PanelProtocol

extension Release {
  /// The commitments of all comments in the release, blank ones included, and their models.
  public func commentCommitments() throws(ReleaseProblem) -> [Data: ModelCode] {
    var commitments: [Data: ModelCode] = [:]
    for unit in try contents.submissions.get().flatMap(\.units)
    where ReleasedSubmission.isComment(unit.label) {
      commitments[unit.commitment] = ModelCode(String(unit.label.dropFirst("comment.".count)))
    }
    return commitments
  }

  /// Reads the comments that are not blank from the submissions' bodies as the server stores them.
  ///
  /// Throws if a body does not belong to a submission of the release.
  public func comments(
    in bodies: [Data],
    scan: TextScan
  ) throws(ReleaseProblem) -> [CommentReview.Comment] {
    let (manifest, hash) = (try contents.manifest.get(), try contents.manifestHash.get())
    let known = try commentCommitments()
    var comments: [CommentReview.Comment] = []
    for stripped in bodies {
      let padded = SubmissionBody.restore(stripped, size: manifest.bodySize)
      guard let body = try? SubmissionBody.parse(padded, size: manifest.bodySize) else {
        throw ReleaseProblem(
          .units,
          en: "a body of the server cannot be read",
          ko: "서버의 본문을 읽을 수 없습니다"
        )
      }
      for unit in body.units where ReleasedSubmission.isComment(unit.label) && !unit.value.isEmpty {
        guard let model = known[unit.commitment(manifest: hash)] else {
          throw ReleaseProblem(
            .units,
            en: "a comment on the server is not in this release",
            ko: "서버의 의견이 이 공개 자료에 없습니다"
          )
        }
        comments.append(
          CommentReview.Comment(
            unit: unit,
            model: model,
            manifest: hash,
            suggestions: scan.findings(in: unit.value).map {
              .init(kind: $0.kind.rawValue, text: $0.text, isCertain: $0.isCertain)
            }
          )
        )
      }
    }
    return comments
  }
}
