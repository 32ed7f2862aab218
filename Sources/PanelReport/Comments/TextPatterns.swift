extension TextScan {
  /// Patterns for texts with a recognisable form: dates, numbers, addresses, keys.
  enum Patterns {
    /// All matches in a normalised text; they may overlap.
    ///
    /// No match extends over the end of a line.
    static func hits(in text: String) -> [Hit] {
      var hits: [Hit] = []
      let shapes = shapes
      var start = 0
      for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
        let features = Features(line)
        for shape in shapes where shape.canMatch(features) {
          for match in line.matches(of: shape.regex) {
            // Part of a longer run of digits is not a telephone number.
            guard isAlone(match.range, in: line, shape.kind),
              let isCertain = shape.isCertain(match.output)
            else { continue }
            let scalars = line.unicodeScalars
            let lower = start + scalars.distance(from: line.startIndex, to: match.range.lowerBound)
            let count = scalars[match.range].count
            hits.append(Hit(shape.kind, lower..<lower + count, isCertain: isCertain))
          }
        }
        start += features.scalars + 1
      }
      return hits
    }

    /// What a line contains.
    ///
    /// A pattern is tried only on lines where it can match, because regular expressions are slow.
    private struct Features {
      var scalars = 0
      var digits = 0
      var dashes = 0
      var colons = 0
      var dots = 0
      var hasAt = false
      var hasHangul = false
      /// The longest run of characters that a key may have.
      var longestRun = 0

      init(_ line: Substring) {
        var run = 0
        for scalar in line.unicodeScalars {
          scalars += 1
          var isKey = false
          switch scalar {
          case "0"..."9": (digits, isKey) = (digits + 1, true)
          case "a"..."z", "A"..."Z", "+", "/", "_", "=": isKey = true
          case "-": (dashes, isKey) = (dashes + 1, true)
          case ":": colons += 1
          case ".": dots += 1
          case "@": hasAt = true
          case _ where scalar.value < 0x80: break
          case "가"..."힣": hasHangul = true
          // A digit of another script is one for a regular expression too.
          default: if scalar.properties.numericType != nil { digits += 1 }
          }
          run = isKey ? run + 1 : 0
          longestRun = max(longestRun, run)
        }
      }
    }

    /// One pattern and the kind of text that it finds.
    private struct Shape {
      var kind: Kind
      var regex: Regex<Substring>
      /// Whether a match is certain; `nil` if a closer look shows that it is not of this kind.
      var isCertain: (Substring) -> Bool?
      var canMatch: (Features) -> Bool

      init(
        _ kind: Kind,
        _ regex: Regex<Substring>,
        isCertain: @escaping (Substring) -> Bool?,
        _ canMatch: @escaping (Features) -> Bool
      ) {
        self.kind = kind
        self.regex = regex
        self.isCertain = isCertain
        self.canMatch = canMatch
      }
    }

    /// Computed for every text, because a regular expression cannot be shared between threads.
    private static var shapes: [Shape] {
      let shapes: [(Kind, Regex<Substring>, Bool, (Features) -> Bool)] = [
        (.email, /[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/, true, { $0.hasAt }),
        (.uuid, /[0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}/, true, { $0.dashes >= 4 }),
        (
          .networkAddress, /(?:https?:\/\/|www\.)[^\s<>"']+/, true, { $0.colons > 0 || $0.dots > 0 }
        ),
        (.networkAddress, /(?:[0-9A-Fa-f]{1,4}:){4,7}[0-9A-Fa-f]{1,4}/, true, { $0.colons >= 4 }),
        (
          .networkAddress, /(?:[0-9A-Fa-f]{1,4}:){1,6}(?::[0-9A-Fa-f]{1,4}){1,6}/, true,
          { $0.colons >= 2 }
        ),
        (
          .phone, /0(?:2|1[016789]|[3-6][1-5]|70)[-. )]{0,2}\d{3,4}[-. ]?\d{4}/, true,
          { $0.digits >= 9 }
        ),
        (
          .phone, /\+\d{1,3}[-. ()]{0,2}\d{1,4}(?:[-. ()]{0,2}\d{2,4}){1,3}/, true,
          { $0.digits >= 4 }
        ),
        (.phone, /1[5-8]\d{2}-\d{4}/, false, { $0.digits >= 8 }),
        (
          .date, /(?:19|20)\d{2}[-.\/] ?(?:0?[1-9]|1[0-2])[-.\/] ?(?:3[01]|[12]\d|0?[1-9])/, true,
          { $0.digits >= 6 }
        ),
        (
          .date, /(?:(?:19|20)?\d{2}년 ?)?(?:0?[1-9]|1[0-2])월 ?(?:3[01]|[12]\d|0?[1-9])일/, true,
          { $0.digits >= 2 && $0.hasHangul }
        ),
        (
          .date, /(?:19|20)\d{2}년(?: ?(?:0?[1-9]|1[0-2])월)?/, false,
          { $0.digits >= 4 && $0.hasHangul }
        ),
        (
          .date, /(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])/, false, { $0.digits >= 8 }
        ),
        (
          .date,
          #/
          (?i)(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?\x20
          (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*(?:,?\x20\d{4})?
          /#,
          true,
          { $0.digits > 0 }
        ),
        (
          .date,
          #/
          (?i)(?:january|february|march|april|may|june|july|august|september|october|november
          |december|jan|feb|mar|apr|jun|jul|aug|sep|oct|nov|dec)\.?\x20
          (?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?:,?\x20\d{4})?
          /#,
          true,
          { $0.digits > 0 }
        ),
        (
          .date, /(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?/, false,
          { $0.digits >= 3 && $0.colons > 0 }
        ),
        (
          .date, /(?:오전|오후) ?(?:1[0-2]|[1-9])시(?: ?[1-5]?\d분)?/, true,
          { $0.digits > 0 && $0.hasHangul }
        ),
        (
          .postalAddress,
          #/
          [가-힣]{1,6}(?:시|도|군|구)\x20(?:[가-힣]{1,6}(?:시|군|구)\x20)?
          [가-힣0-9]{1,12}(?:로|길|동|읍|면|가|리)\x20?\d+(?:-\d+)?
          /#,
          true,
          { $0.digits > 0 && $0.hasHangul }
        ),
        (
          .postalAddress,
          #/
          \d{1,5}(?:\x20[A-Z][A-Za-z]+)+\x20
          (?:Street|St|Road|Rd|Avenue|Ave|Lane|Boulevard|Blvd)\b
          /#,
          false,
          { $0.digits > 0 }
        ),
      ]
      return shapes.map { kind, regex, isCertain, canMatch in
        Shape(kind, regex, isCertain: { _ in isCertain }, canMatch)
      } + [
        Shape(
          .networkAddress,
          /\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}/,
          isCertain: { $0.split(separator: ".").allSatisfy { (Int($0) ?? 256) < 256 } },
          { $0.dots >= 3 && $0.digits >= 4 }
        ),
        // The first six digits are a date of birth; the seventh states sex and century.
        Shape(
          .residentNumber,
          /\d{6}[ -]?[0-9]\d{6}/,
          isCertain: { number in
            let digits = number.filter(\.isNumber)
            let month = Int(digits.dropFirst(2).prefix(2)) ?? 0
            let day = Int(digits.dropFirst(4).prefix(2)) ?? 0
            return (1...12).contains(month) && (1...31).contains(day)
          },
          { $0.digits >= 13 }
        ),
        Shape(
          .key,
          /[0-9A-Za-z+\/_=-]{32,}/,
          isCertain: {
            $0.contains(where: \.isNumber) && $0.contains(where: \.isLetter) ? true : nil
          },
          { $0.longestRun >= 32 }
        ),
      ]
    }

    private static func isAlone(
      _ range: Range<String.Index>,
      in text: Substring,
      _ kind: Kind
    ) -> Bool {
      guard [.phone, .residentNumber, .date].contains(kind) else { return true }
      let before = text[..<range.lowerBound].unicodeScalars.last
      let after = text[range.upperBound...].unicodeScalars.first
      func isDigit(_ scalar: Unicode.Scalar?) -> Bool {
        scalar.map { ("0"..."9").contains($0) } ?? false
      }
      let digitAtEnd = isDigit(text[range].unicodeScalars.last)
      let digitAtStart = isDigit(text[range].unicodeScalars.first)
      return !(digitAtStart && isDigit(before)) && !(digitAtEnd && isDigit(after))
    }
  }
}
