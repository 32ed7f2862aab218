/// Reads the parts of a survey file and notes every problem on the way.
struct SurveyCheck: KeyedCheck {
  static let maps = SurveyKeys.maps
  let kind = YAMLKind.survey
  /// The problems so far, in the order they were met.
  var problems: [FileProblem]
  var firstLines: [String: [String: Int]] = [:]

  /// Continues after the problems that parsing the file has found.
  init(problems: [FileProblem]) { self.problems = problems }
}

extension SurveyCheck {
  /// Reads a whole survey; `nil` when it has errors.
  mutating func survey(_ root: YAMLNode) -> Survey? {
    guard let top = map(root, "") else { return nil }
    checkFormat(top["format"])
    let id = identifier(top["id"], SurveyID.self, among: "survey")
    let version = integer(top["version"], in: 1...1_000_000)
    let title = text(top["title"])
    let introduction = text(top["introduction"])
    let mode = mode(top["mode"])
    let phases = phases(top["phases"])
    let blind = boolean(top["blind"])
    let recusals = boolean(top["recusals"])
    let scale = scale(top["scale"])
    let criteria = criteria(top["criteria"])
    checkPoints(top["points"], of: criteria, on: top["criteria"])
    let pledge = questionHead(map(top["pledge"], "pledge")).map(Pledge.init)
    let conflicts = question(top["conflicts"], "conflicts", isMultiple: true)
    let exposure = list(top["exposure"]).compactMap {
      question($0, "exposure[]", isMultiple: false)
    }
    let items = items(top["items"], of: criteria, on: scale)
    let cannotJudge = choices(top["cannotJudge"], "cannotJudge[]", among: "reason")
    checkReasons(top["cannotJudge"])
    let factSheet = factSheet(top["factSheet"])
    let models = models(top["models"], on: factSheet, blind: blind)
    let confidence = scaleQuestion(top["confidence"], "confidence")
    let modules = modules(top["modules"])
    let comment = commentRule(top["comment"], on: scale)
    let attention = attentionCheck(top["attention"], on: scale)
    let ranking = questionHead(map(top["ranking"], "ranking")).map(RankingQuestion.init)
    let profile = list(top["profile"]).compactMap {
      question($0, "profile[]", isMultiple: false)
    }
    let minimumPanel = minimumPanel(top["minimumPanel"])
    let scoring = scoringRule(
      top["scoring"],
      criteria: criteria,
      scale: scale,
      models: models.count,
      minimumPanel: minimumPanel
    )
    let disclosure = disclosure(top["disclosure"])
    guard !hasErrors, let id, let version, let title, let blind, let scale, let scoring,
      let minimumPanel
    else { return nil }
    return Survey(
      id: id,
      version: version,
      title: title,
      introduction: introduction,
      mode: mode,
      phases: phases,
      blind: blind,
      recusals: recusals ?? !blind,
      scale: scale,
      criteria: criteria,
      items: items,
      cannotJudge: cannotJudge,
      factSheet: factSheet,
      models: models,
      pledge: pledge,
      conflicts: conflicts,
      exposure: exposure,
      confidence: confidence,
      modules: modules,
      comment: comment,
      attention: attention,
      ranking: ranking,
      profile: profile,
      scoring: scoring,
      minimumPanel: minimumPanel,
      disclosure: disclosure
    )
  }

  private mutating func checkFormat(_ node: YAMLNode?) {
    guard let node, let text = word(node), text != SurveyDocument.format else { return }
    error(
      at: node.line,
      .init(
        en: "'\(text)' is not a format this version reads",
        ko: "'\(text)'은(는) 이 판이 읽는 형식이 아닙니다"
      ),
      fix: .init(
        en: "write 'format: \(SurveyDocument.format)'",
        ko: "'format: \(SurveyDocument.format)'으로 쓰십시오"
      )
    )
  }

