import Foundation
import TestSupport
import Testing

@Suite("docs/cli.md agrees with the help of both programs", .timeLimit(.minutes(45)))
struct CommandLineDocumentTests {
  /// A command as `--experimental-dump-help` describes it.
  struct Command: Decodable {
    var commandName: String
    var arguments: [Argument]?
    var subcommands: [Command]?

    /// The commands that do something, by their full name.
    func leaves(_ path: String) -> [(name: String, command: Command)] {
      let children = (subcommands ?? []).filter { $0.commandName != "help" }
      guard !children.isEmpty else { return [(path, self)] }
      return children.flatMap { $0.leaves("\(path) \($0.commandName)") }
    }

    /// The table of its arguments, as it is in the document.
    var table: String {
      let shown = (arguments ?? []).filter {
        $0.shouldDisplay && !["help", "version", "language"].contains($0.valueName)
      }
      guard !shown.isEmpty else { return "" }
      return "| option | meaning |\n|---|---|\n" + shown.map { "\($0.row)\n" }.joined()
    }
  }

  struct Argument: Decodable {
    struct Name: Decodable {
      var kind: String
      var name: String
    }
    var kind: String
    var valueName: String
    var names: [Name]?
    var abstract: String?
    var allValues: [String]?
    var defaultValue: String?
    var shouldDisplay: Bool

    var row: String {
      let options = (names ?? []).map { $0.kind == "long" ? "--\($0.name)" : "-\($0.name)" }
      let value =
        allValues.map { $0.joined(separator: "|") } ?? valueName.uppercased()
      let key =
        switch kind {
        case "positional": value
        case "flag": options.joined(separator: ", ")
        default: "\(options.joined(separator: ", ")) \(value)"
        }
      let meaning = [abstract, defaultValue.map { "(default: \($0))" }].compactMap(\.self)
        .joined(separator: " ").replacing("\n", with: " ")
      return "| `\(key.replacing("|", with: "\\|"))` | \(meaning.replacing("|", with: "\\|")) |"
    }
  }

  struct Dump: Decodable { var command: Command }

  private static let document = Repository.root.appending(path: "docs/cli.md")
  private static let end = "<!-- end of options -->"

  private func commands() throws -> [(name: String, command: Command)] {
    let folder = try TemporaryFolder()
    return try ["panel", "paneld"].flatMap { program in
      let run = try ProgramRun.run(
        Repository.program(program),
        ["--experimental-dump-help"],
        environment: ProgramRun.environment(home: folder.url)
      )
      return try JSONDecoder().decode(Dump.self, from: Data(run.output.utf8)).command
        .leaves(program)
    }
  }

  @Test("every command has the table of its options; RECORD_GOLDEN=1 writes the tables anew")
  func tables() throws {
    var text = try String(contentsOf: Self.document, encoding: .utf8)
    for (name, command) in try commands() {
      let begin = "<!-- options of \(name) -->\n"
      guard let start = text.range(of: begin),
        let end = text[start.upperBound...].range(of: Self.end)
      else {
        Issue.record("docs/cli.md has no '\(begin.dropLast())' with '\(Self.end)'")
        continue
      }
      let written = text[start.upperBound..<end.lowerBound]
      guard written != command.table else { continue }
      Issue.record("the options of '\(name)' differ; RECORD_GOLDEN=1 writes them")
      if Golden.isRecording {
        text.replaceSubrange(start.upperBound..<end.lowerBound, with: command.table)
      }
    }
    if Golden.isRecording { try Data(text.utf8).write(to: Self.document) }
  }

  @Test("the document describes no command and no option that does not exist")
  func unknown() throws {
    let text = try String(contentsOf: Self.document, encoding: .utf8)
    let commands = try commands()
    let names = Set(commands.map(\.name))
    for match in text.matches(of: /<!-- options of ([a-z -]+) -->/) {
      #expect(names.contains(String(match.1)), "\(match.1)")
    }
    let options = Set(
      commands.flatMap { $0.command.arguments ?? [] }.flatMap { $0.names ?? [] }
        .filter { $0.kind == "long" }.map(\.name)
    )
    for option in text.matches(of: /`--([a-z][a-z-]+)/) {
      #expect(options.contains(String(option.1)), "--\(option.1)")
    }
  }
}
