import Crypto
import Foundation
import PanelCore
import PanelProtocol
import PanelScoring
import Testing

@testable import PanelReport

@Suite(.timeLimit(.minutes(45)))
struct VerificationTests {
  private let round: TestRound
  private let files: [String: Data]

  init() throws {
    round = try TestRound.shared.get()
    files = try round.release().files
  }

  @Test func aReleaseHolds() throws {
    var shares: [Double] = []
    let result = Verification.run(
      files: files,
      fingerprint: round.hash.fingerprint,
      mine: try round.own(0)
    ) { shares.append($0) }
    #expect(result.failed == [])
    #expect(result.checks.allSatisfy { $0.outcome == .held })
    #expect(result.checks.map(\.id) == (1...15).map { "V" + ($0 < 10 ? "0" : "") + "\($0)" })
    #expect(result.exitStatus == 0)
    #expect(shares == shares.sorted() && shares.count >= 15 && shares.last == 1)
    #expect(result.gap == 1)
    #expect(result.whatItCannotShow.count == 3)
    #expect(result.whatItCannotShow[1].en.hasSuffix("up to 1 of them."))
    #expect(result.fingerprint == round.hash.fingerprint.description)
    #expect(files.keys.sorted() == Release.fileNames.sorted())
  }

  @Test func withoutFingerprintAndOwnSubmission() throws {
    let result = Verification.run(files: files, fingerprint: nil, mine: nil)
    #expect(result.exitStatus == 0)
    #expect(result["V01"]?.outcome == .held)
    #expect(result["V01"]?.detail?.en.contains(round.hash.fingerprint.description) == true)
    #expect(result["V14"]?.outcome == .notAsked)
    #expect(result["V15"]?.outcome == .notAsked)
    let other = try #require(Fingerprint(String(repeating: "0", count: 30)))
    #expect(Verification.run(files: files, fingerprint: other, mine: nil).failed == ["V01"])
  }

  @Test func manualScheduleAndOpenComments() throws {
    let manual = try TestRound(schedule: .manual, submissions: 1, issued: 5)
    let files = try manual.release(openComments: true).files
    #expect(manual.verify(files).failed == [])
    #expect(try Release(files: files).answers()[0].comments.isEmpty == false)
    let none = try TestRound(submissions: 0, issued: 5)
    #expect(none.verify(try none.release().files).failed == [])
  }

  // docs/verification.md promises these escapes to whoever writes a verifier.
  @Test func jsonHasOneForm() throws {
    let text = "\u{1F}\u{8}\u{C}\n\r\t\"\\/\u{7F}\u{2028}한\u{1F600}"
    let expected = "\"\\u001f\\b\\f\\n\\r\\t\\\"\\\\/\u{7F}\u{2028}한\u{1F600}\""
    #expect(try CanonicalJSON.encode(text) == Data(expected.utf8))
    let line = try #require(files.lines(.units).first)
    #expect(line.hasPrefix("{\"ppk\":\""))
    #expect(line.contains(",\"rev\":1,\"units\":[{\"commitment\":\""))
    #expect(line.contains("\"label\":\"comment.A\"}"))
  }

