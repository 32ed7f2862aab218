/// The keys of a survey file.
enum SurveyKeys {
  private static let text = "{ko: …, en: …}"
  private static let questionHead: [FileKey] = [
    .required("id", "Q1"), .required("title", text), .required("text", text),
  ]
  private static let choices = FileKey.required("choices", "[{id: …, title: \(text)}, …]")
  private static let choice: [FileKey] = [.required("id", "yes"), .required("title", text)]
  private static let scaleQuestion: [FileKey] =
    questionHead + [
      .required("lowest", "1"), .required("highest", "5"), .required("step", "1"),
      .required("lowestLabel", text), .required("highestLabel", text),
    ]

  /// The maps of a survey file by their path, with their keys.
  ///
  /// A text (`{ko: …, en: …}`) and a list of texts (`{ko: […], en: […]}`) count as values.
  static let maps: [(path: String, keys: [FileKey])] = [
    (
      "",
      [
        .required("format", SurveyDocument.format), .required("id", "my-survey"),
        .required("version", "1"), .required("title", text), .optional("introduction"),
        .optional("mode"), .optional("phases"), .required("blind", "true"), .optional("recusals"),
        .required("points", "25"),
        .required("scale", "{lowest: 1, highest: 5, labels: …}"),
        .required("criteria", "[{id: …, title: …, points: …}]"),
        .required("items", "[{id: …, criterion: …, weight: …, …}]"), .optional("cannotJudge"),
        .optional("factSheet"), .required("models", "[{code: …}, {code: …}]"),
        .optional("pledge"), .optional("conflicts"), .optional("exposure"),
        .optional("confidence"), .optional("modules"), .optional("comment"),
        .optional("attention"), .optional("ranking"), .optional("profile"),
        .required("scoring", "{rule: trimmed=0.10, …}"), .required("minimumPanel", "5"),
        .optional("disclosure"),
      ]
    ),
    (
      "scale",
      [.required("lowest", "1"), .required("highest", "5"), .optional("labels")]
    ),
    (
      "criteria[]",
      [.required("id", "usability"), .required("title", text), .required("points", "15")]
    ),
    (
      "items[]",
      [
        .required("id", "U1"), .required("criterion", "usability"), .required("weight", "1"),
        .required("title", text), .required("text", text), .optional("anchors"),
      ]
    ),
    ("cannotJudge[]", choice),
    (
      "factSheet[]",
      [.required("id", "F10"), .required("title", text), .optional("unit")]
    ),
    ("models[]", [.required("code", "A"), .optional("name"), .optional("facts")]),
    (
      "models[].facts.*",
      [.required("value", "400"), .optional("measuredBy"), .optional("measuredOn")]
    ),
    ("pledge", questionHead),
    ("conflicts", questionHead + [.optional("multiple"), choices]),
    ("conflicts.choices[]", choice),
    ("exposure[]", questionHead + [.optional("multiple"), choices]),
    ("exposure[].choices[]", choice),
    ("confidence", scaleQuestion),
    ("modules[]", scaleQuestion + [.required("enabled", "false")]),
    (
      "comment",
      questionHead + [
        .required("requiredAt", "[1]"), .required("invitedAt", "[]"),
        .required("minimumLength", "10"), .required("maximumLength", "2000"),
      ]
    ),
    ("attention", questionHead + [.required("expected", "2")]),
    ("ranking", questionHead),
    ("profile[]", questionHead + [choices]),
    ("profile[].choices[]", choice),
    (
      "scoring",
      [
        .required("rule", "trimmed=0.10"), .required("unit", "criterion"),
        .required("conversion", "range"), .required("relative", "none"),
        .required("round", "2,halfUp"), .required("quorum", "5"),
        .required("minimumAnswered", "0.5"), .required("ties", "[]"),
        .required("bootstrap", "10000"), .required("seed", "1"),
      ]
    ),
    (
      "disclosure",
      [
        .required("policy", "none"), .optional("smallestGroup"), .optional("leastDiversity"),
        .optional("greatestDistance"), .optional("greatestUniqueShare"),
      ]
    ),
  ]
}

extension SurveyDocument {
  /// The paths of all known keys, such as `items[].weight`, in the order of the format.
  ///
  /// `[]` stands for an entry of a list and `*` for a line of the fact sheet. The languages `ko`
  /// and `en` of a text are not listed.
  public static let keys: [String] = SurveyKeys.maps.flatMap { path, keys in
    keys.map { path.isEmpty ? $0.name : "\(path).\($0.name)" }
  }
}
