import Foundation
import PanelCore
import PanelProtocol
import PanelScoring

// V09 to V15: the content of the submissions, and the tables and scores computed from it.
extension VerificationRun {
  func checkFiles() throws(ReleaseProblem) -> LocalizedText? {
    for file in ReleaseFile.allCases {
      _ = try ReleaseContents.bytes(of: file, in: contents.files)
    }
    for name in contents.files.keys.sorted() where !Release.fileNames.contains(name) {
      throw ReleaseProblem(
        file: name,
        message: LocalizedText(
          en: "this file does not belong to a release: \(name)",
          ko: "공개 자료에 없는 파일입니다: \(name)"
        )
      )
    }
    guard contents.files[ReleaseFile.readme.rawValue] == Data(Release.readme.utf8) else {
      throw ReleaseProblem(.readme, en: "this is not the fixed text", ko: "정해진 글이 아닙니다")
    }
    let (tree, submissions) = (try contents.tree.get(), try contents.submissions.get())
    let (wanted, given) = (tree.map(\.publicKey), submissions.map(\.publicKey))
    let (wantedSet, givenSet) = (Set(wanted), Set(given))
    let missing = wanted.indices.filter { !givenSet.contains(wanted[$0]) }.map { $0 + 1 }
    let extra = given.indices.filter { !wantedSet.contains(given[$0]) }.map { $0 + 1 }
    guard missing.isEmpty, extra.isEmpty else {
      func list(_ lines: [Int]) -> String { lines.map(String.init).joined(separator: ", ") }
      throw ReleaseProblem(
        .units,
        line: extra.first,
        en: "missing (lines of tree.jsonl): [\(list(missing))], extra (lines of units.jsonl): "
          + "[\(list(extra))]",
        ko: "빠진 행(tree.jsonl): [\(list(missing))], 남는 행(units.jsonl): [\(list(extra))]"
      )
    }
    guard given == wanted else {
      throw ReleaseProblem(
        .units,
        line: zip(given, wanted).enumerated().first { $1.0 != $1.1 }.map { $0.offset + 1 },
        en: "the number or order of the rows differs from the tree",
        ko: "행의 순서나 수가 트리와 다릅니다"
      )
    }
    if let index = tree.indices.first(where: { tree[$0].revision != submissions[$0].revision }) {
      throw ReleaseProblem(
        .units,
        line: index + 1,
        en: "the revision does not match the tree",
        ko: "트리와 판이 다릅니다"
      )
    }
    try checkReleased(.units) { $0.release?.units }
    return LocalizedText(en: "\(tree.count) submissions", ko: "제출 \(tree.count)건")
  }

