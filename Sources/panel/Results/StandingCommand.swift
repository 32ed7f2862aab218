import ArgumentParser
import Foundation
import PanelCore
import PanelFiles
import PanelReport
import PanelScoring
import PanelTerminal

/// `panel standing`: the points of several teams, and what is certain despite withheld values.
struct StandingCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "standing",
    abstract:
      "Add up the components of several teams; show what is certain despite withheld values.",
    discussion: """
      Example:
        panel standing docs/standing/example.yaml
      The file lists what is known (docs/standing.md). It may take points from a release, which must
      verify.
      """
  )

  @ArgumentParser.Argument(help: "A standing file.")
  var file: String

  @ArgumentParser.Flag(name: .long, help: "Print panel.standing.result.v1 JSON.")
  var json = false

  @OptionGroup var common: CommonOptions

  func run() throws {
    let text = try InputFile.text(file)
    let standing: StandingResult
    do throws(FileProblems) {
      let read = try StandingDocument.read(text)
      let (frame, taken) = try read.filled(from: try releases(read))
      var result = try StandingResult(frame)
      result.releases = taken
      standing = result
    } catch {
      throw Failure(.invalidData, problems: error, file: file)
    }
    if json {
      StandardStream.output.write(try CanonicalJSON.encodeReadable(standing))
      return
    }
    let columns = Terminal.columns(of: 1)
    let lines = StandingText(standing, language: common.settings.language, columns: columns).lines
    for line in lines { StandardStream.output.write(line + "\n") }
  }

  /// The releases that the file names; their paths are relative to the file's folder.
  private func releases(_ frame: StandingFrame) throws(FileProblems) -> [String: Release] {
    let folder = URL(fileURLWithPath: file).deletingLastPathComponent()
    var releases: [String: Release] = [:]
    for directory in frame.directories {
      let path = URL(fileURLWithPath: directory, relativeTo: folder).path
      do throws(Failure) {
        releases[directory] = Release(files: try InputFile.directory(path))
      } catch {
        let line = frame.line(of: directory)
        throw FileProblems(
          problems: [
            FileProblem(line: line, severity: .error, message: error.message, fix: error.fix)
          ]
        )
      }
    }
    return releases
  }
}

extension StandingFrame {
  /// The first line of the file that names a release.
  fileprivate func line(of directory: String) -> Int {
    let lines = teams.flatMap(\.values.values).compactMap { value in
      if case .released(directory, _) = value.content { value.line } else { nil }
    }
    return lines.min() ?? 1
  }
}
