import Crypto
import Foundation
import PanelCore
import Testing

@testable import PanelProtocol

/// A manifest of the shipped example with keys of our own, and a log that grows entry by entry.
private struct LoggedRound {
  static let coordinator = Curve25519.Signing.PrivateKey()
  static let receipt = Curve25519.Signing.PrivateKey()
  static let day: Int64 = 86_400

  var history: RoundHistory

  init(
    schedule: Schedule = .times(
      enrolFrom: Timestamp(seconds: 10 * day),
      enrolTo: Timestamp(seconds: 20 * day),
      rateFrom: Timestamp(seconds: 22 * day),
      rateTo: Timestamp(seconds: 30 * day)
    ),
    survey lines: String = "",
    objectionSeconds: Int = 3_600,
    cap: Int = 0,
    automatic: Int = 0,
    codes: CodeTable? = nil,
    custodians: [Custodian] = [],
    retentionDays: Int? = nil
  ) throws {
    let url = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Surveys/example.yaml")
    let text = lines + "\n" + (try String(contentsOf: url, encoding: .utf8))
    let survey = try SurveyDocument.read(text).survey
    let manifest = Manifest(
      round: RoundID("history"),
      survey: survey,
      surveyBytes: Data(text.utf8),
      schedule: schedule,
      seats: 9,
      objectionSeconds: objectionSeconds,
      issuerKey: Data(),
      receiptKey: Self.receipt.publicKey.rawRepresentation,
      coordinatorKey: Self.coordinator.publicKey.rawRepresentation,
      extensionCapSeconds: cap,
      automaticExtensionSeconds: automatic,
      codes: codes,
      custodians: custodians,
      retentionDays: retentionDays
    )
    #expect(manifest.problem(survey: survey, surveyBytes: Data(text.utf8)) == nil)
    history = RoundHistory(manifest: manifest, hash: ManifestHash(manifest: Data("M".utf8)))
  }

  /// Adds an entry on a day; `nil` when it may follow, else what is wrong.
  @discardableResult
  mutating func add(
    _ action: LogEntry.Action,
    day: Double,
    byServer: Bool = false,
    _ change: (inout LogEntry) -> Void = { _ in }
  ) throws -> String? {
    var entry = LogEntry(
      action,
      actor: byServer ? LogEntry.server : "kim",
      at: Timestamp(seconds: Int64(day * Double(Self.day)))
    )
    switch action {
    case .sealed: entry.manifest = history.hash.hex
    case .invited, .replaced: (entry.count, entry.root) = (9, Self.root)
    case .keyDestroyed, .treeFixed: (entry.count, entry.root) = (7, Self.root)
    case .released: (entry.units, entry.scores) = (Self.root, Self.root)
    case .published: entry.head = Hexadecimal.text(history.log.hash)
    case .conflicted: entry.teams = ["A"]
    case .erased: entry.count = 7
    case .voided, .excluded: (entry.reason, entry.rater) = ("because", "r1")
    case .waived:
      (entry.tier, entry.check, entry.findings) = ("public", "unanimity", Self.root)
      entry.reason = "because"
    default: break
    }
    change(&entry)
    do {
      _ = try history.append(entry, with: byServer ? Self.receipt : Self.coordinator)
      return nil
    } catch let fault as HistoryProblem {
      return fault.message.en
    }
  }

  static let root = String(repeating: "0", count: 64)

  /// Adds entries until a phase is reached.
  mutating func reach(_ phase: Phase) throws {
    let steps: [(Phase, LogEntry.Action, Phase?, Double, Bool)] = [
      (.sealed, .sealed, nil, 1, false), (.sealed, .invited, nil, 2, false),
      (.enrolling, .opened, .enrolling, 10, true), (.enrolled, .closed, .enrolling, 20, true),
      (.enrolled, .keyDestroyed, nil, 20, true), (.rating, .opened, .rating, 22, true),
      (.closed, .closed, .rating, 30, true), (.closed, .treeFixed, nil, 30, true),
    ]
    for (reached, action, named, day, byServer) in steps where reached <= phase {
      #expect(try add(action, day: day, byServer: byServer) { $0.phase = named } == nil)
    }
    #expect(history.phase == phase)
  }
}

private func extension_(_ phase: Phase, _ day: Double) -> (inout LogEntry) -> Void {
  { entry in
    entry.phase = phase
    entry.until = Timestamp(seconds: Int64(day * Double(LoggedRound.day)))
  }
}