  func checkUnits() throws(ReleaseProblem) -> LocalizedText? {
    let (manifest, hash) = (try contents.manifest.get(), try contents.manifestHash.get())
    let rows = Dictionary(
      try contents.tree.get().map { ($0.publicKey, $0) },
      uniquingKeysWith: { first, _ in first }
    )
    var withheld = 0
    var shown: [String: Bool] = [:]
    let submissions = try contents.submissions.get()
    for (index, submission) in submissions.enumerated() {
      report(index, of: submissions.count)
      func fail(en: String, ko: String) -> ReleaseProblem {
        ReleaseProblem(.units, line: index + 1, en: en, ko: ko)
      }
      guard submission.units.map({ Array($0.label.utf8) }) == manifest.units.map({ Array($0.utf8) })
      else {
        throw fail(en: "the units do not match the manifest", ko: "단위가 선언문의 것이 아닙니다")
      }
      let isBlank = submission.units.allSatisfy { $0.value == "" }
      for unit in submission.units {
        // Opening the comment of one person only would single out that person.
        if !isBlank, shown.updateValue(unit.isOpened, forKey: unit.label) == !unit.isOpened {
          throw fail(
            en: "'\(unit.label)' is opened in some rows only",
            ko: "'\(unit.label)'이(가) 일부 행에서만 공개되었습니다"
          )
        }
        guard let value = unit.value, let salt = unit.salt else {
          guard unit.value == nil, unit.salt == nil else {
            throw fail(
              en: "'\(unit.label)' has only one of value and salt",
              ko: "'\(unit.label)'의 값이나 소금이 없습니다"
            )
          }
          guard ReleasedSubmission.isComment(unit.label) else {
            throw fail(
              en: "'\(unit.label)' may not be withheld",
              ko: "'\(unit.label)'은(는) 뺄 수 없습니다"
            )
          }
          withheld += 1
          continue
        }
        let opened = Hexadecimal.bytes(salt).map {
          BodyUnit(label: unit.label, value: value, salt: $0)
        }
        // Compare bytes: Swift strings that differ only in normalisation are equal.
        guard let opened, opened.salt.count == 32, opened.value.utf8.elementsEqual(value.utf8),
          opened.commitment(manifest: hash) == unit.commitment
        else {
          throw fail(
            en: "the value of '\(unit.label)' was not signed",
            ko: "'\(unit.label)'의 값이 서명된 것이 아닙니다"
          )
        }
      }
      guard
        let row = rows[submission.publicKey],
        RecordCommitment.of(
          submission.units.map(\.commitment),
          revision: submission.revision,
          manifest: hash,
          publicKey: submission.publicKey
        ) == row.recordCommitment
      else {
        throw fail(en: "the content does not match the row of the tree", ko: "트리에 있는 제출의 내용이 아닙니다")
      }
    }
    return withheld == 0
      ? nil
      : LocalizedText(en: "\(withheld) comment units withheld", ko: "의견 \(withheld)칸은 공개하지 않음")
  }

  func checkAnswers() throws(ReleaseProblem) -> LocalizedText? {
    let survey = try contents.survey.get()
    let submissions = try contents.submissions.get()
    for (index, answers) in try contents.answers.get().enumerated() {
      if submissions[index].units.allSatisfy({ $0.value == "" }) { continue }
      let opened = Set(submissions[index].opened.map(\.label))
      let problem = survey.problems(in: answers).first { problem in
        guard case .comment(let code) = problem.place else { return true }
        return opened.contains("comment.\(code)")
      }
      if let problem {
        throw ReleaseProblem(
          file: ReleaseFile.units.rawValue,
          line: index + 1,
          message: problem.message
        )
      }
      let units = submissions[index].opened.map { ($0.label, $0.value) }
      let misspelled = (try? SubmissionUnits.misspelled(units, as: answers, for: survey)) ?? [""]
      if let label = misspelled.first {
        throw ReleaseProblem(
          file: ReleaseFile.units.rawValue,
          line: index + 1,
          message: LocalizedText(
            en: "the unit \(label) is not in canonical form",
            ko: "단위 \(label)이(가) 정해진 한 가지 형식이 아닙니다"
          )
        )
      }
    }
    return nil
  }

  func checkRatings() throws(ReleaseProblem) -> LocalizedText? {
    try compare(.ratings, with: try contents.ratings().releaseCSV())
    return nil
  }

  func checkScores() throws(ReleaseProblem) -> LocalizedText? {
    let score = try officialScore()
    guard let written = try? CanonicalJSON.encodeReadable(score) else {
      throw ReleaseProblem(.scores, en: "the scores cannot be written", ko: "점수를 쓸 수 없습니다")
    }
    try compare(.scores, with: written)
    try checkReleased(.scores) { $0.release?.scores }
    return nil
  }

  /// Compares a file with the one computed from the rows; throws with the first line that differs.
  private func compare(_ file: ReleaseFile, with expected: Data) throws(ReleaseProblem) {
    let given = try ReleaseContents.bytes(of: file, in: contents.files)
    guard given != expected else { return }
    let same = zip(given, expected).prefix { $0 == $1 }
    throw ReleaseProblem(
      file,
      line: 1 + same.count { $0.0 == 0x0A },
      en: "the line differs from the one computed from the opened values",
      ko: "공개된 값에서 다시 만든 것과 다릅니다"
    )
  }

  // MARK: Mine