  private mutating func mode(_ node: YAMLNode?) -> AnonymityMode {
    guard let node, let mode = oneOf(node, AnonymityMode.self) else { return .anonymous }
    if mode == .confidential {
      warning(
        at: node.line,
        .init(
          en:
            "in a confidential round two custodians together can open who wrote what: not anonymous",
          ko: "비공개 회차에서는 두 보관인이 함께 작성자를 확인할 수 있어 익명이 아닙니다"
        ),
        fix: .init(
          en: "write 'mode: anonymous' unless the law demands signed score sheets",
          ko: "법이 실명 평가표를 요구하지 않으면 'mode: anonymous'로 쓰십시오"
        )
      )
    }
    return mode
  }

  private mutating func phases(_ node: YAMLNode?) -> PhaseOrder {
    guard let node, let order = oneOf(node, PhaseOrder.self) else { return .disjoint }
    if order == .overlapping {
      warning(
        at: node.line,
        .init(
          en:
            "while enrolling and rating overlap, the operator can infer from the times who submits: "
            + "not anonymous towards the operator",
          ko: "등록과 평가가 겹치면 서버 운영자가 시각으로 제출자를 짐작할 수 있어 익명이라고 할 수 없습니다"
        ),
        fix: .init(
          en: "write 'phases: disjoint' unless this is a small trial",
          ko: "작은 시험이 아니면 'phases: disjoint'로 쓰십시오"
        )
      )
    }
    return order
  }

  private mutating func scale(_ node: YAMLNode?) -> Scale? {
    guard let map = map(node, "scale") else { return nil }
    let lowest = integer(map["lowest"], in: -1000...1000)
    let highest = integer(map["highest"], in: -1000...1000)
    guard let lowest, let highest else {
      _ = texts(map["labels"], for: nil)
      return nil
    }
    guard lowest < highest else {
      _ = texts(map["labels"], for: nil)
      error(
        at: map["highest"]?.line ?? map.line,
        .init(
          en: "the scale's highest \(highest) is not above its lowest \(lowest)",
          ko: "척도의 최고 \(highest)이(가) 최저 \(lowest)보다 크지 않습니다"
        ),
        fix: .init(en: "make 'highest' greater than 'lowest'", ko: "highest를 lowest보다 크게 쓰십시오")
      )
      return nil
    }
    var scale = Scale(lowest: lowest, highest: highest)
    if map["labels"] == nil, scale.needsAnchors {
      missingAnchors(at: map.line, "labels")
    }
    scale.labels = texts(map["labels"], for: scale) ?? []
    return scale
  }

  /// Notes that a short scale has levels without words.
  mutating func missingAnchors(at line: Int, _ key: String) {
    error(
      at: line,
      .init(
        en:
          "'\(key)' is missing: every level of a scale of up to \(Scale.longest) levels needs words",
        ko: "'\(key)'가 없습니다: \(Scale.longest)단계까지의 척도에는 단계마다 문구가 있어야 합니다"
      ),
      fix: .init(
        en: "add '\(key): {ko: [one a level], en: [one a level]}'",
        ko: "'\(key): {ko: [단계마다 하나], en: [단계마다 하나]}'를 추가하십시오"
      )
    )
  }

  private mutating func minimumPanel(_ node: YAMLNode?) -> Int? {
    guard let node, let value = integer(node, in: 0...100_000) else { return nil }
    guard value >= 5 else {
      error(
        at: node.line,
        .init(
          en: "a panel of \(value) is too small: it would show what single evaluators answered",
          ko: "최소 평가단 \(value)명은 너무 적습니다: 개인의 응답이 드러납니다"
        ),
        fix: .init(en: "make 'minimumPanel' 5 or more", ko: "minimumPanel을 5 이상으로 쓰십시오")
      )
      return nil
    }
    return value
  }
}

extension Scale {
  /// The number of levels up to which every level must have words.
  static let longest = 10

  /// Whether every level must have words.
  var needsAnchors: Bool { ratings.count <= Scale.longest }
}
