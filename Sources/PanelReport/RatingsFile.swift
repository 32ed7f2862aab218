import Foundation
public import PanelCore

/// Reads ratings from a plain CSV, long or wide, from paper or from another system.
public struct RatingsFile: Sendable {
  /// What is wrong on a line, and how to mend it.
  public struct Problem: Error, Hashable, Sendable {
    /// The line, from 1.
    public var line: Int
    /// What is wrong.
    public var message: LocalizedText
    /// What to do.
    public var fix: LocalizedText
  }

  /// Everything that is wrong with a file, in the order of its lines.
  public struct Problems: Error, Hashable, Sendable {
    /// The problems.
    public var problems: [Problem]
  }

  /// The ratings.
  public let table: RatingsTable
  /// What was passed over.
  public let notices: [LocalizedText]

  /// Reads a CSV: `rater,model,item,rating`, or `rater` and then `MODEL_CRITERION` columns.
  ///
  /// An empty rating means that the evaluator could not judge (in a wide file: no rating), `R`
  /// that they were recused. Models that the form does not name are taken from the file when the
  /// form names none.
  public init(csv text: String, form: RatedForm) throws(Problems) {
    let lines: [CSV.Line]
    do {
      lines = try CSV.read(text)
    } catch {
      throw Problems(problems: [
        Problem(
          line: error.line,
          message: LocalizedText(ko: "따옴표가 맞지 않습니다", en: "a quote is not closed properly"),
          fix: LocalizedText(
            ko: "칸 전체를 따옴표로 감싸고 안의 따옴표는 두 번 쓰십시오",
            en: "quote whole cells, and double a quote inside one"
          )
        )
      ])
    }
    var reader = Reader(form: form)
    reader.read(lines)
    guard reader.problems.isEmpty else {
      throw Problems(problems: reader.problems.sorted { $0.line < $1.line })
    }
    table = reader.table
    notices = reader.notices
  }

  private struct Reader {
    var form: RatedForm
    var table: RatingsTable
    var problems: [Problem] = []
    var notices: [LocalizedText] = []
    private var raters: [String: Int] = [:]

    init(form: RatedForm) {
      self.form = form
      table = RatingsTable(form: form)
    }

    mutating func fail(_ line: Int, _ ko: String, _ en: String, fix: (ko: String, en: String)) {
      problems.append(
        Problem(
          line: line,
          message: LocalizedText(ko: ko, en: en),
          fix: LocalizedText(ko: fix.ko, en: fix.en)
        )
      )
    }

    mutating func read(_ lines: [CSV.Line]) {
      guard let head = lines.first else {
        return fail(
          1,
          "파일이 비어 있습니다",
          "the file is empty",
          fix: ("rater,model,item,rating 머리글을 쓰십시오", "begin with rater,model,item,rating")
        )
      }
      let names = head.cells.map { $0.trimmingCharacters(in: .whitespaces) }
      for name in Set(names).sorted() where names.count(where: { $0 == name }) > 1 {
        fail(
          head.number,
          "열 '\(name)'이(가) 두 번 있습니다",
          "the column '\(name)' stands twice",
          fix: ("하나를 지우십시오", "remove one of them")
        )
      }
      guard problems.isEmpty else { return }
      let long = ["rater", "model", "item", "rating"].map { names.firstIndex(of: $0) }
      if let rater = long[0], let model = long[1], let item = long[2], let rating = long[3] {
        readLong(lines.dropFirst(), width: names.count, (rater, model, item, rating))
        noticeIgnored(names.filter { !["rater", "model", "item", "rating"].contains($0) })
      } else if names.first == "rater" {
        readWide(lines.dropFirst(), names, head.number)
      } else {
        fail(
          head.number,
          "머리글을 알아볼 수 없습니다",
          "the header is not one of ratings",
          fix: (
            "rater,model,item,rating 또는 rater와 MODEL_CRITERION 열을 쓰십시오",
            "use rater,model,item,rating, or rater and then MODEL_CRITERION columns"
          )
        )
      }
    }

    private mutating func noticeIgnored(_ names: [String]) {
      guard !names.isEmpty else { return }
      let list = names.joined(separator: ", ")
      notices.append(LocalizedText(ko: "무시한 열: \(list)", en: "columns ignored: \(list)"))
    }

    private mutating func isComplete(_ line: CSV.Line, _ width: Int) -> Bool {
      guard line.cells.count != width else { return true }
      fail(
        line.number,
        "칸이 \(line.cells.count)개인데 머리글은 \(width)개입니다",
        "\(line.cells.count) cells where the header has \(width)",
        fix: ("빠진 칸이나 남는 쉼표를 고치십시오", "add the missing cell or remove the extra comma")
      )
      return false
    }

    /// The position of an evaluator; `nil` for an empty label, which is a problem.
    private mutating func rater(_ label: String, _ line: Int) -> Int? {
      guard !label.isEmpty else {
        fail(
          line,
          "평가위원 칸이 비어 있습니다",
          "the rater is missing",
          fix: ("평가위원 기호를 쓰십시오", "write who rated")
        )
        return nil
      }
      if let known = raters[label] { return known }
      let added = table.append(rater: label)
      raters[label] = added
      return added
    }