@Suite("What may follow in a round's log", .timeLimit(.minutes(45)))
struct RoundCourseTests {
  /// A waiver says what it approves and why, in lines, and is the coordinator's.
  private func waive(_ round: inout LoggedRound) throws {
    #expect(try round.add(.waived, day: 31, byServer: true) != nil)
    #expect(try round.add(.waived, day: 31) { $0.reason = "" } != nil)
    #expect(try round.add(.waived, day: 31) { $0.reason = "two\nlines" } != nil)
    #expect(try round.add(.waived, day: 31) { $0.check = nil } != nil)
    #expect(try round.add(.waived, day: 31) { $0.tier = nil } != nil)
    #expect(try round.add(.waived, day: 31) { $0.findings = "00" } != nil)
    #expect(try round.add(.waived, day: 31) == nil)
  }

  @Test("a whole round by its schedule, read again from its lines")
  func wholeRound() throws {
    var round = try LoggedRound()
    try round.reach(.closed)
    #expect(round.history.objectionsEnd == Timestamp(seconds: 30 * LoggedRound.day + 3_600))
    #expect(try round.add(.published, day: 31) != nil, "nothing was released")
    #expect(try round.add(.released, day: 30) != nil, "objections are open")
    #expect(try round.add(.excluded, day: 31) != nil, "nothing was released")
    #expect(try round.add(.waived, day: 31) != nil, "nothing was released")
    #expect(try round.add(.released, day: 31) == nil)
    #expect(try round.add(.excluded, day: 31) == nil)
    try waive(&round)
    #expect(try round.add(.published, day: 31) { $0.head = LoggedRound.root } != nil)
    #expect(try round.add(.published, day: 31) == nil)
    #expect(try round.add(.published, day: 32) != nil)
    #expect(try round.add(.voided, day: 32) != nil, "what is public cannot be given up")
    #expect(try round.add(.released, day: 32) == nil)
    let again = try RoundHistory(
      manifest: round.history.manifest,
      hash: round.history.hash,
      lines: round.history.log.lines
    )
    #expect(again.phase == .published && again.log == round.history.log)
    #expect(again.issuance == .init(count: 7, root: LoggedRound.root))
  }

