import Yams

/// The parts of a YAML file with their lines, and its problems as YAML.
///
/// Only this type uses the parser. No format here allows anchors, aliases or several documents, and a
/// scalar is kept as the text that was written.
struct YAMLDocument {
  /// The lines of the file, whichever way they end.
  let lines: [String]
  /// The whole content; `nil` when it cannot be read.
  private(set) var root: YAMLNode?
  /// The problems so far, in the order they were met.
  private(set) var problems: [FileProblem] = []
  private let kind: YAMLKind

  /// Reads a file of a kind; a byte order mark is left out.
  init(_ yaml: String, kind: YAMLKind) {
    var text = Substring(yaml)
    if text.unicodeScalars.first == "\u{FEFF}" { text.unicodeScalars.removeFirst() }
    lines = YAMLText.lines(text)
    self.kind = kind
    root = read()
  }

  private mutating func error(at line: Int, _ message: LocalizedText, fix: LocalizedText) {
    problems.append(FileProblem(line: line, severity: .error, message: message, fix: fix))
  }

  // The parser refuses a map that has a key twice. So each later one is renamed until the text can be
  // read: this gives its line, and the rest of the file is checked as well.
  private mutating func read() -> YAMLNode? {
    var lines = lines
    for _ in 0...lines.count {
      do {
        return try compose(lines)
      } catch YamlError.duplicatedKeysInMapping(let duplicates, let context) {
        let key = duplicates.min() ?? ""
        let later = YAMLText.renameDuplicates(
          of: key,
          after: (context.mark.line, context.mark.column),
          in: &lines
        )
        for line in later.isEmpty ? [context.mark.line] : later {
          error(
            at: line,
            .init(
              en: "the key '\(key)' is given twice (first on line \(context.mark.line))",
              ko: "'\(key)' 키가 두 번 나옵니다(처음: \(context.mark.line)행)"
            ),
            fix: .init(en: "remove one of them", ko: "하나를 지우십시오")
          )
        }
        guard !later.isEmpty else { return nil }
      } catch {
        let (line, problem) = place(of: error, in: lines)
        self.error(
          at: line,
          .init(en: "not valid YAML: \(problem)", ko: "YAML 문법 오류: \(problem)"),
          fix: kind.advice(for: problem)
        )
        return nil
      }
    }
    return nil
  }

  private mutating func compose(_ lines: [String]) throws -> YAMLNode? {
    // The encoding is given because the default one reads the environment; no resolver, because
    // it would take `no` for a truth value and 0.10 for a binary number.
    let parser = try Parser(
      yaml: lines.joined(separator: "\n") + "\n",
      resolver: .basic,
      encoding: .utf8
    )
    guard let root = try parser.singleRoot(), !isBlank(root) else {
      error(
        at: 1,
        .init(en: "the file is empty", ko: "파일이 비어 있습니다"),
        fix: kind.start
      )
      return nil
    }
    // Anchors are weak references that live as long as the parser.
    return withExtendedLifetime(parser) {
      let anchors = Set(anchorLines(in: root))
      for line in anchors.sorted() {
        error(
          at: line,
          .init(
            en: "anchors (&) and aliases (*) are not part of the format",
            ko: "앵커(&)와 별칭(*)은 쓸 수 없습니다"
          ),
          fix: .init(en: "write the content out", ko: "내용을 그대로 쓰십시오")
        )
      }
      return anchors.isEmpty ? node(root, name: "", line: 1, in: lines) : nil
    }
  }

  private func isBlank(_ node: Node) -> Bool {
    guard let scalar = node.scalar, isPlain(scalar) else { return false }
    return ["", "~", "null", "Null", "NULL"].contains(scalar.string)
  }

  private func isPlain(_ scalar: Node.Scalar) -> Bool {
    scalar.style == .plain || scalar.style == .any
  }

  // Does not look below an anchor: its content may refer to it any number of times.
  private func anchorLines(in node: Node) -> [Int] {
    if node.anchor != nil { return [node.mark?.line ?? 1] }
    switch node {
    case .scalar, .alias: return []
    case .sequence(let nodes): return nodes.flatMap(anchorLines)
    case .mapping(let pairs):
      return pairs.flatMap { anchorLines(in: $0.key) + anchorLines(in: $0.value) }
    }
  }

  private mutating func node(
    _ node: Node,
    name: String,
    line: Int,
    in lines: [String]
  ) -> YAMLNode {
    switch node {
    case .scalar(let scalar):
      guard !isBlank(node) else { return YAMLNode(line: line, name: name, content: .blank) }
      return YAMLNode(
        line: scalar.mark?.line ?? line,
        name: name,
        content: .scalar(scalar.string),
        hasRemark: isPlain(scalar) && hasRemark(after: scalar, in: lines)
      )
    case .alias: return YAMLNode(line: line, name: name, content: .blank)
    case .sequence(let nodes):
      var entries: [YAMLNode] = []
      for entry in nodes {
        entries.append(
          self.node(entry, name: name, line: entry.mark?.line ?? line, in: lines)
        )
      }
      return YAMLNode(line: line, name: name, content: .list(entries))
    case .mapping(let pairs):
      var entries: [YAMLEntry] = []
      for (key, value) in pairs {
        let line = key.mark?.line ?? line
        guard let scalar = key.scalar else {
          error(
            at: line,
            .init(en: "a key must be a word", ko: "키는 한 낱말이어야 합니다"),
            fix: .init(en: "do not use a list or a map as a key", ko: "목록이나 모음을 키로 쓰지 마십시오")
          )
          continue
        }
        guard !scalar.string.hasPrefix(YAMLText.renamed) else { continue }
        entries.append(
          YAMLEntry(
            key: scalar.string,
            line: line,
            value: self.node(value, name: scalar.string, line: line, in: lines)
          )
        )
      }
      return YAMLNode(line: line, name: name, content: .map(entries))
    }
  }

  private func hasRemark(after scalar: Node.Scalar, in lines: [String]) -> Bool {
    guard let mark = scalar.mark, lines.indices.contains(mark.line - 1) else { return false }
    let rest = lines[mark.line - 1].unicodeScalars.dropFirst(mark.column - 1)
    guard rest.starts(with: scalar.string.unicodeScalars) else { return false }
    return rest.dropFirst(scalar.string.unicodeScalars.count)
      .first { $0 != " " && $0 != "\t" } == "#"
  }

  private func place(of error: any Error, in lines: [String]) -> (Int, String) {
    switch error as? YamlError {
    // For a missing colon the parser reports the next key, which may be far below; this reports where
    // the scan began.
    case .scanner(let context?, let problem, _, _)
    where kind == .answers && problem.contains(YAMLKind.noColon):
      return (context.mark.line, problem)
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
