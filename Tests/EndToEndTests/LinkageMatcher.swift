import Foundation
import PanelProtocol
import PanelStore

/// Tries to tell whose submission is whose, from everything that is stored.
///
/// A strategy is a guess of one submission for each person. It never sees `truth`.
struct LinkageMatcher {
  /// One property of every person, or of every submission.
  struct Column {
    var name: String
    /// One value for each, in the order of the round's lists.
    var values: [Data]
    /// Whether it follows from the credentials of the pool, and so is the same in every round.
    var isOfPool = false

    init(_ name: String, _ values: [Data], isOfPool: Bool = false) {
      self.name = name
      self.values = values
      self.isOfPool = isOfPool
    }

    /// A column of numbers.
    init(_ name: String, _ numbers: [Int], isOfPool: Bool = false) {
      self.init(
        name,
        numbers.map { number in Data(withUnsafeBytes(of: number.bigEndian, Array.init)) },
        isOfPool: isOfPool
      )
    }

    /// The places sorted by value; equal ones stay in the order of the list.
    var order: [Int] {
      values.indices.sorted { left, right in
        values[left] == values[right]
          ? left < right : values[left].lexicographicallyPrecedes(values[right])
      }
    }

    /// The first 32 bytes of each value as numbers, for comparisons of pairs.
    var words: [[UInt64]] {
      values.map { value in
        let bytes = value.prefix(32) + Data(count: max(0, 32 - value.count))
        return stride(from: 0, to: 32, by: 8).map { start in
          bytes.dropFirst(start).prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
        }
      }
    }
  }

  /// A guess by the name of its strategy.
  struct Guess {
    var strategy: String
    /// For each person a submission.
    var submissions: [Int]
    /// Whether both sides of the strategy are the pool's, so that rounds are no repetitions of it.
    var isOfPool: Bool
  }

  let round: LinkageRound
  let persons: [Column]
  let submissions: [Column]

  init(_ round: LinkageRound) {
    self.round = round
    let enrolments = round.enrolments
    let registry = round.registryBytes
    func offsets(_ values: [Data], in bytes: Data) -> [Int] {
      values.map { ByteSearch.offset(of: $0, in: bytes) ?? -1 }
    }
    let lines = enrolments.indices.map { index in
      IssuanceLine(
        invitation: enrolments[index].identifier,
        outcome: .issued(
          key: round.invitations[index].key,
          blindedHash: ContentHash.sha256(enrolments[index].blinded),
          proof: enrolments[index].proof
        )
      )
    }
    var enrolled = Array(repeating: 0, count: enrolments.count)
    for (position, person) in round.enrolmentOrder.enumerated() { enrolled[person] = position }
    let signatures = enrolments.map { $0.blindSignature ?? Data() }
    persons = [
      Column("roster", Array(enrolments.indices)),
      Column("order of enrolment", enrolled),
      Column("identifier", enrolments.map(\.identifier)),
      Column("invitation key", round.invitations.map(\.key)),
      Column("reference", round.invitations.map { Data($0.reference.utf8) }),
      Column("blinded", enrolments.map(\.blinded), isOfPool: true),
      Column("hash of blinded", enrolments.map { ContentHash.sha256($0.blinded) }, isOfPool: true),
      Column("blind signature", signatures, isOfPool: true),
      Column("end of blind signature", signatures.map { $0.suffix(32) }, isOfPool: true),
      Column("proof", enrolments.map(\.proof)),
      Column("declaration signature", enrolments.map(\.declarationSignature)),
      Column("issuance leaf", lines.map { MerkleTree.leafHash($0.leaf(manifest: round.manifest)) }),
      Column("offset of key", offsets(round.invitations.map(\.key), in: registry)),
      Column("offset of blinded", offsets(enrolments.map { $0.blinded.prefix(16) }, in: registry)),
      Column("offset of proof", offsets(enrolments.map { $0.proof.prefix(16) }, in: registry)),
      Column("offset of blind signature", offsets(signatures.map { $0.suffix(16) }, in: registry)),
    ]
    let stored = round.submissions
    let file = round.submissionBytes
    // After a vacuum all places follow from the order of the keys, which are the pool's.
    func place(_ name: String, _ values: [Data]) -> Column {
      Column(name, offsets(values, in: file), isOfPool: true)
    }
    let bodies = stored.map { try? SubmissionBody.parse($0.body, size: $0.body.count) }
    submissions = [
      Column("credential key", stored.map(\.credentialKey), isOfPool: true),
      Column("credential signature", stored.map(\.credentialSignature), isOfPool: true),
      Column(
        "end of credential signature",
        stored.map { $0.credentialSignature.suffix(32) },
        isOfPool: true
      ),
      // Ties, of which these two have many, stand in the order of the keys.
      Column("revision", stored.map { Int($0.revision) }, isOfPool: true),
      Column("body", stored.map(\.body)),
      Column("length of body", stored.map(\.body.count), isOfPool: true),
      Column("first salt", bodies.map { $0?.units.first?.salt ?? Data() }, isOfPool: true),
      Column("body hash", stored.map(\.bodyHash)),
      Column("commitment", stored.map(\.commitment)),
      Column("signature", stored.map(\.signature)),
      Column(
        "tree leaf",
        stored.map { row in
          MerkleTree.leafHash(
            SubmissionLeaf.bytes(
              publicKey: row.credentialKey,
              revision: row.revision,
              bodyHash: row.bodyHash,
              recordCommitment: row.commitment,
              signature: row.signature,
              manifest: round.manifest
            )
          )
        }
      ),
      place("offset of key", stored.map(\.credentialKey)),
      place("offset of body", stored.map { $0.body.prefix(180) }),
      place("offset of body's end", stored.map { $0.body.suffix(40) }),
      place("offset of commitment", stored.map(\.commitment)),
      place("offset of signature", stored.map { $0.signature.suffix(16) }),
    ]
  }