  @Test("coordinators extend before the end, a day ahead, within the cap")
  func extensions() throws {
    var round = try LoggedRound(cap: Int(4 * LoggedRound.day))
    try round.reach(.enrolling)
    #expect(try round.add(.extended, day: 19.5, extension_(.enrolling, 21)) != nil, "too late")
    #expect(try round.add(.extended, day: 12, extension_(.enrolling, 20)) != nil, "no later end")
    #expect(try round.add(.extended, day: 12, extension_(.enrolling, 19)) != nil, "earlier")
    #expect(try round.add(.extended, day: 12, extension_(.enrolling, 25)) != nil, "beyond the cap")
    #expect(try round.add(.extended, day: 12, extension_(.sealed, 25)) != nil, "no such end")
    #expect(try round.add(.extended, day: 12, extension_(.enrolling, 23)) == nil)
    #expect(
      round.history.schedule
        == .times(
          enrolFrom: Timestamp(seconds: 10 * LoggedRound.day),
          enrolTo: Timestamp(seconds: 23 * LoggedRound.day),
          rateFrom: Timestamp(seconds: 25 * LoggedRound.day),
          rateTo: Timestamp(seconds: 33 * LoggedRound.day)
        ),
      "rating is shifted by as much"
    )
    #expect(try round.add(.extended, day: 13, extension_(.enrolling, 25)) != nil, "cap in sum")
    #expect(try round.add(.extended, day: 13, extension_(.rating, 37)) == nil, "its own cap")
    let close: (inout LogEntry) -> Void = { $0.phase = .enrolling }
    #expect(try round.add(.closed, day: 20, byServer: true, close) != nil, "before the new end")
    #expect(try round.add(.closed, day: 23, byServer: true, close) == nil)
    #expect(try round.add(.extended, day: 23, extension_(.enrolling, 24)) != nil, "it has ended")
  }

  @Test("below the minimum panel: one automatic extension, then void, each by the server")
  func belowMinimumPanel() throws {
    var round = try LoggedRound(automatic: Int(3 * LoggedRound.day))
    try round.reach(.enrolling)
    func automatic(_ day: Double, count: Int?) -> (inout LogEntry) -> Void {
      { entry in
        extension_(.enrolling, day)(&entry)
        entry.count = count
      }
    }
    let void: (inout LogEntry) -> Void = {
      ($0.reason, $0.rater, $0.count) = (LogEntry.belowMinimumPanel, nil, 2)
    }
    #expect(try round.add(.extended, day: 19, byServer: true, automatic(23, count: 2)) != nil)
    #expect(try round.add(.extended, day: 20, byServer: true, automatic(24, count: 2)) != nil)
    #expect(try round.add(.extended, day: 20, byServer: true, automatic(23, count: 5)) != nil)
    #expect(try round.add(.extended, day: 20, byServer: true, automatic(23, count: nil)) != nil)
    #expect(try round.add(.extended, day: 20, automatic(23, count: 2)) != nil, "a coordinator")
    #expect(try round.add(.voided, day: 20, byServer: true, void) != nil, "extend first")
    #expect(try round.add(.extended, day: 20, byServer: true, automatic(23, count: 2)) == nil)
    #expect(try round.add(.extended, day: 23, byServer: true, automatic(26, count: 2)) != nil)
    #expect(try round.add(.voided, day: 22, byServer: true, void) != nil, "too early")
    #expect(try round.add(.voided, day: 23, byServer: true) { $0.reason = "bored" } != nil)
    #expect(try round.add(.voided, day: 23, byServer: true, void) == nil)
    #expect(round.history.phase == .void)
    for action in LogEntry.Action.allCases where action != .destroyed {
      #expect(try round.add(action, day: 24, byServer: true) != nil, "\(action)")
      #expect(try round.add(action, day: 24) != nil, "\(action)")
    }
  }

  @Test("archived after publication; destroyed only when retention has ended, erased by the server")
  func destruction() throws {
    var round = try LoggedRound(retentionDays: 10)
    try round.reach(.closed)
    #expect(try round.add(.archived, day: 40) != nil, "not published")
    #expect(try round.add(.released, day: 40) == nil)
    #expect(try round.add(.published, day: 41) == nil)
    #expect(try round.add(.destroyed, day: 60) != nil, "not archived")
    #expect(try round.add(.archived, day: 42, byServer: true) != nil)
    #expect(try round.add(.archived, day: 42) == nil)
    #expect(round.history.phase == .archived)
    for action in LogEntry.Action.allCases {
      #expect(try round.add(action, day: 50.9, byServer: true) != nil, "\(action)")
      #expect(try round.add(action, day: 50.9) != nil, "\(action): retention runs to day 51")
    }
    #expect(try round.add(.erased, day: 51, byServer: true) != nil, "not ordered")
    #expect(try round.add(.destroyed, day: 51) == nil)
    #expect(try round.add(.erased, day: 51) != nil, "only the server knows")
    #expect(try round.add(.erased, day: 51, byServer: true) { $0.count = nil } != nil)
    #expect(try round.add(.erased, day: 51, byServer: true) { $0.count = 6 } != nil)
    #expect(try round.add(.erased, day: 51, byServer: true) == nil)
    for action in LogEntry.Action.allCases {
      #expect(try round.add(action, day: 52, byServer: true) != nil, "\(action)")
      #expect(try round.add(action, day: 52) != nil, "\(action)")
    }
    var void = try LoggedRound(retentionDays: 10)
    try void.reach(.rating)
    #expect(try void.add(.voided, day: 25) == nil)
    #expect(try void.add(.destroyed, day: 25) == nil, "nothing of it will ever count")
    #expect(try void.add(.erased, day: 25, byServer: true) != nil, "nobody has counted them")
    #expect(try void.add(.erased, day: 25, byServer: true) { $0.count = nil } == nil)
    #expect(void.history.phase == .void)
  }

  @Test("a coordinator's own tie is declared to a team of the manifest, before publication")
  func conflicted() throws {
    var round = try LoggedRound()
    #expect(try round.add(.conflicted, day: 1) != nil, "nothing is sealed")
    try round.reach(.closed)
    #expect(try round.add(.conflicted, day: 40) { $0.teams = ["Nobody"] } != nil)
    #expect(try round.add(.conflicted, day: 40) { $0.teams = [] } != nil)
    #expect(try round.add(.conflicted, day: 40, byServer: true) != nil)
    #expect(try round.add(.conflicted, day: 40) == nil)
    #expect(try round.add(.conflicted, day: 40) { $0.teams = ["B", "A"] } == nil)
    #expect(round.history.coordinatorConflicts == ["A", "B"])
    #expect(try round.add(.released, day: 40) == nil)
    #expect(try round.add(.published, day: 41) == nil)
    #expect(try round.add(.conflicted, day: 41) != nil)
    #expect(try round.add(.released, day: 42) != nil, "nothing is mended after looking")
  }

  @Test("a coordinator gives up with a reason from any phase before publication")
  func voids() throws {
    for phase in [Phase.sealed, .enrolling, .enrolled, .rating, .closed] {
      var round = try LoggedRound()
      try round.reach(phase)
      #expect(try round.add(.voided, day: 40) { $0.reason = "" } != nil)
      #expect(try round.add(.voided, day: 40) == nil)
      #expect(round.history.voidReason == "because")
    }
    var draft = try LoggedRound()
    #expect(try draft.add(.voided, day: 1) != nil, "nothing is sealed")
  }

  @Test("issued below the minimum panel is not a panel")
  func issuedTooFew() throws {
    var round = try LoggedRound()
    try round.reach(.enrolling)
    try round.add(.closed, day: 20, byServer: true) { $0.phase = .enrolling }
    #expect(try round.add(.keyDestroyed, day: 20, byServer: true) { $0.count = 4 } != nil)
    #expect(try round.add(.keyDestroyed, day: 20) != nil, "by a coordinator")
    #expect(try round.add(.opened, day: 22, byServer: true) { $0.phase = .rating } != nil)
    #expect(try round.add(.keyDestroyed, day: 20, byServer: true) { $0.count = 5 } == nil)
  }

  @Test("a claim is reinstated during the time for objections and names both heads")
  func reinstated() throws {
    var round = try LoggedRound()
    try round.reach(.closed)
    let other = String(repeating: "1", count: 64)
    func claim(_ before: String, _ after: String) -> (inout LogEntry) -> Void {
      { ($0.previousRoot, $0.root, $0.count) = (before, after, 7) }
    }
    #expect(try round.add(.reinstated, day: 30, byServer: true, claim(other, other)) != nil)
    #expect(try round.add(.reinstated, day: 30, claim(LoggedRound.root, other)) != nil)
    let good = claim(LoggedRound.root, other)
    #expect(try round.add(.reinstated, day: 30.9, byServer: true, good) != nil, "too late")
    #expect(
      try round.add(.reinstated, day: 30.01, byServer: true) {
        good(&$0)
        $0.count = 6
      } != nil,
      "a claim takes nothing away"
    )
    #expect(
      try round.add(.reinstated, day: 30.01, byServer: true) {
        good(&$0)
        $0.count = 8
      } != nil,
      "more than the credentials"
    )
    #expect(try round.add(.reinstated, day: 30.01, byServer: true, good) == nil)
    #expect(round.history.heads.map(\.root) == [LoggedRound.root, other])
    #expect(try round.add(.voided, day: 29) != nil, "dated before what precedes it")
    #expect(try round.add(.released, day: 30.05) == nil)
    #expect(
      try round.add(.reinstated, day: 30.04, byServer: true, claim(other, LoggedRound.root)) != nil,
      "after a release"
    )
  }

  @Test("the codes that are opened are those that were committed to")
  func codes() throws {
    let salt = Data(repeating: 7, count: 32)
    let table = try #require(
      CodeTable([ModelCode("A"): "Team 1", ModelCode("B"): "Team 2"], salt: salt)
    )
    let swapped = try #require(
      CodeTable([ModelCode("A"): "Team 2", ModelCode("B"): "Team 1"], salt: salt)
    )
    var round = try LoggedRound(codes: table)
    #expect(round.history.manifest.teams == ["Team 1", "Team 2"])
    try round.reach(.rating)
    let open: (inout LogEntry) -> Void = { ($0.codes, $0.salt) = (table.bytes, salt) }
    #expect(try round.add(.codesOpened, day: 25, open) != nil, "before closing")
    try round.add(.closed, day: 30, byServer: true) { $0.phase = .rating }
    try round.add(.treeFixed, day: 30, byServer: true)
    #expect(
      try round.add(.codesOpened, day: 30) { ($0.codes, $0.salt) = (swapped.bytes, salt) } != nil
    )
    #expect(try round.add(.codesOpened, day: 30, open) == nil)
    #expect(round.history.codes == table)
    #expect(try round.add(.codesOpened, day: 30, open) != nil, "once")
    var uncommitted = try LoggedRound()
    try uncommitted.reach(.closed)
    #expect(try uncommitted.add(.codesOpened, day: 30, open) != nil)
  }

  @Test("a link is opened only with both custodians' signatures, and only where there is one")
  func links() throws {
    let keys = [CustodianKeys(generatingFor: "first"), CustodianKeys(generatingFor: "second")]
    var round = try LoggedRound(
      survey: "mode: confidential",
      custodians: try keys.map { try $0.custodian() }
    )
    try round.reach(.closed)
    let invitation = Data(repeating: 1, count: 16)
    let hash = round.history.hash
    let approvals = try keys.map {
      try Escrow.approve(
        invitation,
        reason: "why",
        manifest: hash,
        with: try Curve25519.Signing.PrivateKey(rawRepresentation: $0.signing)
      )
    }
    func open(_ approvals: [Data], _ reason: String = "why") -> (inout LogEntry) -> Void {
      { entry in
        entry.invitation = Hexadecimal.text(invitation)
        (entry.reason, entry.approvals) = (reason, approvals)
      }
    }
    #expect(try round.add(.linkOpened, day: 30, open([approvals[0]])) != nil)
    #expect(try round.add(.linkOpened, day: 30, open(approvals.reversed())) != nil)
    #expect(try round.add(.linkOpened, day: 30, open(approvals, "another")) != nil)
    #expect(try round.add(.linkOpened, day: 30, open(approvals)) == nil)
    var anonymous = try LoggedRound()
    try anonymous.reach(.closed)
    #expect(try anonymous.add(.linkOpened, day: 30, open(approvals)) != nil)
  }

  @Test("overlapping phases: enrolling ends with rating, and the key with both")
  func overlapping() throws {
    var round = try LoggedRound(
      schedule: .manual,
      survey: "phases: overlapping",
      objectionSeconds: 0
    )
    try round.reach(.sealed)
    #expect(try round.add(.opened, day: 3) { $0.phase = .enrolling } == nil)
    #expect(try round.add(.closed, day: 3) { $0.phase = .enrolling } != nil)
    #expect(try round.add(.opened, day: 4) { $0.phase = .rating } == nil)
    #expect(try round.add(.replaced, day: 4) == nil, "people still enrol")
    #expect(try round.add(.keyDestroyed, day: 4, byServer: true) != nil)
    #expect(try round.add(.closed, day: 5) { $0.phase = .rating } == nil)
    #expect(try round.add(.treeFixed, day: 5, byServer: true) != nil, "the key comes first")
    #expect(try round.add(.keyDestroyed, day: 5, byServer: true) == nil)
    #expect(round.history.phase == .closed)
    #expect(try round.add(.treeFixed, day: 5, byServer: true) == nil)
  }

  @Test("an entry that would print as two, or act on a terminal, is refused")
  func plainLines() throws {
    for reason in ["x\n  9  paneld  published", "x\u{1B}[2J", "x\u{202E}y", "x\u{2028}y"] {
      var round = try LoggedRound()
      try round.reach(.sealed)
      #expect(try round.add(.voided, day: 3) { $0.reason = reason } != nil)
      #expect(try round.add(.voided, day: 3) { $0.actor = reason } != nil)
      #expect(try round.add(.voided, day: 3) { $0.reason = "잘못된 설문, 👩‍⚖️" } == nil)
    }
  }

  @Test("an entry in any but its one form is refused, whoever signed it")
  func oneForm() throws {
    var round = try LoggedRound()
    let entry = LogEntry(
      .sealed,
      actor: "kim",
      at: Timestamp(seconds: 0),
      manifest: round.history.hash.hex
    )
    let text = String(decoding: try entry.bytes(), as: UTF8.self)
    for spelling in [
      text.replacing(":", with: ": "), text.replacing("{", with: "{\"action\":\"invited\","),
      text.replacing("}", with: ",\"note\":\"x\"}"),
    ] {
      var log = CoordinatorLog()
      let line = try log.append(
        Data(spelling.utf8),
        manifest: round.history.hash,
        with: LoggedRound.coordinator
      )
      #expect(throws: HistoryProblem.self) { try round.history.take(line) }
    }
    var log = CoordinatorLog()
    let line = try log.append(
      Data(text.utf8),
      manifest: round.history.hash,
      with: LoggedRound.receipt
    )
    #expect(throws: HistoryProblem.self) { try round.history.take(line) }
    #expect(try round.add(.sealed, day: 0) == nil)
  }
}
