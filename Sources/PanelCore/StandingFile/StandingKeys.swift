extension FileKey {
  private static let text = "{ko: …, en: …}"
  private static let component: [FileKey] = [
    .required("id", "benchmark"), .required("title", text), .required("points", "40"),
    .optional("parts"), .optional("round"),
  ]

  /// The maps of a standing file by their path, with their keys.
  ///
  /// Below `values`, `averages` and `gates` of a team the keys are names of components and gates.
  static let standingMaps: [(path: String, keys: [FileKey])] = [
    (
      "",
      [
        .required("format", StandingDocument.format), .required("title", text),
        .required("total", "100"), .required("components", "[{id: …, title: …, points: …}]"),
        .required("teams", "[{id: T1, values: {…}}, {id: T2, values: {…}}]"), .optional("gates"),
        .optional("averages"), .optional("facts"), .required("rules", "{eliminate: 1}"),
      ]
    ),
    ("components[]", component),
    ("components[].parts[]", component),
    (
      "teams[]",
      [.required("id", "T1"), .optional("title"), .optional("values"), .optional("gates")]
    ),
    (
      "teams[].values.*",
      [.optional("from"), .optional("to"), .optional("release"), .optional("model")]
    ),
    ("teams[].gates.*", [.required("outcome", "met"), .optional("grounds")]),
    ("gates[]", [.required("id", "originality"), .required("title", text)]),
    ("facts[]", [.optional("lowest"), .optional("best"), .optional("among")]),
    ("facts[].best", [.required("component", "total"), .required("team", "T1")]),
    ("facts[].among", [.required("top", "4"), .required("teams", "[T1]")]),
    (
      "rules",
      [
        .optional("cutOffs"), .optional("eliminate"), .optional("advance"), .optional("ties"),
        .optional("gates"),
      ]
    ),
    (
      "rules.cutOffs[]",
      [.required("component", "total"), .optional("points"), .optional("percent")]
    ),
  ]
}

extension StandingDocument {
  /// The paths of all known keys, such as `components[].points`, in the order of the format.
  public static let keys: [String] = FileKey.standingMaps.flatMap { path, keys in
    keys.map { path.isEmpty ? $0.name : "\(path).\($0.name)" }
  }
}