  /// All guesses.
  var guesses: [Guess] { byOrder + byDistance + [bySharedBytes] }

  /// Sorts both sides by any column, forwards and backwards, and pairs by position.
  private var byOrder: [Guess] {
    let orders = submissions.map(\.order)
    return persons.flatMap { person in
      let from = person.order
      return zip(submissions, orders).flatMap { submission, forwards in
        [("", forwards), (" backwards", forwards.reversed())].map { suffix, to in
          var guess = Array(repeating: 0, count: from.count)
          for (person, submission) in zip(from, to) { guess[person] = submission }
          return Guess(
            strategy: "\(person.name) by order of \(submission.name)\(suffix)",
            submissions: guess,
            isOfPool: person.isOfPool && submission.isOfPool
          )
        }
      }
    }
  }

  /// Compares every person with every submission in every pair of columns; the nearest is guessed.
  private var byDistance: [Guess] {
    let distances: [(String, ([UInt64], [UInt64]) -> UInt64)] = [
      ("difference", { $0[0] > $1[0] ? $0[0] - $1[0] : $1[0] - $0[0] }),
      ("common prefix", { $0[0] ^ $1[0] }),
      (
        "differing bits",
        { left, right in
          UInt64((0..<4).reduce(0) { $0 + (left[$1] ^ right[$1]).nonzeroBitCount })
        }
      ),
    ]
    let others = submissions.map { ($0, $0.words) }
    return persons.flatMap { person in
      let own = person.words
      return others.flatMap { submission, words in
        distances.map { name, distance in
          let guess = own.map { word in
            var (best, least) = (0, UInt64.max)
            for index in words.indices {
              let found = distance(word, words[index])
              if found < least { (best, least) = (index, found) }
            }
            return best
          }
          return Guess(
            strategy: "\(person.name) by \(name) to \(submission.name)",
            submissions: guess,
            isOfPool: person.isOfPool && submission.isOfPool
          )
        }
      }
    }
  }

  /// Six bytes in a row that stand at one person and in one submission only.
  private var bySharedBytes: Guess {
    func windows(_ columns: [Column], _ index: Int) -> Set<UInt64> {
      var found: Set<UInt64> = []
      for column in columns where column.values[index].count >= 32 {
        var window: UInt64 = 0
        for (position, byte) in column.values[index].enumerated() {
          window = (window << 8 | UInt64(byte)) & 0xFFFF_FFFF_FFFF
          if position >= 5 { found.insert(window) }
        }
      }
      return found
    }
    var owners: [UInt64: Int] = [:]
    for index in round.submissions.indices {
      for window in windows(submissions, index) {
        owners[window] = owners[window] == nil ? index : -1
      }
    }
    let guess = round.enrolments.indices.map { person in
      var votes: [Int: Int] = [:]
      for window in windows(persons, person) {
        if let owner = owners[window], owner >= 0 { votes[owner, default: 0] += 1 }
      }
      return votes.max { ($0.value, -$0.key) < ($1.value, -$1.key) }?.key ?? 0
    }
    return Guess(strategy: "shared bytes", submissions: guess, isOfPool: false)
  }

  /// Knows what the coordinator knows of how people write and where they work.
  var byHabits: Guess {
    let texts = round.submissions.map { row -> (field: String, comment: String) in
      let units = (try? SubmissionBody.parse(row.body, size: row.body.count))?.units ?? []
      func value(_ label: String) -> String { units.first { $0.label == label }?.value ?? "" }
      return (value("profile.field/0"), value("comment.A"))
    }
    let guess = round.habits.map { habits in
      let scores = texts.map { text in
        (text.field == habits.field ? 1 : 0) + (text.comment.contains(habits.style) ? 1 : 0)
      }
      return scores.firstIndex(of: scores.max() ?? 0) ?? 0
    }
    return Guess(strategy: "habits", submissions: guess, isOfPool: false)
  }
}