    private mutating func cell(
      _ text: String,
      _ line: Int,
      blank: RatingsTable.Cell
    ) -> RatingsTable.Cell? {
      if text.isEmpty { return blank }
      if text == "R" { return .recused }
      let range = "\(form.lowest)..\(form.highest)"
      guard let rating = Int(text) else {
        fail(
          line,
          "평점 '\(text)'은(는) 정수가 아닙니다",
          "the rating '\(text)' is not a whole number",
          fix: (
            "\(range) 사이의 정수, 판단 불가는 빈칸, 회피는 R",
            "write a whole number of \(range), nothing for 'cannot judge', or R for recused"
          )
        )
        return nil
      }
      guard rating >= form.lowest, rating <= form.highest else {
        fail(
          line,
          "평점 \(rating)이(가) 척도 \(range) 밖입니다",
          "the rating \(rating) is outside the scale \(range)",
          fix: (
            "평점을 고치거나 척도를 --scale로 지정하십시오",
            "correct it, or name the scale with --scale LOWEST..HIGHEST"
          )
        )
        return nil
      }
      return .rating(rating)
    }

    private mutating func readLong(
      _ lines: ArraySlice<CSV.Line>,
      width: Int,
      _ columns: (rater: Int, model: Int, item: Int, rating: Int)
    ) {
      if form.models.isEmpty {
        var seen: Set<String> = []
        for line in lines where line.cells.count == width {
          let name = line.cells[columns.model].trimmingCharacters(in: .whitespaces)
          if !name.isEmpty, seen.insert(name).inserted { form.models.append(ModelCode(name)) }
        }
        table = RatingsTable(form: form)
      }
      let models = Dictionary(
        form.models.enumerated().map { ($0.element.rawValue, $0.offset) },
        uniquingKeysWith: { first, _ in first }
      )
      let items = Dictionary(
        form.items.enumerated().map { ($0.element.rawValue, $0.offset) },
        uniquingKeysWith: { first, _ in first }
      )
      var firstLines: [Int: Int] = [:]
      for line in lines where isComplete(line, width) {
        let cells = line.cells.map { $0.trimmingCharacters(in: .whitespaces) }
        let rater = rater(cells[columns.rater], line.number)
        let model = models[cells[columns.model]]
        if model == nil {
          fail(
            line.number,
            "모델 '\(cells[columns.model])'이(가) 설문에 없습니다",
            "there is no model '\(cells[columns.model])'",
            fix: known(form.models.map(\.rawValue))
          )
        }
        let item = items[cells[columns.item]]
        if item == nil {
          fail(
            line.number,
            "문항 '\(cells[columns.item])'이(가) 없습니다",
            "there is no item '\(cells[columns.item])'",
            fix: known(form.items.map(\.rawValue))
          )
        }
        let cell = cell(cells[columns.rating], line.number, blank: .cannotJudge)
        guard let rater, let model, let item, let cell else { continue }
        let position = (rater * form.models.count + model) * form.items.count + item
        if let first = firstLines.updateValue(line.number, forKey: position) {
          fail(
            line.number,
            "\(first)행과 같은 평점입니다",
            "this was rated on line \(first) already",
            fix: ("두 행 중 하나를 지우십시오", "remove one of the two lines")
          )
          continue
        }
        table[rater, model, item] = cell
      }
    }

    private mutating func readWide(
      _ lines: ArraySlice<CSV.Line>,
      _ names: [String],
      _ headLine: Int
    ) {
      var columns: [(column: Int, model: String, item: Int)] = []
      var ignored: [String] = []
      for (column, name) in names.enumerated().dropFirst() {
        let parts = name.split(separator: "_", maxSplits: 1, omittingEmptySubsequences: false)
        if parts.count == 2, !parts[0].isEmpty,
          let item = form.items.firstIndex(of: ItemID(String(parts[1]))),
          form.models.isEmpty || form.models.contains(ModelCode(String(parts[0])))
        {
          columns.append((column, String(parts[0]), item))
        } else {
          ignored.append(name)
        }
      }
      noticeIgnored(ignored)
      if form.models.isEmpty {
        var seen: Set<String> = []
        form.models = columns.compactMap { column in
          seen.insert(column.model).inserted ? ModelCode(column.model) : nil
        }
        table = RatingsTable(form: form)
      }
      for model in form.models {
        for (item, id) in form.items.enumerated()
        where !columns.contains(where: { $0.model == model.rawValue && $0.item == item }) {
          fail(
            headLine,
            "열 \(model)_\(id)이(가) 없습니다",
            "the column \(model)_\(id) is missing",
            fix: ("열을 더하거나 기준 이름을 고치십시오", "add it, or correct the names of the criteria")
          )
        }
      }
      if columns.isEmpty {
        fail(
          headLine,
          "MODEL_CRITERION 열이 없습니다",
          "there is no MODEL_CRITERION column",
          fix: known(form.items.map(\.rawValue))
        )
      }
      guard problems.isEmpty else { return }
      for line in lines where isComplete(line, names.count) {
        let cells = line.cells.map { $0.trimmingCharacters(in: .whitespaces) }
        if raters[cells[0]] != nil {
          fail(
            line.number,
            "평가위원 '\(cells[0])'이(가) 두 번 나옵니다",
            "the rater '\(cells[0])' stands twice",
            fix: ("한 사람에 한 행만 두십시오", "keep one line a rater")
          )
          continue
        }
        guard let rater = rater(cells[0], line.number) else { continue }
        for column in columns {
          if let cell = cell(cells[column.column], line.number, blank: .blank),
            let model = form.models.firstIndex(of: ModelCode(column.model))
          {
            table[rater, model, column.item] = cell
          }
        }
      }
    }

    private func known(_ names: [String]) -> (ko: String, en: String) {
      let list = names.joined(separator: ", ")
      return ("다음 중 하나: \(list)", "use one of: \(list)")
    }
  }
}