  /// The row of the evaluator's submission in the tree, and the revision that it contains.
  private func own() throws(ReleaseProblem) -> (line: Int, revision: OwnSubmission.Revision) {
    let tree = try contents.tree.get()
    guard let mine, let index = tree.firstIndex(where: { $0.publicKey == mine.publicKey }) else {
      let isReceived = mine?.acknowledged != nil
      throw ReleaseProblem(
        .tree,
        en: isReceived
          ? "missing: my submission is not in the tree, and my receipt proves that it was taken"
          : "missing: my submission is not in the tree; it was never acknowledged",
        ko: isReceived ? "내 제출이 빠져 있습니다: 제출 확인증이 증거입니다" : "내 제출이 없습니다: 접수된 적이 없습니다"
      )
    }
    let row = tree[index]
    func fail(en: String, ko: String) -> ReleaseProblem {
      ReleaseProblem(.tree, line: index + 1, en: en, ko: ko)
    }
    if let sent = mine.acknowledged?.revision.number, row.revision < sent {
      throw fail(
        en: "rolled back: my receipt is for revision \(sent), the tree has \(row.revision)",
        ko: "되돌려졌습니다: 제출 확인증은 \(sent)판, 트리는 \(row.revision)판"
      )
    }
    let sent = [mine.acknowledged?.revision].compactMap { $0 } + mine.unacknowledged
    guard let revision = sent.first(where: { $0.number == row.revision }) else {
      throw fail(
        en: "revision \(row.revision) was not sent by this computer: someone else has my secret",
        ko: "이 컴퓨터가 보내지 않은 \(row.revision)판입니다"
      )
    }
    let isSame = sent.contains {
      $0.number == row.revision && $0.bodyHash == row.bodyHash
        && $0.recordCommitment == row.recordCommitment
    }
    guard isSame else {
      throw fail(
        en: "replaced: the content of revision \(row.revision) differs from mine",
        ko: "\(row.revision)판의 내용이 내가 보낸 것이 아닙니다"
      )
    }
    return (index + 1, revision)
  }

  func checkOwnRevision() throws(ReleaseProblem) -> LocalizedText? {
    let (line, revision) = try own()
    guard let (acknowledged, receipt) = mine?.acknowledged, let mine else {
      return LocalizedText(
        en: "revision \(revision.number), without a receipt",
        ko: "\(revision.number)판, 제출 확인증 없음"
      )
    }
    let isValid = SubmissionReceipt.isValid(
      receipt,
      publicKey: mine.publicKey,
      revision: acknowledged.number,
      bodyHash: acknowledged.bodyHash,
      recordCommitment: acknowledged.recordCommitment,
      manifest: try contents.manifestHash.get(),
      by: try contents.manifest.get().receiptKey
    )
    guard isValid else {
      throw ReleaseProblem(
        .tree,
        line: line,
        en: "my receipt does not verify in this round",
        ko: "내 제출 확인증이 이 회차의 것이 아닙니다"
      )
    }
    return acknowledged.number == revision.number
      ? LocalizedText(en: "revision \(revision.number)", ko: "\(revision.number)판")
      : LocalizedText(
        en: "revision \(revision.number), which was accepted although no answer arrived",
        ko: "\(revision.number)판: 응답 없이 보낸 것이 접수됨"
      )
  }

  func checkOwnValues() throws(ReleaseProblem) -> LocalizedText? {
    let revision = try own().revision
    let submissions = try contents.submissions.get()
    guard let mine,
      let index = submissions.firstIndex(where: { $0.publicKey == mine.publicKey })
    else {
      throw ReleaseProblem(.units, en: "my submission is missing", ko: "내 제출이 없습니다")
    }
    for (label, value) in submissions[index].opened {
      guard let own = revision.values[label], own.utf8.elementsEqual(value.utf8) else {
        throw ReleaseProblem(
          .units,
          line: index + 1,
          en: "the value of '\(label)' differs from my copy",
          ko: "'\(label)'의 값이 내 사본과 다릅니다"
        )
      }
    }
    return nil
  }
}
