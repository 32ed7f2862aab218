import ArgumentParser
import Foundation
import PanelCore
import PanelFiles
import PanelReport

/// `panel export`: tables and a codebook for spreadsheets and statistics programs.
struct ExportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write long and wide CSV and a codebook, under fresh row numbers.",
    discussion: "Example:\n  panel export release --to Exports/example"
  )

  @ArgumentParser.Argument(help: "The release directory.")
  var release: String

  @ArgumentParser.Option(name: .long, help: "The directory to make.")
  var to: String?

  @OptionGroup(title: "Comments") var comments: CommentReviewOptions

  @ArgumentParser.Flag(name: .long, help: "Leave out the byte-order mark that Excel needs.")
  var noBom = false

  @OptionGroup var common: CommonOptions

  func run() async throws {
    if let file = comments.reviewComments {
      let source = Release(files: try InputFile.directory(release))
      do {
        return try await comments.run(source, file: file, common.settings)
      } catch let problem as ReleaseProblem {
        throw Failure(problem, in: release)
      }
    }
    guard let to else { throw ValidationError("Missing expected argument '--to <to>'") }
    var generator = SystemRandomNumberGenerator()
    do {
      let files = try RatingsExport.files(
        release: Release(files: try InputFile.directory(release)),
        language: common.settings.language,
        byteOrderMark: !noBom,
        using: &generator
      )
      try DurableFile.writeDirectory(files, to: URL(fileURLWithPath: to))
    } catch let problem as ReleaseProblem {
      throw Failure(problem, in: release)
    }
    Notes(language: common.settings.language).say(
      "The export is in \(to). Rows of a small panel can single people out: share with care.",
      "\(to)에 내보냈습니다. 소수 평가단의 자료는 개인을 드러낼 수 있으니 주의하십시오."
    )
  }
}
