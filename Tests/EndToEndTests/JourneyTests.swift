import Foundation
import TestSupport
import Testing

/// The journey of a trial as people make it: the programs themselves, on a real terminal.
@Suite("The journey on a terminal", .serialized, .timeLimit(.minutes(45)))
struct JourneyTests {
  @Test("invited, joined, rated with a break, submitted, revised, released, verified")
  func journey() throws {
    let folder = try TemporaryFolder()
    let server = try ServerRun(in: folder.url)
    let office = folder.url.appending(path: "office")
    let survey = Repository.root.appending(path: "Surveys/example.yaml").path
    func coordinator(_ arguments: String...) throws -> ProgramRun {
      let run = try ProgramRun.run(
        Repository.program("panel"),
        arguments,
        environment: ProgramRun.environment(home: office),
        directory: folder.url
      )
      #expect(run.status == 0, "\(arguments): \(run.error)")
      return run
    }
    let link = try folder.write(server.localLink + "\n", to: "link.txt")
    _ = try coordinator("coordinator", "join", link)
    let unsure = try ProgramRun.panel(
      "round",
      "create",
      survey,
      "--seats",
      "7",
      "--manual",
      home: office
    )
    #expect(unsure.status == 66 && unsure.error.contains("--yes"), "asks before sealing")
    let created = try coordinator(
      "round",
      "create",
      survey,
      "--seats",
      "7",
      "--manual",
      "--yes",
      "--round",
      "trial"
    )
    let fingerprint = created.output.trimmingCharacters(in: .whitespacesAndNewlines)
    let groups = fingerprint.split(separator: "-").map(String.init)
    #expect(groups.count == 6)
    let roster = try folder.write(
      "name,email\n김하나,hana@example.org\n" + (2...5).map { "Person \($0),\n" }.joined(),
      to: "roster.csv"
    )
    _ = try coordinator("round", "invite", "trial", "--roster", roster, "--to", "invitations")
    #expect(
      try String(contentsOfFile: folder.path("invitations/notice.txt"), encoding: .utf8)
        .contains(fingerprint)
    )
    #expect(
      try Data(contentsOf: folder.url.appending(path: "invitations/mail-merge.csv"))
        .starts(with: Data("\u{FEFF}reference,name".utf8))
    )
    #expect(try coordinator("round", "open", "trial").output.contains("enrolling"))

    func person(_ number: Int, language: String = "en_US.UTF-8") -> [String: String] {
      ProgramRun.environment(
        home: folder.url.appending(path: "person-\(number)"),
        language: language
      )
    }
    func terminal(
      _ number: Int,
      _ arguments: String...,
      language: String = "en_US.UTF-8"
    ) throws
      -> PseudoTerminal
    {
      try PseudoTerminal(
        Repository.program("panel"),
        arguments,
        environment: person(number, language: language),
        // High enough for the privacy sheet, which is shown by pages otherwise.
        rows: 60
      )
    }

    // A fingerprint that differs, then the right one.
    let wrong = try terminal(1, "join", folder.path("invitations/1-invitation.txt"))
    // Twice it may be a slip.
    for _ in 1...3 {
      try wrong.expect("two of its groups")
      wrong.type("00000 11111")
    }
    #expect(try wrong.wait() == 76)
    #expect(wrong.transcript.contains("fix:"))
    for number in 1...5 {
      let join = try terminal(number, "join", folder.path("invitations/\(number)-invitation.txt"))
      try join.expect("WHAT IS KEPT")
      try join.expect("two of its groups")
      join.type("\(groups[1].lowercased()) \(groups[4])")
      let hasPledge = try String(contentsOfFile: survey, encoding: .utf8).contains("\npledge:")
      if hasPledge {
        try join.expect("yes/no")
        join.type("yes")
      }
      if try String(contentsOfFile: survey, encoding: .utf8).contains("\nconflicts:") {
        try join.expect("Numbers")
        join.type("1")
      }
      try join.expect("recovery code")
      try join.expect("Enrolled, NOT yet rated")
      #expect(try join.wait() == 0)
    }

    // Standard input that is no terminal never answers anything.
    let piped = try ProgramRun.run(
      Repository.program("panel"),
      ["rate"],
      environment: person(1),
      input: "5\n5\n5\n5\n"
    )
    #expect(piped.status == 66 && piped.error.contains("terminal") && piped.error.contains("fix:"))

    // Rating begins before rating is open, is broken off by kill -9, and goes on.
    let first = try terminal(1, "rate", "--plain")
    try first.expect("1")
    first.type("q")
    #expect(try first.wait() == 0)
    #expect(first.transcript.contains("NOT SUBMITTED"))
    let busyWait = try terminal(2, "rate", "--plain", language: "ko_KR.UTF-8")
    try busyWait.expect("판단 불가")
    let second = try ProgramRun.run(
      Repository.program("panel"),
      ["submit"],
      environment: person(2)
    )
    #expect(second.status == 75, "a second window is refused while the first is open")
    busyWait.killNow()
    #expect(try busyWait.wait() == 137)

    #expect(try coordinator("round", "open", "trial").output.contains("rating"))
    for number in 1...5 {
      try Self.rateEverything(try terminal(number, "rate", "--plain"))
    }
    let status = try ProgramRun.run(
      Repository.program("panel"),
      ["status"],
      environment: person(3)
    )
    #expect(status.output.contains("SUBMITTED (r1)"))
    let progress = try coordinator("round", "progress", "trial")
    #expect(progress.output.contains("5 or more"))

    // A revision is not submitted until it is.
    let revise = try terminal(3, "rate", "--plain")
    try revise.expect("done")
    revise.type("g 2")
    try revise.expect("2/")
    revise.type("2")
    revise.type("q")
    #expect(try revise.wait() == 0)
    #expect(revise.transcript.contains("NOT SUBMITTED"))
    let submitted = try ProgramRun.run(
      Repository.program("panel"),
      ["submit"],
      environment: person(3)
    )
    #expect(submitted.output.contains("SUBMITTED (r2)"), "\(submitted.error)")
    let receipt = try ProgramRun.run(
      Repository.program("panel"),
      ["receipt"],
      environment: person(3)
    )
    #expect(receipt.status == 0 && receipt.output.contains("signature is valid"))

    let early = try ProgramRun.panel(
      "release",
      "trial",
      "--to",
      folder.path("release"),
      home: office
    )
    #expect(early.status == 77 && early.error.contains("fix:"), "not before closing")
    #expect(try coordinator("round", "close", "trial").output.contains("closed"))
    let late = try ProgramRun.run(
      Repository.program("panel"),
      ["submit"],
      environment: person(3)
    )
    #expect(late.status == 0, "nothing new to send: \(late.error)")
    _ = try coordinator("release", "trial", "--to", "release")
    let verified = try ProgramRun.run(
      Repository.program("panel"),
      ["verify", folder.path("release"), "--mine", "--fingerprint", fingerprint],
      environment: person(3)
    )
    #expect(verified.status == 0, "\(verified.output)")
    #expect(verified.output.contains("V15 held"))
    #expect(verified.output.contains("all checks hold"))
    #expect(try coordinator("aggregate", "release").output.contains("Official result"))
    // So few people that the gate asks for approval.
    let gate = try ProgramRun.panel("export", folder.path("release"), "--check", home: office)
    for command in gate.waivers {
      let waived = try ProgramRun.run(
        Repository.program("panel"),
        command,
        environment: ProgramRun.environment(home: office)
      )
      #expect(waived.status == 0, "\(waived.error)")
    }
    _ = try coordinator("export", "release", "--to", "export")
    let twice = try ProgramRun.panel(
      "export",
      folder.path("release"),
      "--to",
      folder.path("export"),
      home: office
    )
    #expect(twice.status == 73, "never over an existing export")

    // A changed release is found out.
    let csv = folder.url.appending(path: "release/ratings.csv")
    var bytes = try Data(contentsOf: csv)
    bytes[bytes.count - 2] ^= 1
    try bytes.write(to: csv)
    let tampered = try ProgramRun.panel("verify", folder.path("release"), home: office)
    #expect(tampered.status == 1)
    #expect(tampered.output.contains("V12 FAILED") && tampered.output.contains("ratings.csv"))
    let unofficial = try ProgramRun.panel("aggregate", folder.path("release"), home: office)
    #expect(unofficial.output.contains("Exploratory"), "a release that does not verify")
    #expect(unofficial.error.contains("does NOT verify (V12)"))
    let surveyCopy = folder.url.appending(path: "release/survey.yaml")
    try (Data(contentsOf: surveyCopy) + Data("\n".utf8)).write(to: surveyCopy)
    let edited = try ProgramRun.panel("verify", folder.path("release"), home: office)
    #expect(edited.output.contains("V01 FAILED") && edited.output.contains("survey.yaml"))
    #expect(server.stop() == 0)
  }

  /// Answers every question with what it allows, up to the submission.
  static func rateEverything(_ terminal: PseudoTerminal) throws {
    try fillForm(terminal)
    #expect(try terminal.wait() == 0)
  }

  private static func fillForm(_ terminal: PseudoTerminal, rating: Int = 4) throws {
    for _ in 0..<80 {
      let question = try terminal.expect("\n> ")
      if question.contains("Final check") {
        terminal.type("done")
        try terminal.expect("Submit now?")
        terminal.type("yes")
        try terminal.expect("SUBMITTED (r1)")
        return
      }
      let isItem = question.contains("Task fit") || question.contains("Value for money")
      terminal.type(question.contains("Comment") ? "" : isItem ? "\(rating)" : "4")
    }
    Issue.record("the form did not end: \(terminal.transcript)")
  }

  private static func join(_ terminal: PseudoTerminal, groups: [String]) throws {
    try terminal.expect("two of its groups")
    terminal.type("\(groups[0]) \(groups[5])")
    let survey = try String(
      contentsOf: Repository.root.appending(path: "Surveys/example.yaml"),
      encoding: .utf8
    )
    if survey.contains("\npledge:") {
      try terminal.expect("yes/no")
      terminal.type("yes")
    }
    if survey.contains("\nconflicts:") {
      try terminal.expect("Numbers")
      terminal.type("1")
    }
    try terminal.expect("Enrolled, NOT yet rated")
  }

  /// The line as it stands, or with another port where somebody has the usual one.
  private func onFreePort(_ line: String) -> String {
    guard Self.isTaken(8443) else { return line }
    let port = (18_443...18_543).first { !Self.isTaken($0) } ?? 18_443
    return
      line
      .replacing("paneld init", with: "paneld init --url http://127.0.0.1:\(port)")
      .replacing("paneld serve", with: "paneld serve --port \(port)")
  }

  private static func isTaken(_ port: UInt16) -> Bool {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    return withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
      }
    }
  }

  @Test("every command of the README's round, typed into a shell as it stands there")
  func readme() throws {
    let readme = try String(
      contentsOf: Repository.root.appending(path: "README.md"),
      encoding: .utf8
    )
    let block = try #require(readme.firstMatch(of: /<!-- trial -->\n```sh\n((?s:.*?))```/)).1
    let folder = try TemporaryFolder()
    var environment = ProgramRun.environment(home: folder.url)
    environment["PANEL_HOME"] = nil
    environment["TMPDIR"] = folder.url.path
    environment["TERM"] = "dumb"
    environment["PS1"] = "READY$ "
    let shell = try PseudoTerminal(
      URL(fileURLWithPath: "/bin/bash"),
      ["--norc", "--noprofile", "-i"],
      environment: environment,
      columns: 400,
      rows: 60
    )
    defer {
      shell.type("kill %1; exit")
      _ = try? shell.wait(seconds: 10)
    }
    try shell.expect("READY$ ")
    func finish(_ line: Substring) throws {
      try shell.expect("READY$ ")
      shell.type("echo status=$?.")
      let shown = try shell.expect("READY$ ")
      #expect(shown.contains("status=0."), "\(line): \(shell.transcript.suffix(2000))")
    }
    shell.type("cd '\(Repository.root.path)'")
    try finish("cd")
    var isHereDocument = false
    var groups: [String] = []
    for line in block.split(separator: "\n") where !line.hasPrefix("#") {
      shell.type(onFreePort(String(line)))
      if line.contains("<<END") { isHereDocument = true }
      if isHereDocument {
        guard line == "END" else { continue }
        isHereDocument = false
      }
      if line.contains("panel join") {
        for _ in 1...5 { try Self.join(shell, groups: groups) }
      } else if line.contains("panel rate") {
        for rating in [2, 3, 4, 5, 4] { try Self.fillForm(shell, rating: rating) }
      }
      try finish(line)
      if line.hasPrefix("export PATH") {
        // The programs that were built with the tests, instead of those of make demo.
        let programs = Repository.program("panel").deletingLastPathComponent().path
        shell.type("export PATH='\(programs)':$PATH")
        try finish(line)
      } else if line.contains("round create") {
        let fingerprint = try #require(
          shell.transcript.firstMatch(of: /[0-9A-Z]{5}(-[0-9A-Z]{5}){5}/)
        )
        groups = fingerprint.0.split(separator: "-").map(String.init)
      }
    }
    #expect(shell.transcript.contains("verify: all checks hold"))
    #expect(shell.transcript.contains("V15 held"))
    #expect(shell.transcript.contains("Official result"))
  }
}
