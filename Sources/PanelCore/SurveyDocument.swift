import Yams

/// Reads survey files (`docs/survey-format.md`) and tells everything that is wrong with one.
public enum SurveyDocument {
  /// The format this version reads and the value of the key `format`.
  public static let format = "panel.survey.v1"

  /// Reads a survey.
  ///
  /// - Parameters:
  ///   - yaml: The text of the file.
  ///   - extra: Names that a blind survey must not contain, besides the built-in ones.
  /// - Returns: The survey, and what someone should look at all the same.
  /// - Throws: Every problem of the file, warnings among them, if at least one is an error.
  public static func read(
    _ yaml: String,
    blindNames extra: [String] = []
  ) throws(SurveyProblems) -> (survey: Survey, warnings: [SurveyProblem]) {
    let (survey, problems) = examine(yaml, blindNames: extra)
    guard let survey else { throw SurveyProblems(problems: problems) }
    return (survey, problems)
  }

  /// Everything that is wrong with a survey, in the order of its lines; empty when it is sound.
  ///
  /// `blindNames` are names that a blind survey must not contain, besides the built-in ones.
  public static func check(_ yaml: String, blindNames extra: [String] = []) -> [SurveyProblem] {
    examine(yaml, blindNames: extra).problems
  }

  private static func examine(
    _ yaml: String,
    blindNames extra: [String]
  ) -> (survey: Survey?, problems: [SurveyProblem]) {
    var text = Substring(yaml)
    if text.unicodeScalars.first == "\u{FEFF}" { text.unicodeScalars.removeFirst() }
    let lines = SurveyText.lines(text)
    var check = SurveyCheck()
    var survey: Survey?
    if let root = source(lines, &check) {
      survey = check.survey(root)
      check.checkBlindness(of: root, lines: lines, extra: extra)
    }
    let problems = check.problems.enumerated()
      .sorted { ($0.element.line, $0.offset) < ($1.element.line, $1.offset) }
      .map(\.element)
    return (check.hasErrors ? nil : survey, problems)
  }

  // A mapping that has a key twice cannot be composed, so each later one is renamed until the
  // text can be read; that gives its line, and the rest of the file is checked as well.
  private static func source(_ lines: [String], _ check: inout SurveyCheck) -> SourceNode? {
    var lines = lines
    for _ in 0...lines.count {
      do {
        return try compose(lines, &check)
      } catch YamlError.duplicatedKeysInMapping(let duplicates, let context) {
        let key = duplicates.min() ?? ""
        let later = SurveyText.renameDuplicates(
          of: key,
          after: (context.mark.line, context.mark.column),
          in: &lines
        )
        for line in later.isEmpty ? [context.mark.line] : later {
          check.error(
            at: line,
            .init(
              "'\(key)' 키가 두 번 나옵니다(처음: \(context.mark.line)행)",
              "the key '\(key)' is given twice (first on line \(context.mark.line))"
            ),
            fix: .init("하나를 지우십시오", "remove one of them")
          )
        }
        guard !later.isEmpty else { return nil }
      } catch {
        let (line, problem) = place(of: error, in: lines)
        check.error(
          at: line,
          .init("YAML 문법 오류: \(problem)", "not valid YAML: \(problem)"),
          fix: SurveyText.advice(for: problem)
        )
        return nil
      }
    }
    return nil
  }

  private static func compose(_ lines: [String], _ check: inout SurveyCheck) throws -> SourceNode? {
    // The encoding is given because the default one reads the environment; no resolver, because
    // it would take `no` for a truth value and 0.10 for a binary number.
    let parser = try Parser(
      yaml: lines.joined(separator: "\n") + "\n",
      resolver: .basic,
      encoding: .utf8
    )
    guard let root = try parser.singleRoot(), !isBlank(root) else {
      check.error(
        at: 1,
        .init("파일이 비어 있습니다", "the file is empty"),
        fix: .init("Surveys/example.yaml에서 시작하십시오", "start from Surveys/example.yaml")
      )
      return nil
    }
    // Anchors are weak references that live as long as the parser.
    return withExtendedLifetime(parser) {
      let anchors = Set(anchorLines(in: root))
      for line in anchors.sorted() {
        check.error(
          at: line,
          .init("앵커(&)와 별칭(*)은 쓸 수 없습니다", "anchors (&) and aliases (*) are not part of the format"),
          fix: .init("내용을 그대로 쓰십시오", "write the content out")
        )
      }
      return anchors.isEmpty ? node(root, name: "", line: 1, &check) : nil
    }
  }

  private static func isBlank(_ node: Node) -> Bool {
    guard let scalar = node.scalar, scalar.style == .plain || scalar.style == .any else {
      return false
    }
    return ["", "~", "null", "Null", "NULL"].contains(scalar.string)
  }

  // Does not look below an anchor: what stands there may refer to it any number of times.
  private static func anchorLines(in node: Node) -> [Int] {
    if node.anchor != nil { return [node.mark?.line ?? 1] }
    switch node {
    case .scalar, .alias: return []
    case .sequence(let nodes): return nodes.flatMap(anchorLines)
    case .mapping(let pairs):
      return pairs.flatMap { anchorLines(in: $0.key) + anchorLines(in: $0.value) }
    }
  }

  private static func node(
    _ node: Node,
    name: String,
    line: Int,
    _ check: inout SurveyCheck
  ) -> SourceNode {
    switch node {
    case .scalar(let scalar):
      guard !isBlank(node) else { return SourceNode(line: line, name: name, content: .blank) }
      return SourceNode(
        line: scalar.mark?.line ?? line,
        name: name,
        content: .scalar(scalar.string)
      )
    case .alias: return SourceNode(line: line, name: name, content: .blank)
    case .sequence(let nodes):
      var entries: [SourceNode] = []
      for entry in nodes {
        entries.append(self.node(entry, name: name, line: entry.mark?.line ?? line, &check))
      }
      return SourceNode(line: line, name: name, content: .list(entries))
    case .mapping(let pairs):
      var entries: [SourceEntry] = []
      for (key, value) in pairs {
        let line = key.mark?.line ?? line
        guard let scalar = key.scalar else {
          check.error(
            at: line,
            .init("키는 한 낱말이어야 합니다", "a key must be a word"),
            fix: .init("목록이나 모음을 키로 쓰지 마십시오", "do not use a list or a map as a key")
          )
          continue
        }
        guard !scalar.string.hasPrefix(SurveyText.renamed) else { continue }
        entries.append(
          SourceEntry(
            key: scalar.string,
            line: line,
            value: self.node(value, name: scalar.string, line: line, &check)
          )
        )
      }
      return SourceNode(line: line, name: name, content: .map(entries))
    }
  }

  private static func place(of error: any Error, in lines: [String]) -> (Int, String) {
    switch error as? YamlError {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _):
      return (min(mark.line, max(1, lines.count)), problem)
    case .composer(_, let problem, let mark, _): return (mark.line, problem)
    case .reader(let problem, let offset, _, let yaml):
      let line = offset.map { 1 + yaml.prefix($0).count { $0 == "\n" } }
      return (line ?? 1, problem)
    default: return (1, "cannot be read")
    }
  }
}
