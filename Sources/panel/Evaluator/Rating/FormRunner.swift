import ArgumentParser
import Foundation
import PanelCore
import PanelFiles
import PanelTerminal

/// How the questions are asked, for `panel rate` and `panel survey preview`.
struct FormOptions: ParsableArguments {
  @ArgumentParser.Flag(
    name: .long,
    help: "Ask line by line: for screen readers and terminals that only show lines."
  )
  var plain = false

  @ArgumentParser.Option(
    name: .long,
    help: "colour, contrast or plain (default: plain if NO_COLOR is set, otherwise colour)."
  )
  var theme: ThemeWord?

  /// Whether line prompts are asked for, by the person or by the terminal.
  var asksLines: Bool {
    let environment = Settings.environment
    let terminal = environment["TERM"] ?? ""
    return plain || ["", "dumb"].contains(terminal)
      || !(environment["PANEL_PLAIN"] ?? "").isEmpty
  }

  /// How the form looks.
  var screenTheme: ScreenTheme {
    switch theme ?? Settings.environment["PANEL_THEME"].flatMap(ThemeWord.init(rawValue:)) {
    case .colour: .colour
    case .contrast: .highContrast
    case .plain: .plain
    case nil: (Settings.environment["NO_COLOR"] ?? "").isEmpty ? .colour : .plain
    }
  }
}

/// A theme as it is named on the command line.
enum ThemeWord: String, ExpressibleByArgument, CaseIterable {
  case colour, contrast, plain
}

/// Asks the questions: on the full screen, or line by line.
enum FormRunner {
  /// How the questions were left; everything is saved.
  enum Outcome {
    /// By line prompts, at the end: the evaluator confirmed that everything is answered.
    case finished
    case left
    case interrupted
    case ended(RawTerminal.Ending)

    /// Ends the program as the person did.
    func end() throws {
      switch self {
      case .finished, .left: return
      case .interrupted: throw ExitCode(ExitStatus.interrupted.rawValue)
      case .ended(let ending):
        let number =
          switch ending {
          case .interrupt: SIGINT
          case .terminate: SIGTERM
          case .hangUp: SIGHUP
          }
        // The shell must see that a signal ended the program; the runtime's threads block all signals.
        signal(number, SIG_DFL)
        var only = sigset_t()
        sigemptyset(&only)
        sigaddset(&only, number)
        pthread_sigmask(SIG_UNBLOCK, &only, nil)
        raise(number)
      }
    }
  }

  static func run(
    _ form: Form,
    console: Console,
    options: FormOptions,
    folder: URL,
    news: @escaping () throws -> FormSession.News,
    save: @escaping (Answers) throws -> Void,
    submit: @escaping () async throws -> AcknowledgedRevision,
    takeOver: @escaping () async throws -> Answers
  ) async throws -> Outcome {
    var interview = form.interview
    if !options.asksLines {
      var session = FormSession(
        form: form,
        theme: options.screenTheme,
        folder: folder,
        news: news,
        save: save,
        submit: submit,
        takeOver: takeOver
      )
      switch try await session.run() {
      case .left: return .left
      case .interrupted: return .interrupted
      case .ended(let ending): return .ended(ending)
      case .plain: interview = session.form.interview
      }
    }
    for change in form.surroundings.changes {
      console.say(en: "The survey has changed: \(change.en)", ko: "설문이 달라졌습니다: \(change.ko)")
    }
    var lines = LineInterview(
      interview,
      columns: Terminal.columns(of: 2) ?? 80,
      rows: Terminal.rows(of: 2),
      sheet: form.surroundings.sheet,
      isReadOnly: form.surroundings.reader != nil
    )
    let outcome = try lines.run(
      readLine: { console.readLine() },
      write: { StandardStream.error.write($0) },
      edit: ExternalEditor.command == nil
        ? nil : { try? ExternalEditor.edit($0, in: folder) },
      save: save
    )
    if case .finished = outcome { return .finished }
    return .left
  }
}
