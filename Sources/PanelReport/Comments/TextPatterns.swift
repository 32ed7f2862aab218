extension TextScan {
  /// What has a shape of its own: dates, numbers, addresses, keys.
  enum Patterns {
    /// All hits in a normalised text, which may overlap.
    static func hits(in text: String) -> [Hit] {
      var hits: [Hit] = []
      func add(_ kind: Kind, _ regex: Regex<Substring>, isCertain: (Substring) -> Bool?) {
        for match in text.matches(of: regex) {
          // Of a run of digits a part is no telephone number.
          guard isAlone(match.range, in: text, kind), let isCertain = isCertain(match.output)
          else { continue }
          let start = text.unicodeScalars.distance(
            from: text.startIndex,
            to: match.range.lowerBound
          )
          let count = text[match.range].unicodeScalars.count
          hits.append(Hit(kind, start..<start + count, isCertain: isCertain))
        }
      }
      for (kind, regex, isCertain) in shapes { add(kind, regex) { _ in isCertain } }
      add(.networkAddress, /\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}/) { address in
        address.split(separator: ".").allSatisfy { (Int($0) ?? 256) < 256 }
      }
      // The first six digits are a date of birth; the seventh tells sex and century.
      add(.residentNumber, /\d{6}[ -]?[0-9]\d{6}/) { number in
        let digits = number.filter(\.isNumber)
        let month = Int(digits.dropFirst(2).prefix(2)) ?? 0
        let day = Int(digits.dropFirst(4).prefix(2)) ?? 0
        return (1...12).contains(month) && (1...31).contains(day)
      }
      add(.key, /[0-9A-Za-z+\/_=-]{32,}/) { key in
        key.contains(where: \.isNumber) && key.contains(where: \.isLetter) ? true : nil
      }
      return hits
    }

    /// Made anew for every text: a regular expression cannot be shared between threads.
    private static var shapes: [(Kind, Regex<Substring>, Bool)] {
      [
        (.email, /[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/, true),
        (.uuid, /[0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}/, true),
        (.networkAddress, /(?:https?:\/\/|www\.)[^\s<>"']+/, true),
        (.networkAddress, /(?:[0-9A-Fa-f]{1,4}:){4,7}[0-9A-Fa-f]{1,4}/, true),
        (.networkAddress, /(?:[0-9A-Fa-f]{1,4}:){1,6}(?::[0-9A-Fa-f]{1,4}){1,6}/, true),
        (.phone, /0(?:2|1[016789]|[3-6][1-5]|70)[-. )]{0,2}\d{3,4}[-. ]?\d{4}/, true),
        (.phone, /\+\d{1,3}[-. ()]{0,2}\d{1,4}(?:[-. ()]{0,2}\d{2,4}){1,3}/, true),
        (.phone, /1[5-8]\d{2}-\d{4}/, false),
        (.date, /(?:19|20)\d{2}[-.\/] ?(?:0?[1-9]|1[0-2])[-.\/] ?(?:3[01]|[12]\d|0?[1-9])/, true),
        (.date, /(?:(?:19|20)?\d{2}년 ?)?(?:0?[1-9]|1[0-2])월 ?(?:3[01]|[12]\d|0?[1-9])일/, true),
        (.date, /(?:19|20)\d{2}년(?: ?(?:0?[1-9]|1[0-2])월)?/, false),
        (.date, /(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])/, false),
        (
          .date,
          #/
          (?i)(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?\x20
          (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*(?:,?\x20\d{4})?
          /#,
          true
        ),
        (
          .date,
          #/
          (?i)(?:january|february|march|april|may|june|july|august|september|october|november
          |december|jan|feb|mar|apr|jun|jul|aug|sep|oct|nov|dec)\.?\x20
          (?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?:,?\x20\d{4})?
          /#,
          true
        ),
        (.date, /(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?/, false),
        (.date, /(?:오전|오후) ?(?:1[0-2]|[1-9])시(?: ?[1-5]?\d분)?/, true),
        (
          .postalAddress,
          #/
          [가-힣]{1,6}(?:시|도|군|구)\x20(?:[가-힣]{1,6}(?:시|군|구)\x20)?
          [가-힣0-9]{1,12}(?:로|길|동|읍|면|가|리)\x20?\d+(?:-\d+)?
          /#,
          true
        ),
        (
          .postalAddress,
          #/
          \d{1,5}(?:\x20[A-Z][A-Za-z]+)+\x20
          (?:Street|St|Road|Rd|Avenue|Ave|Lane|Boulevard|Blvd)\b
          /#,
          false
        ),
      ]
    }

    private static func isAlone(_ range: Range<String.Index>, in text: String, _ kind: Kind) -> Bool
    {
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
