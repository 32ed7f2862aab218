extension Release {
  /// The text of `README.txt`, the same in every release.
  public static let readme = """
    이 폴더는 한 평가 회차의 공개 자료입니다.

    담긴 자료는 가명정보이며 익명정보가 아닙니다. 평가위원을 아는 사람은 응답 내용에서 그 사람을
    알아볼 수 있습니다. 지정된 수령자만 보고, 평가위원을 알아내려 하지 말고, 다시 배포하지 마십시오.

    검증:  panel verify 폴더 --fingerprint 공표된-지문
    지문은 공표 페이지나 서면 안내에서 옮겨 적으십시오. 이 폴더에서 옮기면 아무것도 증명되지 않습니다.
    점수 재계산:  panel aggregate 폴더
    의견(comment)은 이 공개 자료에서 빠져 있을 수 있으며, 그래도 나머지는 모두 검증됩니다.
    파일 형식과 검증 항목은 docs/verification.md와 docs/protocol.md에 있습니다.

    --------------------------------------------------------------------------------

    This folder is the release of one evaluation round.

    It is pseudonymised data (가명정보), never anonymous: who knows an evaluator can recognise them by
    their answers. It is for its named recipients; do not try to find out who the evaluators are, and
    do not pass it on.

    To verify:  panel verify FOLDER --fingerprint THE-PUBLISHED-FINGERPRINT
    Copy the fingerprint from the public page or the paper notice. Copied from this folder it would
    prove nothing.
    To compute the scores again:  panel aggregate FOLDER
    Comments may be withheld from this release; all the rest verifies without them.
    The files and the checks are described in docs/verification.md and docs/protocol.md.

    """
}
