import Foundation
public import PanelCore

/// Reads ratings from a plain CSV, long or wide, from paper or from another system.
public struct RatingsFile: Sendable {
  /// A problem on a line, and how to fix it.
  public struct Problem: Error, Hashable, Sendable {
    /// The line, from 1.
    public var line: Int
    /// What is wrong.
    public var message: LocalizedText
    /// What to do.
    public var fix: LocalizedText
  }

  /// All problems of a file, in the order of its lines.
  public struct Problems: Error, Hashable, Sendable {
    /// The problems.
    public var problems: [Problem]
  }

  /// The ratings.
  public let table: RatingsTable
  /// What was ignored.
  public let notices: [LocalizedText]

  /// Reads a CSV: `rater,model,item,rating`, or `rater` and then `MODEL_CRITERION` columns.
  ///
  /// An empty rating means that the evaluator could not judge (in a wide file: no rating), `R`
  /// that they were recused. Models that the form does not name are taken from the file when the
  /// form names none.
  public init(csv text: String, form: RatedForm) throws(Problems) {
    var reader = Reader(form: form, records: CSV.Records(text))
    do {
      try reader.read()
    } catch {
      throw Problems(problems: [
        Problem(
          line: error.line,
          message: LocalizedText(en: "a quote is not closed properly", ko: "따옴표가 맞지 않습니다"),
          fix: LocalizedText(
            en: "quote whole cells, and double a quote inside one",
            ko: "칸 전체를 따옴표로 감싸고 안의 따옴표는 두 번 쓰십시오"
          )
        )
      ])
    }
    guard reader.problems.isEmpty else {
      throw Problems(problems: reader.problems.sorted { $0.line < $1.line })
    }
    table = reader.table
    notices = reader.notices
  }

  /// The names that a form gives to models or items, and their places there.
  private struct Names {
    private var index: LabelIndex
    private let places: [Int?]

    init(_ names: [String]) {
      index = LabelIndex(names)
      // Not the numbers themselves: a form that names two alike has fewer of them.
      places = index.labels.map { names.firstIndex(of: $0) }
    }

    mutating func place(of bytes: [UInt8], _ cell: Range<Int>) -> Int? {
      let number = index.number(of: bytes, cell)
      return number < places.count ? places[number] : nil
    }
  }

  private struct Reader {
    var form: RatedForm
    var table: RatingsTable
    var problems: [Problem] = []
    var notices: [LocalizedText] = []
    private var records: CSV.Records
    private var raters = LabelIndex()

    init(form: RatedForm, records: CSV.Records) {
      self.form = form
      self.records = records
      table = RatingsTable(form: form)
    }

    mutating func fail(_ line: Int, en: String, ko: String, fix: (en: String, ko: String)) {
      problems.append(
        Problem(
          line: line,
          message: LocalizedText(en: en, ko: ko),
          fix: LocalizedText(en: fix.en, ko: fix.ko)
        )
      )
    }

    /// Reads the whole file, so that a quote that is not closed is found wherever it is.
    mutating func read() throws(CSV.QuoteProblem) {
      if try records.next() {
        try read(names: records.cells.map { records.text(records.trimmed($0)) })
      } else {
        fail(
          1,
          en: "the file is empty",
          ko: "파일이 비어 있습니다",
          fix: (en: "begin with rater,model,item,rating", ko: "rater,model,item,rating 머리글을 쓰십시오")
        )
      }
      while try records.next() {}
    }

