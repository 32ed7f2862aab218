import ArgumentParser
import Foundation
import PanelCore
import PanelFiles

struct SurveyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "survey",
    abstract: "Work on survey files.",
    subcommands: [SurveyCheckCommand.self, PreviewCommand.self]
  )
}

/// `panel survey check`: lists every problem of survey files.
struct SurveyCheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Find every problem of survey files, with line and fix.",
    discussion: "Example:\n  panel survey check Surveys/example.yaml"
  )

  @ArgumentParser.Argument(help: "The survey files.")
  var files: [String]

  @ArgumentParser.Option(
    name: .long,
    help: "A text file of names, one per line, that no blind text may contain."
  )
  var names: String?

  @ArgumentParser.Flag(name: .long, help: "Print the problems as JSON.")
  var json = false

  @OptionGroup var common: CommonOptions

  private struct Finding: Encodable {
    var file: String
    var line: Int
    var severity: FileProblem.Severity
    var message: String
    var fix: String
  }

  func run() throws {
    let language = common.settings.language
    let blindNames =
      try names.map { path throws(Failure) in
        try InputFile.text(path).split(whereSeparator: \.isNewline)
          .map { $0.trimmed }.filter { !$0.isEmpty }
      } ?? []
    var findings: [Finding] = []
    var missing: Failure?
    for file in files {
      guard FileManager.default.isReadableFile(atPath: file) else {
        do { _ = try InputFile.data(file) } catch {
          StandardStream.error.write(error.text(in: language))
          missing = error
        }
        continue
      }
      findings += SurveyDocument.check(try InputFile.text(file), blindNames: blindNames).map {
        Finding(
          file: file,
          line: $0.line,
          severity: $0.severity,
          message: $0.message[language],
          fix: $0.fix[language]
        )
      }
    }
    if json {
      StandardStream.output.write(try CanonicalJSON.encodeReadable(findings))
    } else {
      for finding in findings {
        let kind =
          finding.severity == .warning ? (language == .ko ? "주의: " : "warning: ") : ""
        StandardStream.error.write(
          "panel: \(finding.file):\(finding.line): \(kind)\(finding.message)\n"
            + "  fix: \(finding.fix)\n"
        )
      }
    }
    let errors = findings.count { $0.severity == .error }
    if errors == 0, let missing { throw ExitCode(missing.status.rawValue) }
    guard errors == 0 else { throw ExitCode(ExitStatus.invalidData.rawValue) }
    if !json {
      let warnings = findings.count
      StandardStream.output.write(
        language == .ko
          ? "\(files.joined(separator: ", ")): 오류 없음, 주의 \(warnings)건\n"
          : "\(files.joined(separator: ", ")): no errors, \(warnings) warnings\n"
      )
    }
  }
}