  @Test func theSpecificationNamesEveryFileAndCheck() throws {
    let url = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "docs/verification.md")
    let page = try String(contentsOf: url, encoding: .utf8)
    for name in Release.fileNames { #expect(page.contains("| `\(name)` |"), "\(name)") }
    for check in round.verify(files).checks { #expect(page.contains("| \(check.id) |")) }
    for outcome in Verification.Outcome.allCases { #expect(page.contains("*\(outcome.rawValue)*")) }
    let hash = Hexadecimal.text(ContentHash.sha256(Data(Release.readme.utf8)))
    #expect(page.contains("`\(hash)`"))
  }

  @Test func everyFileIsNeeded() {
    for name in Release.fileNames {
      var broken = files
      broken[name] = nil
      let result = round.verify(broken)
      #expect(result.failed.contains("V09"))
      #expect(result.checks.contains { $0.outcome == .failed && $0.file == name }, "\(name)")
      for file in [Data(), Data([0xFF, 0x0A]), Data("{}\n".utf8), Data("null\n".utf8)] {
        broken[name] = file
        #expect(round.verify(broken).exitStatus == 1, "\(name)")
      }
    }
    #expect(round.verify([:]).failed.count == 13)
  }

  // MARK: Tampering by hand, and the checks that must name it

  @Test func tamperingWithoutKeys() throws {
    func expect(
      _ failed: String...,
      location: SourceLocation = #_sourceLocation,
      change: (inout [String: Data]) throws -> Void
    ) rethrows {
      var changed = files
      try change(&changed)
      #expect(changed != files, sourceLocation: location)
      #expect(round.verify(changed).failed == failed, sourceLocation: location)
    }
    func edit(
      _ file: ReleaseFile,
      _ change: @escaping (inout [String]) -> Void
    )
      -> (inout [String: Data]) -> Void
    {
      { files in
        var lines = files.lines(file)
        change(&lines)
        files.set(file, lines)
      }
    }
    let wrong = Data(count: 64).base64EncodedString()
    expect("V01") { $0["survey.yaml"]?.append(0x0A) }
    expect("V02") { $0["manifest.sig"]?.append(0) }
    expect("V02", change: edit(.log) { $0.swapAt(2, 3) })
    expect("V02", change: edit(.log) { $0.removeLast() })
    expect("V02", change: edit(.log) { $0.remove(at: 1) })
    expect("V02", change: edit(.log) { $0.append($0[3]) })
    expect("V03", change: edit(.issuanceHead) { $0[0] += " " })
    expect(
      "V02",
      "V03",
      change: edit(.invitations) { $0[0] = $0[0].replacing("\":[{", with: "\": [{") }
    )
    expect("V02", "V03", "V13", change: edit(.issuance) { $0.removeLast() })
    expect("V02", "V03", "V04", "V13", change: edit(.issuance) { $0.swapAt(0, 1) })
    expect("V02", "V06", "V08", "V09", change: edit(.tree) { $0.swapAt(0, 1) })
    expect("V02", "V06", "V08", "V09", change: edit(.tree) { $0.insert($0[1], at: 1) })
    expect("V08", change: edit(.treeHeads) { $0.append($0[0]) })
    expect("V09") { $0["notes.txt"] = Data() }
    expect("V09") { $0["README.txt"]?.append(0x20) }
    expect("V09", "V12", "V13", change: edit(.units) { $0.removeLast() })
    expect("V12", change: edit(.ratings) { $0[1] = $0[1].replacing(",U1,", with: ",U2,") })
    expect("V13", change: edit(.scores) { $0[0] += " " })
    expect(
      "V13",
      change: edit(.scores) { lines in
        lines = lines.map { $0.replacing("\"official\" : true", with: "\"official\" : false") }
      }
    )
    let rows = round.evaluators.map(\.row)
    expect(
      "V05",
      change: edit(.tree) {
        $0[0] = $0[0].replacing(
          rows[0].credentialSignature.base64EncodedString(),
          with: rows[1].credentialSignature.base64EncodedString()
        )
      }
    )
    expect(
      "V02",
      "V07",
      "V08",
      change: edit(.tree) {
        $0[0] = $0[0].replacing(rows[0].signature.base64EncodedString(), with: wrong)
      }
    )
    expect(
      "V09",
      "V10",
      change: edit(.units) { $0[0] = $0[0].replacing("research", with: "industry") }
    )
    expect(
      "V09",
      "V10",
      "V11",
      change: edit(.units) { $0[0] = $0[0].replacing("research", with: "unknown") }
    )
    let named = round.verify(files.merging(["a.txt": Data()]) { $1 })["V09"]
    #expect(named?.file == "a.txt")
  }

  @Test func aWithheldRatingIsNotAnAbstention() throws {
    var changed = files
    var submissions = try #require(try? ReleaseContents(files: files).submissions.get())
    submissions[0].units[0].value = nil
    submissions[0].units[0].salt = nil
    try changed.rewrite(submissions)
    #expect(round.verify(changed).failed == ["V09", "V10", "V11", "V13"])
    #expect(round.verify(changed)["V10"]?.line == 1)
    submissions[0].units[0].value = ""
    try changed.rewrite(submissions)
    #expect(round.verify(changed)["V10"]?.outcome == .failed)
  }

  @Test func aForgedRatingFailsAlthoughAllElseFollowsFromIt() throws {
    var submissions = try #require(try? ReleaseContents(files: files).submissions.get())
    let value = try #require(submissions[0].units[0].value)
    submissions[0].units[0].value = value.forged
    var changed = files
    try changed.rewrite(submissions)
    #expect(round.verify(changed).failed == ["V09", "V10", "V13"])
  }

  @Test func tamperingByWhoeverHoldsTheKeys() throws {
    // A spare credential for nobody, beyond what was issued.
    var spare = round
    spare.issued = 5
    #expect(spare.verify(try spare.release().files).failed == ["V04"])

    // A credential on an invitation that the coordinator never signed.
    var uninvited = try round.release().files
    let list = try round.issuance()
    let stranger = try InvitationCode(seed: Data(repeating: 99, count: 16), manifest: round.hash)
    let blindedHash = ContentHash.sha256(Data())
    let line = IssuanceLine(
      invitation: stranger.identifier,
      outcome: .issued(
        key: stranger.publicKey,
        blindedHash: blindedHash,
        proof: try EnrolmentProof.sign(
          invitation: stranger.identifier,
          blindedHash: blindedHash,
          manifest: round.hash,
          with: stranger.signingKey
        )
      )
    )
    let longer = try IssuanceList(list.lines + [line])
    uninvited["issuance.jsonl"] = longer.file
    uninvited["issuance-head.json"] =
      try CanonicalJSON.encode(try longer.head(manifest: round.hash, with: round.receiptKey))
      + Data([0x0A])
    #expect(round.verify(uninvited)["V03"]?.file == "issuance.jsonl")

    // An invitation left out of the list, and a proof by another key.
    for lines in [Array(list.lines.dropFirst()), try list.lines.withForeignProof(round)] {
      let forged = try IssuanceList(lines)
      uninvited["issuance.jsonl"] = forged.file
      uninvited["issuance-head.json"] =
        try CanonicalJSON.encode(try forged.head(manifest: round.hash, with: round.receiptKey))
        + Data([0x0A])
      #expect(round.verify(uninvited)["V03"]?.file == "issuance.jsonl")
    }

    // An answer outside the scale that a server let in.
    var impossible = round
    var answers = try Release(files: files).answers()[0]
    answers.answers[ModelCode("A")]?[ItemID("U1")] = .rating(9)
    impossible.evaluators[0] = try impossible.evaluator(
      round.evaluators[0].credential,
      round.evaluators[0].credentialSignature,
      answers: answers,
      revision: 1
    )
    #expect(impossible.verify(try impossible.release().files).failed == ["V11"])
  }

  @Test func moreCredentialsThanSeats() throws {
    let crowded = try TestRound(seats: 5, submissions: 0, issued: 6)
    #expect(crowded.verify(try crowded.release().files).failed == ["V03"])
    let small = try TestRound(submissions: 0, issued: 4)
    #expect(small.verify(try small.release().files).failed == ["V02"])
  }

  @Test func theLogIsHeldToItsCourse() throws {
    let good = try round.entries()
    func failsWith(_ entries: [LogEntry]) throws -> Bool {
      var changed = files
      changed.set(
        .log,
        try round.log(entries).map { String(decoding: try CanonicalJSON.encode($0), as: UTF8.self) }
      )
      return round.verify(changed).failed.contains("V02")
    }
    #expect(try !failsWith(good))
    for index in good.indices {
      var entries = good
      entries.remove(at: index)
      #expect(try failsWith(entries), "without \(index)")
      entries = good
      entries[index].actor = entries[index].actor == LogEntry.server ? "kim" : LogEntry.server
      #expect(try failsWith(entries), "another actor of \(index)")
      entries = good
      entries[index].root = String(repeating: "0", count: 64)
      #expect(try failsWith(entries) == [3, 5, 8].contains(index), "another root of \(index)")
      entries = good
      entries[index].count = 99
      #expect(try failsWith(entries) == [3, 5, 8].contains(index), "another count of \(index)")
      entries = good
      entries[index].at = Timestamp(seconds: 999)
      #expect(try failsWith(entries) == [2, 4, 6, 7, 8, 9].contains(index), "\(index) too early")
    }
    var entries = good
    entries[0].manifest = String(repeating: "0", count: 64)
    #expect(try failsWith(entries))
    #expect(try failsWith(good + [good[8]]))
  }

  @Test func theLogThatWasKeptAndTheHeadThatWasPublished() throws {
    var mine = try round.own(0)
    let lines = try Release(files: files).history().log.lines
    mine.keptLog = Array(lines.prefix(4))
    #expect(round.verify(files, mine: mine).failed == [])
    mine.keptLog[3] = LogLine(entry: lines[3].entry, signature: Data(count: 64))
    #expect(round.verify(files, mine: mine).failed == ["V02"])
    func verify(_ head: String?) -> [String] {
      Verification.run(files: files, fingerprint: nil, mine: nil, logHead: head).failed
    }
    let heads = try Release(files: files).history().log.hashes.map(Hexadecimal.text)
    #expect(verify(heads.last) == [] && verify(heads[5]) == [])
    #expect(verify(String(repeating: "0", count: 64)) == ["V02"])
  }

  @Test func aManifestWithTwoReadingsIsNone() throws {
    let text = String(decoding: round.manifestBytes, as: UTF8.self)
    for spelling in [
      text.replacing("{\n", with: "{\n  \"seats\" : 1,\n", maxReplacements: 1),
      text.replacing("\"seats\" : 10", with: "\"seats\" : 10.0"), text + " ",
      text.replacing("\n", with: ""), "\u{FEFF}" + text,
      text.replacing("{\n", with: "{\n  \"aNote\" : 1,\n", maxReplacements: 1),
    ] {
      #expect(spelling != text)
      #expect(throws: (any Error).self) { try Manifest(bytes: Data(spelling.utf8)) }
    }
    #expect(try Manifest(bytes: round.manifestBytes) == round.manifest)
  }

  @Test func commentsAreOpenedForAllOrForNone() throws {
    var submissions = try #require(try? ReleaseContents(files: files).submissions.get())
    let opened = try ReleaseContents(files: round.release(openComments: true).files).submissions
      .get()
    submissions[2] = opened[2]
    var changed = files
    try changed.rewrite(submissions)
    #expect(round.verify(changed)["V10"]?.outcome == .failed)
    #expect(round.verify(changed)["V10"]?.line == 3)
  }

  @Test func choicesAndTiesHaveOneOrder() throws {
    let survey = round.survey
    var answers = try Release(files: files).answers()[0]
    answers.ranking = [survey.models.map(\.code).reversed()]
    let units = try SubmissionUnits.units(of: answers, for: survey)
    let ranking = try #require(units.first { $0.label == "ranking" })
    #expect(ranking.value == "[[\"A\",\"B\",\"C\"]]")
    let marked = units.map { $0.label == "ranking" ? ($0.label, "[[\"C\",\"B\",\"A\"]]") : $0 }
    let read = try SubmissionUnits.answers(from: marked, for: survey)
    #expect(try SubmissionUnits.misspelled(marked, as: read, for: survey) == ["ranking"])
  }

  @Test func aManifestOfOverflowingNumbersIsRefusedWithoutACrash() throws {
    var manifest = round.manifest
    manifest.objectionSeconds = .max
    manifest.extensionCapSeconds = .max
    var changed = files
    changed["manifest.json"] = try CanonicalJSON.encodeReadable(manifest)
    #expect(round.verify(changed).failed.contains("V01"))
    let hash = ManifestHash(manifest: try #require(changed["manifest.json"]))
    var log = CoordinatorLog()
    for entry in try round.entries() {
      var entry = entry
      if entry.action == .sealed { entry.manifest = hash.hex }
      let key = entry.actor == LogEntry.server ? round.receiptKey : round.coordinator
      try log.append(try entry.bytes(), manifest: hash, with: key)
    }
    changed["log.jsonl"] = try log.lines.reduce(into: Data()) {
      $0 += try CanonicalJSON.encode($1) + Data([0x0A])
    }
    changed["manifest.sig"] = try ManifestSignature.sign(hash, with: round.coordinator)
    #expect(round.verify(changed).failed.contains("V01"))
  }

  // MARK: Mine

  @Test func ownSubmissionIsMissing() throws {
    var dropped = round
    let mine = try round.own(0)
    dropped.evaluators.removeFirst()
    let files = try dropped.release().files
    #expect(dropped.verify(files).failed == [])
    let result = dropped.verify(files, mine: mine)
    #expect(result.failed == ["V14", "V15"])
    #expect(result["V14"]?.detail?.en.hasPrefix("missing") == true)
  }

  @Test func ownSubmissionIsRolledBackOrReplaced() throws {
    let credential = round.evaluators[0].credential
    let signature = round.evaluators[0].credentialSignature
    let answers = try Release(files: files).answers()[0]
    var newer = round
    let number = round.evaluators[0].envelope.revision + 1
    newer.evaluators[0] = try round.evaluator(
      credential,
      signature,
      answers: answers,
      revision: number
    )
    // The receipt is for the newer revision, the release has the older one.
    var result = round.verify(files, mine: try newer.own(0))
    #expect(result.failed == ["V14", "V15"])
    #expect(result["V14"]?.detail?.en.hasPrefix("rolled back") == true)
    // The release has a newer one, which this computer did not send.
    let newerFiles = try newer.release().files
    #expect(newer.verify(newerFiles, mine: try round.own(0)).failed == ["V14", "V15"])
    // It did send it, but no answer came.
    var mine = try round.own(0)
    mine.unacknowledged = [try #require(try newer.own(0).acknowledged).revision]
    result = newer.verify(newerFiles, mine: mine)
    #expect(result.failed == [])
    #expect(result["V14"]?.detail?.en.contains("no answer") == true)
    // The same revision with another content.
    mine = try round.own(0)
    mine.acknowledged?.revision.bodyHash = Data(count: 32)
    result = round.verify(files, mine: mine)
    #expect(result["V14"]?.detail?.en.hasPrefix("replaced") == true)
  }

  @Test func ownReceiptAndValues() throws {
    var mine = try round.own(1)
    mine.acknowledged?.receipt = Data(count: 64)
    #expect(round.verify(files, mine: mine).failed == ["V14"])
    mine = try round.own(1)
    mine.acknowledged?.revision.values["attention"] = "3"
    #expect(round.verify(files, mine: mine).failed == ["V15"])
    // A withheld value is not compared: its commitment is.
    mine = try round.own(1)
    mine.acknowledged?.revision.values["comment.A"] = "something else"
    #expect(round.verify(files, mine: mine).failed == [])
    mine.acknowledged = nil
    #expect(round.verify(files, mine: mine)["V14"]?.outcome == .failed)
  }
}

extension [String: Data] {
  /// Writes other submissions, and ratings and scores that follow from them.
  fileprivate mutating func rewrite(_ submissions: [ReleasedSubmission]) throws {
    self["units.jsonl"] = try submissions.reduce(into: Data()) {
      $0 += try CanonicalJSON.encode($1) + Data([0x0A])
    }
    let release = Release(files: self)
    self["ratings.csv"] = try release.ratings().releaseCSV()
    self["scores.json"] = try CanonicalJSON.encodeReadable(try release.officialScore())
  }
}

extension String {
  /// The answers with one rating changed for another that needs no comment.
  fileprivate var forged: String {
    guard let index = firstIndex(where: { "2345".contains($0) }) else { return self }
    return replacingCharacters(in: index...index, with: self[index] == "4" ? "3" : "4")
  }
}

extension [IssuanceLine] {
  /// The first credential's proof is by the key of another invitation.
  fileprivate func withForeignProof(_ round: TestRound) throws -> [IssuanceLine] {
    var lines = self
    guard let index = firstIndex(where: \.isIssued),
      case .issued(let key, let blindedHash, _) = lines[index].outcome
    else { return self }
    lines[index] = IssuanceLine(
      invitation: lines[index].invitation,
      outcome: .issued(
        key: key,
        blindedHash: blindedHash,
        proof: try EnrolmentProof.sign(
          invitation: lines[index].invitation,
          blindedHash: blindedHash,
          manifest: round.hash,
          with: round.coordinator
        )
      )
    )
    return lines
  }
}
