import Foundation
import PanelCore

/// Asks for an invitation: a file, its text, or a server's address followed by round and code.
struct InvitationReader {
  let console: Console

  /// Asks up to three times, each time with the problem of the last answer.
  func ask() throws(Failure) -> Invitation {
    var problem: Failure?
    for _ in 0..<3 {
      if let problem {
        let text = problem.text(in: console.language).dropLast()
        console.say(en: String(text), ko: String(text))
      }
      guard
        let answer = console.ask(
          en: "File of your invitation, or paste its text:",
          ko: "초대문 파일의 이름을 쓰거나 내용을 붙여 넣으십시오:"
        )
      else { throw Console.ended() }
      do {
        return try read(answer)
      } catch {
        problem = error
      }
    }
    throw problem ?? Console.ended()
  }

  private func read(_ answer: String) throws(Failure) -> Invitation {
    var lines = [answer]
    while console.hasMore(), let line = console.readLine() { lines.append(line) }
    let given = lines.filter { !$0.allSatisfy(\.isWhitespace) }
    if given.count <= 1 {
      let home = Settings.environment["HOME"] ?? NSHomeDirectory()
      if let path = InvitationReader.file(answer, home: home) {
        return try Invitation(text: try InputFile.text(path), name: path)
      }
      if let server = URL(string: answer), server.isSafeServer { return try typed(server: answer) }
    }
    guard InvitationReader.keys.contains(where: { has($0, lines) }) else { throw nothing(answer) }
    // An empty line ends the text, except within a pasted one.
    var hasEnded = lines.count > 1 && lines.last?.allSatisfy(\.isWhitespace) == true
    while !hasEnded, !InvitationReader.keys.allSatisfy({ has($0, lines) }) {
      guard let line = console.readLine() else { break }
      lines.append(line)
      hasEnded = line.allSatisfy(\.isWhitespace) && !console.hasMore()
    }
    // The rest of a pasted text must not answer the next question.
    while console.hasMore(), let line = console.readLine() { lines.append(line) }
    return try Invitation(
      text: lines.joined(separator: "\n"),
      name: console.language == .ko ? "입력" : "input"
    )
  }

  private static let keys = ["server", "round", "code"]

  private func has(_ key: String, _ lines: [String]) -> Bool {
    Invitation.value(of: key, in: lines.joined(separator: "\n")) != nil
  }

  /// Asks for the lines one after the other, for an invitation on paper.
  private func typed(server: String) throws(Failure) -> Invitation {
    func ask(en: String, ko: String) throws(Failure) -> String {
      guard let answer = console.ask(en: en, ko: ko) else { throw Console.ended() }
      return answer
    }
    // A server on this machine has no certificate; for any other the line may be on the paper.
    let certificate =
      server.hasPrefix("http:")
      ? ""
      : try ask(
        en: "Certificate (line 'certificate:'; Enter alone if there is none):",
        ko: "인증서 (certificate 줄, 없으면 Enter):"
      )
    let text = """
      server: \(server)
      certificate: \(certificate)
      round: \(try ask(en: "Round (line 'round:'):", ko: "회차 (round 줄):"))
      code: \(try ask(en: "Code (line 'code:'):", ko: "코드 (code 줄):"))
      """
    return try Invitation(text: text, name: console.language == .ko ? "입력" : "input")
  }

  private func nothing(_ answer: String) -> Failure {
    let shown = LogText.printable(answer)
    return Failure(
      .missingInput,
      en: "'\(shown)' is neither a file here nor the text of an invitation",
      ko: "'\(shown)'은(는) 여기 있는 파일도 초대문의 내용도 아닙니다",
      fix: (
        en:
          "save the invitation as a file and give its name, or copy its lines server, round and code",
        ko: "초대문을 파일로 저장해 그 이름을 쓰거나, server, round, code 줄을 그대로 옮기십시오"
      )
    )
  }

  /// The file that an answer names; `nil` if it names none.
  ///
  /// A name may be in quotes, begin with `~/`, be a `file://` address or have its spaces escaped by
  /// backslashes, as terminals write the name of a file that is dropped onto them.
  static func file(_ answer: String, home: String) -> String? {
    var name = answer.trimmed
    if let quote = name.first, quote == "'" || quote == "\"", name.count > 1, name.last == quote {
      name = String(name.dropFirst().dropLast())
    }
    var names = [name, name.replacing(/\\(.)/) { $0.1 }]
    if name.hasPrefix("file://"), let url = URL(string: name), url.isFileURL {
      names.append(url.path(percentEncoded: false))
    }
    return names.map { $0.hasPrefix("~/") ? home + $0.dropFirst() : $0 }.first { path in
      FileManager.default.fileExists(atPath: path) && !InputFile.isDirectory(path)
    }
  }
}
