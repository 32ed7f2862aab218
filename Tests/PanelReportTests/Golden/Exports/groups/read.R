# Reads the tables of this export; needs R alone.
#   source("read.R", encoding = "UTF-8")
# Labels are English; Korean ones with panel_language <- "ko" before it.
# The folder is the working directory; another one with panel_folder <- "…" before it.

panel_label <- function(ko, en) {
  if (exists("panel_language") && identical(panel_language, "ko")) ko else en
}
panel_table <- function(name, classes) {
  folder <- if (exists("panel_folder")) panel_folder else "."
  read.csv(file.path(folder, name), fileEncoding = "UTF-8-BOM", encoding = "UTF-8",
    check.names = FALSE, na.strings = "", comment.char = "", colClasses = classes)
}

# Criterion ratings by groups of evaluators
groups <- panel_table("groups.csv", c("character", "character", "integer", "character", "character", "character", "integer", "character"))
groups[[1]] <- factor(groups[[1]], levels = c("P2"), labels = panel_label(c("분야를 골라 주십시오."), c("Choose your field.")))
attr(groups[[1]], "label") <- panel_label("응답자 특성 문항", "question of the profile")
groups[[2]] <- factor(groups[[2]], levels = c("c0", "c1+c2+c3"), labels = panel_label(c("선택 0", "선택 1 / 선택 2 / 선택 3"), c("choice 0", "choice 1 / choice 2 / choice 3")))
attr(groups[[2]], "label") <- panel_label("선택지, 여럿을 묶었으면 +로 이음", "choice, or several put together with +")
attr(groups[[3]], "label") <- panel_label("집단의 사람 수", "evaluators in the group")
groups[[4]] <- factor(groups[[4]], levels = c("A", "B", "C"), labels = panel_label(c("모델 A", "모델 B", "모델 C"), c("Model A", "Model B", "Model C")))
attr(groups[[4]], "label") <- panel_label("모델 코드", "code of the model")
groups[[5]] <- factor(groups[[5]], levels = c("usability", "cost"), labels = panel_label(c("활용성", "비용 효율성"), c("Usability", "Cost efficiency")))
attr(groups[[5]], "label") <- panel_label("평가 기준", "criterion")
attr(groups[[6]], "label") <- panel_label("기준별 평점, 분수", "criterion rating, a fraction")
attr(groups[[7]], "label") <- panel_label("그 값인 사람 수", "evaluators who have it")
groups[[8]] <- factor(groups[[8]], levels = c("shown", "fewMissing", "fewRatings", "complementary", "policy"), labels = panel_label(c("공개", "가림: 평점이 없는 사람이 소수(1~4명)", "가림: 평가한 사람이 소수", "가림: 다른 곳에서 가린 것이 드러남", "가림: 공개 범위 밖의 모델"), c("shown", "withheld: a few people, one to four, have no rating there", "withheld: too few people rated it", "withheld: it would tell what is withheld elsewhere", "withheld: the disclosure policy shows no such model")))
attr(groups[[8]], "label") <- panel_label("공개 여부와 가린 까닭", "whether it is shown, and why not")