    private mutating func read(names: [String]) throws(CSV.QuoteProblem) {
      for name in Set(names).sorted() where names.count(where: { $0 == name }) > 1 {
        fail(
          records.number,
          en: "the column '\(name)' occurs twice",
          ko: "열 '\(name)'이(가) 두 번 있습니다",
          fix: (en: "remove one of them", ko: "하나를 지우십시오")
        )
      }
      guard problems.isEmpty else { return }
      let long = ["rater", "model", "item", "rating"].map { names.firstIndex(of: $0) }
      if let rater = long[0], let model = long[1], let item = long[2], let rating = long[3] {
        try readLong(width: names.count, (rater, model, item, rating))
        noticeIgnored(names.filter { !["rater", "model", "item", "rating"].contains($0) })
      } else if names.first == "rater" {
        try readWide(names)
      } else {
        fail(
          records.number,
          en: "the header is not one of ratings",
          ko: "머리글을 알아볼 수 없습니다",
          fix: (
            en: "use rater,model,item,rating, or rater and then MODEL_CRITERION columns",
            ko: "rater,model,item,rating 또는 rater와 MODEL_CRITERION 열을 쓰십시오"
          )
        )
      }
    }

    private mutating func noticeIgnored(_ names: [String]) {
      guard !names.isEmpty else { return }
      let list = names.joined(separator: ", ")
      notices.append(LocalizedText(en: "columns ignored: \(list)", ko: "무시한 열: \(list)"))
    }

    private mutating func isComplete(_ width: Int) -> Bool {
      guard records.cells.count != width else { return true }
      fail(
        records.number,
        en: "\(records.cells.count) cells where the header has \(width)",
        ko: "칸이 \(records.cells.count)개인데 머리글은 \(width)개입니다",
        fix: (en: "add the missing cell or remove the extra comma", ko: "빠진 칸이나 남는 쉼표를 고치십시오")
      )
      return false
    }

    /// The position of an evaluator; `nil` for an empty label, which is a problem.
    private mutating func rater(_ label: Range<Int>) -> Int? {
      guard !label.isEmpty else {
        fail(
          records.number,
          en: "the rater is missing",
          ko: "평가위원 칸이 비어 있습니다",
          fix: (en: "write the evaluator's label", ko: "평가위원 기호를 쓰십시오")
        )
        return nil
      }
      let rater = raters.number(of: records.bytes, label)
      if rater == table.raters.count { _ = table.append(rater: raters.labels[rater]) }
      return rater
    }

    private mutating func cell(
      _ range: Range<Int>,
      blank: RatingsTable.Cell
    ) -> RatingsTable.Cell? {
      if range.isEmpty { return blank }
      if range.count == 1, records.bytes[range.lowerBound] == 82 { return .recused }
      if let rating = records.digits(range), rating >= form.lowest, rating <= form.highest {
        return .rating(rating)
      }
      let (text, line) = (records.text(range), records.number)
      let range = "\(form.lowest)..\(form.highest)"
      guard let rating = Int(text) else {
        fail(
          line,
          en: "the rating '\(text)' is not a whole number",
          ko: "평점 '\(text)'은(는) 정수가 아닙니다",
          fix: (
            en: "write a whole number of \(range), nothing for 'cannot judge', or R for recused",
            ko: "\(range) 사이의 정수, 판단 불가는 빈칸, 회피는 R"
          )
        )
        return nil
      }
      guard rating >= form.lowest, rating <= form.highest else {
        fail(
          line,
          en: "the rating \(rating) is outside the scale \(range)",
          ko: "평점 \(rating)이(가) 척도 \(range) 밖입니다",
          fix: (
            en: "correct it, or name the scale with --scale LOWEST..HIGHEST",
            ko: "평점을 고치거나 척도를 --scale로 지정하십시오"
          )
        )
        return nil
      }
      return .rating(rating)
    }

