import ArgumentParser
import Foundation
import PanelCore
import PanelTerminal

/// The settings of the environment: the folder of the state, and the language.
struct Settings: Sendable {
  var home: URL
  var language: Language

  /// Reads `$PANEL_HOME`, or otherwise the XDG state folder, and the language.
  init(language: Language? = nil, environment: [String: String] = Settings.environment) {
    if let home = environment["PANEL_HOME"], !home.isEmpty {
      self.home = URL(fileURLWithPath: home, isDirectory: true)
    } else {
      let state =
        environment["XDG_STATE_HOME"].flatMap { $0.isEmpty ? nil : $0 }
        ?? NSHomeDirectory() + "/.local/state"
      home = URL(fileURLWithPath: state, isDirectory: true).appending(path: "panel")
    }
    self.language = language ?? Settings.language([], environment: environment)
  }

  static var environment: [String: String] { ProcessInfo.processInfo.environment }

  /// The language of the command line, or otherwise of the locale.
  static func language(
    _ arguments: [String],
    environment: [String: String] = Settings.environment
  ) -> Language {
    for (index, argument) in arguments.enumerated() {
      if argument == "--language", arguments.indices.contains(index + 1) {
        return Language(rawValue: arguments[index + 1]) ?? .en
      }
      if argument.hasPrefix("--language=") {
        return Language(rawValue: String(argument.dropFirst(11))) ?? .en
      }
    }
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].lazy
      .compactMap { environment[$0] }.first { !$0.isEmpty }
    return Language(locale: locale ?? "en")
  }
}

/// The name of a language on the command line.
enum LanguageWord: String, ExpressibleByArgument, CaseIterable {
  case ko, en
}

/// Options that every command takes.
struct CommonOptions: ParsableArguments {
  @ArgumentParser.Option(name: .long, help: "ko or en (default: the language of the locale).")
  var language: LanguageWord?

  var settings: Settings { Settings(language: language.map { $0 == .ko ? .ko : .en }) }
}

extension URL {
  /// Whether a server may be used at this address: over TLS, or on this machine.
  var isSafeServer: Bool {
    guard let host = host() else { return false }
    if scheme == "https" { return true }
    return scheme == "http" && (host == "localhost" || host == "::1" || host.hasPrefix("127."))
  }
}
