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

# How many rated each item of each model
items <- panel_table("items.csv", c("character", "character", "integer", "integer", "character"))
items[[1]] <- factor(items[[1]], levels = c("A", "B", "C"), labels = panel_label(c("모델 A", "모델 B", "모델 C"), c("Model A", "Model B", "Model C")))
attr(items[[1]], "label") <- panel_label("모델 코드", "code of the model")
items[[2]] <- factor(items[[2]], levels = c("U1", "U2", "C1"), labels = panel_label(c("업무 적합성: =업무에, 맞습니까?", "편의성: 쓰기 쉽습니까?", "가격 대비 성능: 비용에 비해 어떻습니까?"), c("Task fit: =Does it, or does it not, fit the work?", "Ease: Is it easy to use?", "Value for money: How is it for its cost?")))
attr(items[[2]], "label") <- panel_label("문항", "item")
attr(items[[3]], "label") <- panel_label("평가한 사람 수", "evaluators with a rating")
attr(items[[4]], "label") <- panel_label("평점이 없는 제출 수: 판단 불가, 회피, 기권을 합한 것", "submissions without a rating: cannot judge, recused and abstained together")
items[[5]] <- factor(items[[5]], levels = c("shown", "fewMissing", "fewRatings", "complementary", "policy"), labels = panel_label(c("공개", "가림: 평점이 없는 사람이 소수(1~4명)", "가림: 평가한 사람이 소수", "가림: 다른 곳에서 가린 것이 드러남", "가림: 공개 범위 밖의 모델"), c("shown", "withheld: a few people, one to four, have no rating there", "withheld: too few people rated it", "withheld: it would tell what is withheld elsewhere", "withheld: the disclosure policy shows no such model")))
attr(items[[5]], "label") <- panel_label("공개 여부와 가린 까닭", "whether it is shown, and why not")

# How often each rating of each item occurs
histograms <- panel_table("histograms.csv", c("character", "character", "integer", "integer"))
histograms[[1]] <- factor(histograms[[1]], levels = c("A", "B", "C"), labels = panel_label(c("모델 A", "모델 B", "모델 C"), c("Model A", "Model B", "Model C")))
attr(histograms[[1]], "label") <- panel_label("모델 코드", "code of the model")
histograms[[2]] <- factor(histograms[[2]], levels = c("U1", "U2", "C1"), labels = panel_label(c("업무 적합성: =업무에, 맞습니까?", "편의성: 쓰기 쉽습니까?", "가격 대비 성능: 비용에 비해 어떻습니까?"), c("Task fit: =Does it, or does it not, fit the work?", "Ease: Is it easy to use?", "Value for money: How is it for its cost?")))
attr(histograms[[2]], "label") <- panel_label("문항", "item")
attr(histograms[[3]], "labels") <- setNames(c(1, 2, 3, 4, 5), panel_label(c("매우 미흡", "미흡", "보통", "우수", "매우 우수"), c("Very poor", "Poor", "Fair", "Good", "Very good")))
attr(histograms[[3]], "label") <- panel_label("평점", "rating")
attr(histograms[[4]], "label") <- panel_label("그 평점을 준 사람 수", "evaluators who gave it")

# The sorted criterion ratings, or totals, of each model
estimates <- panel_table("estimates.csv", c("character", "character", "character", "integer", "character"))
estimates[[1]] <- factor(estimates[[1]], levels = c("A", "B", "C"), labels = panel_label(c("모델 A", "모델 B", "모델 C"), c("Model A", "Model B", "Model C")))
attr(estimates[[1]], "label") <- panel_label("모델 코드", "code of the model")
estimates[[2]] <- factor(estimates[[2]], levels = c("usability", "cost", "total"), labels = panel_label(c("활용성", "비용 효율성", "전체"), c("Usability", "Cost efficiency", "all criteria together")))
attr(estimates[[2]], "label") <- panel_label("평가 기준, 'total'은 총점", "criterion, or 'total' for totals in points")
attr(estimates[[3]], "label") <- panel_label("기준별 평점 또는 총점, 분수", "criterion rating or total, a fraction")
attr(estimates[[4]], "label") <- panel_label("그 값인 사람 수", "evaluators who have it")
estimates[[5]] <- factor(estimates[[5]], levels = c("shown", "fewMissing", "fewRatings", "complementary", "policy"), labels = panel_label(c("공개", "가림: 평점이 없는 사람이 소수(1~4명)", "가림: 평가한 사람이 소수", "가림: 다른 곳에서 가린 것이 드러남", "가림: 공개 범위 밖의 모델"), c("shown", "withheld: a few people, one to four, have no rating there", "withheld: too few people rated it", "withheld: it would tell what is withheld elsewhere", "withheld: the disclosure policy shows no such model")))
attr(estimates[[5]], "label") <- panel_label("공개 여부와 가린 까닭", "whether it is shown, and why not")

# Official scores
scores <- panel_table("scores.csv", c("character", "character", "numeric", "integer", "character", "numeric", "character", "integer", "character"))
scores[[1]] <- factor(scores[[1]], levels = c("A", "B", "C"), labels = panel_label(c("모델 A", "모델 B", "모델 C"), c("Model A", "Model B", "Model C")))
attr(scores[[1]], "label") <- panel_label("모델 코드", "code of the model")
scores[[2]] <- factor(scores[[2]], levels = c("usability", "cost", "total", "average"), labels = panel_label(c("활용성", "비용 효율성", "전체", "점수가 있는 모든 모델의 반올림한 점수의 평균"), c("Usability", "Cost efficiency", "all criteria together", "average of the rounded points of all models with a score")))
attr(scores[[2]], "label") <- panel_label("평가 기준, 'total'은 전체, 'average'는 모든 모델의 평균", "criterion, 'total' for all together, or 'average' of all models")
attr(scores[[3]], "label") <- panel_label("배점", "points allotted")
attr(scores[[4]], "label") <- panel_label("계산에 들어간 평가위원 수", "evaluators entering the estimate")
attr(scores[[5]], "label") <- panel_label("평점 척도의 추정값, 분수", "estimate on the scale of ratings, a fraction")
attr(scores[[6]], "label") <- panel_label("반올림한 점수", "points, rounded")
attr(scores[[7]], "label") <- panel_label("반올림 전 점수, 분수", "points before rounding, a fraction")
attr(scores[[8]], "label") <- panel_label("순위, 동점은 같은 순위", "rank; equal models share it")
scores[[9]] <- factor(scores[[9]], levels = c("shown", "policy", "quorum", "noEstimate", "complementary"), labels = panel_label(c("공개", "가림: 공개 범위 밖", "점수 없음: 정족수 미달", "점수 없음: 이 규칙으로는 추정값이 없음", "가림: 다른 곳에서 가린 것이 드러남"), c("shown", "withheld by the disclosure policy", "no points: below the quorum", "no points: the rule gives no estimate", "withheld: they would tell what is withheld elsewhere")))
attr(scores[[9]], "label") <- panel_label("점수의 공개 여부와 없는 까닭", "whether points are shown, and why not")