    private mutating func readLong(
      width: Int,
      _ columns: (rater: Int, model: Int, item: Int, rating: Int)
    ) throws(CSV.QuoteProblem) {
      if form.models.isEmpty {
        form.models = try models(width: width, column: columns.model)
        table = RatingsTable(form: form)
        records.rewind()
        guard try records.next() else { return }
      }
      var models = Names(form.models.map(\.rawValue))
      var items = Names(form.items.map(\.rawValue))
      let size = form.models.count * form.items.count
      // The line on which each cell of the table was rated last; 0: on none.
      var lines: [UInt32] = []
      while try records.next() {
        guard isComplete(width) else { continue }
        let rater = rater(records.trimmed(records.cells[columns.rater]))
        let modelCell = records.trimmed(records.cells[columns.model])
        let model = models.place(of: records.bytes, modelCell)
        if model == nil {
          let name = records.text(modelCell)
          fail(
            records.number,
            en: "there is no model '\(name)'",
            ko: "모델 '\(name)'이(가) 설문에 없습니다",
            fix: known(form.models.map(\.rawValue))
          )
        }
        let itemCell = records.trimmed(records.cells[columns.item])
        let item = items.place(of: records.bytes, itemCell)
        if item == nil {
          let name = records.text(itemCell)
          fail(
            records.number,
            en: "there is no item '\(name)'",
            ko: "문항 '\(name)'이(가) 없습니다",
            fix: known(form.items.map(\.rawValue))
          )
        }
        let cell = cell(records.trimmed(records.cells[columns.rating]), blank: .cannotJudge)
        guard let rater, let model, let item, let cell else { continue }
        let position = rater * size + model * form.items.count + item
        if position >= lines.count {
          lines.append(contentsOf: repeatElement(0, count: (rater + 1) * size - lines.count))
        }
        let first = lines[position]
        lines[position] = UInt32(clamping: records.number)
        if first > 0 {
          fail(
            records.number,
            en: "this was rated on line \(first) already",
            ko: "\(first)행과 같은 평점입니다",
            fix: (en: "remove one of the two lines", ko: "두 행 중 하나를 지우십시오")
          )
          continue
        }
        table[rater, model, item] = cell
      }
    }

    /// The models of a long file in the order in which they appear.
    private mutating func models(
      width: Int,
      column: Int
    ) throws(CSV.QuoteProblem) -> [ModelCode] {
      var models = LabelIndex()
      while try records.next() {
        guard records.cells.count == width else { continue }
        let name = records.trimmed(records.cells[column])
        if !name.isEmpty { _ = models.number(of: records.bytes, name) }
      }
      return models.labels.map { ModelCode($0) }
    }

    private mutating func readWide(_ names: [String]) throws(CSV.QuoteProblem) {
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
            records.number,
            en: "the column \(model)_\(id) is missing",
            ko: "열 \(model)_\(id)이(가) 없습니다",
            fix: (en: "add it, or correct the names of the criteria", ko: "열을 더하거나 기준 이름을 고치십시오")
          )
        }
      }
      if columns.isEmpty {
        fail(
          records.number,
          en: "there is no MODEL_CRITERION column",
          ko: "MODEL_CRITERION 열이 없습니다",
          fix: known(form.items.map(\.rawValue))
        )
      }
      guard problems.isEmpty else { return }
      let places = columns.compactMap { column, name, item in
        form.models.firstIndex(of: ModelCode(name)).map { (column: column, model: $0, item: item) }
      }
      while try records.next() {
        guard isComplete(names.count) else { continue }
        let label = records.trimmed(records.cells[0])
        let known = table.raters.count
        guard let rater = rater(label) else { continue }
        if rater < known {
          let name = records.text(label)
          fail(
            records.number,
            en: "the rater '\(name)' occurs twice",
            ko: "평가위원 '\(name)'이(가) 두 번 나옵니다",
            fix: (en: "keep one line a rater", ko: "한 사람에 한 행만 두십시오")
          )
          continue
        }
        for (column, model, item) in places {
          if let cell = cell(records.trimmed(records.cells[column]), blank: .blank) {
            table[rater, model, item] = cell
          }
        }
      }
    }

    private func known(_ names: [String]) -> (en: String, ko: String) {
      let list = names.joined(separator: ", ")
      return (en: "use one of: \(list)", ko: "다음 중 하나: \(list)")
    }
  }
}
