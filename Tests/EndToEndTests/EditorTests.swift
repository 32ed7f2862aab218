import Foundation
import PanelCore
import TestSupport
import Testing

@testable import panel

extension FormJourneyTests {
  @Suite("The comment in one's own editor", .timeLimit(.minutes(45)))
  struct Editor {
    private let person: FormPerson
    private let folder: TemporaryFolder

    init() throws {
      person = try FormRound.anyone()
      folder = try TemporaryFolder()
    }

    private var comment: String? { get throws { try person.draft().comments.values.first } }

    /// A script as an editor, in a path with a space.
    ///
    /// The shell reads it: a file that was just written cannot be run while another test forks.
    private func editor(_ script: String) throws -> String {
      "sh '\(try folder.write(script + "\n", to: "my editor.sh"))'"
    }

    private func open(_ variables: [String: String]) throws -> FormWindow {
      let window = try FormWindow(person.home, environment: variables)
      window.press(window.opening.first?.contains("Before you begin") == true ? "\n" : "dhh")
      return window
    }

    private func leave(_ window: FormWindow) throws {
      window.press("q")
      #expect(try window.terminal.wait() == 0)
    }

    @Test("options, a path with spaces, the terminal as the shell has it, and what it leaves")
    func writing() throws {
      let editor = try editor(
        """
        printf '%s\\n' "$@" > '\(folder.path("arguments"))'
        stty -g > '\(folder.path("state"))'
        grep SigBlk /proc/self/status > '\(folder.path("blocked"))'
        ls -l "$3" > '\(folder.path("mode"))'
        cat "$3" > '\(folder.path("given"))'
        printf '밖에서 쓴 글\\nand a line\\n' >> "$3"
        """
      )
      let shell = try PseudoTerminal(
        URL(filePath: "/bin/sh"),
        ["-c", "stty -g > '\(folder.path("before"))'; exec panel rate"],
        environment: ProgramRun.environment(home: person.home)
          .merging(["EDITOR": "\(editor) --wait -x", "VISUAL": ""]) { $1 }
      )
      try shell.expect("Before you begin")
      shell.send(FormWindow.bytes("\ncfirst \u{13}e"))
      #expect(try becomes { try comment == "first 밖에서 쓴 글\nand a line" })
      // The form is back, and what was written there is one step to undo.
      shell.send(FormWindow.bytes("\u{0C}"))
      try shell.expect("24c")
      shell.send(FormWindow.bytes("u"))
      #expect(try becomes { try comment == "first " })
      shell.send(FormWindow.bytes("q"))
      #expect(try shell.wait() == 0)
      func text(_ name: String) throws -> String {
        try String(contentsOfFile: folder.path(name), encoding: .utf8)
      }
      #expect(try text("arguments").hasPrefix("--wait\n-x\n\(person.state.folder.path)/editor-"))
      #expect(try text("state") == text("before"))
      #expect(try text("given") == "first ")
      #if os(Linux)
      #expect(try text("blocked") == "SigBlk:\t0000000000000000\n", "the editor hears every signal")
      #endif
      #expect(try text("mode").hasPrefix("-rw-------"))
      let rest = try FileManager.default.contentsOfDirectory(atPath: person.state.folder.path)
      #expect(!rest.contains { $0.hasPrefix("editor-") })
    }

    @Test("one that fails, that is none, or that is not set: the comment stays, and why is said")
    func failing() throws {
      let failing = try editor("printf 'half' > \"$1\"; exit 3")
      let ways = [
        (["EDITOR": failing], "the editor failed (3); the comment is unchanged: "),
        (["EDITOR": "/no/such/editor"], "the editor failed (127); the comment is unchanged"),
        (
          ["EDITOR": "true", "VISUAL": "false"],
          "the editor failed (1); the comment is unchanged: false"
        ),
        ([:], "no editor is set; write here with c, or set EDITOR"),
      ]
      for (variables, message) in ways {
        let window = try open(variables)
        if try person.draft() == Answers() { try window.answer("cas it is\u{13}") }
        window.press("e")
        try window.terminal.expect(message)
        #expect(try comment == "as it is")
        try leave(window)
      }
    }

    @Test("Ctrl-C in an editor ends the editor, not the form")
    func interrupted() throws {
      let editor = try editor("printf 'half' > \"$1\"; echo here; while :; do sleep 0.01; done")
      let window = try open(["EDITOR": editor])
      try window.answer("cas it is\u{13}")
      window.press("e")
      try window.terminal.expect("here")
      window.terminal.send([0x03])
      try window.terminal.expect("the editor failed (130); the comment is unchanged")
      #expect(try comment == "as it is")
      try leave(window)
    }
  }
}
