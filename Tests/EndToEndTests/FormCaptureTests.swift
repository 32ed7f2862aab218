import Foundation
import TestSupport
import Testing

@Suite("The pictures of the form", .timeLimit(.minutes(45)))
struct FormCaptureTests {
  @Test("docs/screens shows what the program shows")
  func pictures() throws {
    let folder = try TemporaryFolder()
    let run = try ProgramRun.run(
      Repository.program("form-capture"),
      [folder.path("screens")],
      environment: ProgramRun.environment(home: folder.url)
    )
    #expect(run.status == 0, "\(run.output)\(run.error)")
    let fresh = folder.url.appending(path: "screens")
    let kept = Repository.root.appending(path: "docs/screens")
    func names(_ folder: URL) throws -> [String] {
      try FileManager.default.contentsOfDirectory(atPath: folder.path)
        .filter { $0.hasSuffix(".svg") }.sorted()
    }
    #expect(try names(fresh).count == 4)
    #expect(try names(fresh) == names(kept))
    for name in try names(fresh) {
      let (now, then) = (fresh.appending(path: name), kept.appending(path: name))
      // Whole files, as they are the same byte for byte on every machine.
      let isSame = try Data(contentsOf: now) == Data(contentsOf: then)
      #expect(isSame, "docs/screens/\(name) is out of date: make screens")
    }
  }
}
