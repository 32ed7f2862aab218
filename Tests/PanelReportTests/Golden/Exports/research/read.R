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

# Ratings, one a line
ratings_long <- panel_table("ratings-long.csv", c("character", "character", "character", "character", "integer", "character"))
attr(ratings_long[[1]], "label") <- panel_label("평가위원: 내보낼 때마다 새로 섞은 기호. e와 번호는 모든 모델을 평가한 행, 모델 코드와 번호는 그 모델의 평점만 떼어 낸 행", "evaluator: a label drawn anew for each export; e with a number for a row about all models, the model's code with a number for somebody's ratings of that model alone")
ratings_long[[2]] <- factor(ratings_long[[2]], levels = c("A", "B", "C"), labels = panel_label(c("모델 A", "모델 B", "모델 C"), c("Model A", "Model B", "Model C")))
attr(ratings_long[[2]], "label") <- panel_label("모델 코드", "code of the model")
ratings_long[[3]] <- factor(ratings_long[[3]], levels = c("U1", "U2", "C1"), labels = panel_label(c("업무 적합성: =업무에, 맞습니까?", "편의성: 쓰기 쉽습니까?", "가격 대비 성능: 비용에 비해 어떻습니까?"), c("Task fit: =Does it, or does it not, fit the work?", "Ease: Is it easy to use?", "Value for money: How is it for its cost?")))
attr(ratings_long[[3]], "label") <- panel_label("문항", "item")
ratings_long[[4]] <- factor(ratings_long[[4]], levels = c("usability", "cost"), labels = panel_label(c("활용성", "비용 효율성"), c("Usability", "Cost efficiency")))
attr(ratings_long[[4]], "label") <- panel_label("문항이 속한 평가 기준", "criterion that the item counts for")
attr(ratings_long[[5]], "labels") <- setNames(c(1, 2, 3, 4, 5), panel_label(c("매우 미흡", "미흡", "보통", "우수", "매우 우수"), c("Very poor", "Poor", "Fair", "Good", "Very good")))
attr(ratings_long[[5]], "label") <- panel_label("평점, 없으면 빈칸", "rating; empty if there is none")
ratings_long[[6]] <- factor(ratings_long[[6]], levels = c("rating", "recused", "missing", "cannotJudge:N1", "cannotJudge:N2"), labels = panel_label(c("평점이 있음", "이 모델의 평가를 회피함(결측, 0점이 아님)", "평점 없음. 응답하지 않았거나, 까닭이 같은 사람이 적어 밝히지 않음(결측, 0점이 아님)", "판단 불가: 사용하지 않음", "판단 불가: 내 업무와 무관"), c("there is a rating", "recused from the model: missing, not zero", "no rating: not answered, or for a reason that too few have to be told; not zero", "cannot judge: Not used", "cannot judge: Not relevant to my work")))
attr(ratings_long[[6]], "label") <- panel_label("칸의 상태, 평점이 없는 까닭", "what stands here, and why if it is no rating")

# Ratings, one row a line
ratings_wide <- panel_table("ratings-wide.csv", c("character", "integer", "integer", "integer", "integer", "integer", "integer", "integer", "integer", "integer"))
attr(ratings_wide[[1]], "label") <- panel_label("평가위원: 내보낼 때마다 새로 섞은 기호. e와 번호는 모든 모델을 평가한 행, 모델 코드와 번호는 그 모델의 평점만 떼어 낸 행", "evaluator: a label drawn anew for each export; e with a number for a row about all models, the model's code with a number for somebody's ratings of that model alone")
attr(ratings_wide[[2]], "labels") <- setNames(c(1, 2, 3, 4, 5), panel_label(c("매우 미흡", "미흡", "보통", "우수", "매우 우수"), c("Very poor", "Poor", "Fair", "Good", "Very good")))
attr(ratings_wide[[2]], "label") <- panel_label("모델 A, 업무 적합성", "Model A, Task fit")
attr(ratings_wide[[3]], "labels") <- setNames(c(1, 2, 3, 4, 5), panel_label(c("매우 미흡", "미흡", "보통", "우수", "매우 우수"), c("Very poor", "Poor", "Fair", "Good", "Very good")))
attr(ratings_wide[[3]], "label") <- panel_label("모델 A, 편의성", "Model A, Ease")
attr(ratings_wide[[4]], "labels") <- setNames(c(1, 2, 3, 4, 5), panel_label(c("매우 미흡", "미흡", "보통", "우수", "매우 우수"), c("Very poor", "Poor", "Fair", "Good", "Very good")))
attr(ratings_wide[[4]], "label") <- panel_label("모델 A, 가격 대비 성능", "Model A, Value for money")
attr(ratings_wide[[5]], "labels") <- setNames(c(1, 2, 3, 4, 5), panel_label(c("매우 미흡", "미흡", "보통", "우수", "매우 우수"), c("Very poor", "Poor", "Fair", "Good", "Very good")))
attr(ratings_wide[[5]], "label") <- panel_label("모델 B, 업무 적합성", "Model B, Task fit")
attr(ratings_wide[[6]], "labels") <- setNames(c(1, 2, 3, 4, 5), panel_label(c("매우 미흡", "미흡", "보통", "우수", "매우 우수"), c("Very poor", "Poor", "Fair", "Good", "Very good")))
attr(ratings_wide[[6]], "label") <- panel_label("모델 B, 편의성", "Model B, Ease")
attr(ratings_wide[[7]], "labels") <- setNames(c(1, 2, 3, 4, 5), panel_label(c("매우 미흡", "미흡", "보통", "우수", "매우 우수"), c("Very poor", "Poor", "Fair", "Good", "Very good")))
attr(ratings_wide[[7]], "label") <- panel_label("모델 B, 가격 대비 성능", "Model B, Value for money")
attr(ratings_wide[[8]], "labels") <- setNames(c(1, 2, 3, 4, 5), panel_label(c("매우 미흡", "미흡", "보통", "우수", "매우 우수"), c("Very poor", "Poor", "Fair", "Good", "Very good")))
attr(ratings_wide[[8]], "label") <- panel_label("모델 C, 업무 적합성", "Model C, Task fit")
attr(ratings_wide[[9]], "labels") <- setNames(c(1, 2, 3, 4, 5), panel_label(c("매우 미흡", "미흡", "보통", "우수", "매우 우수"), c("Very poor", "Poor", "Fair", "Good", "Very good")))
attr(ratings_wide[[9]], "label") <- panel_label("모델 C, 편의성", "Model C, Ease")
attr(ratings_wide[[10]], "labels") <- setNames(c(1, 2, 3, 4, 5), panel_label(c("매우 미흡", "미흡", "보통", "우수", "매우 우수"), c("Very poor", "Poor", "Fair", "Good", "Very good")))
attr(ratings_wide[[10]], "label") <- panel_label("모델 C, 가격 대비 성능", "Model C, Value for money")

# Official scores
scores <- panel_table("scores.csv", c("character", "character", "numeric", "integer", "character", "numeric", "character", "integer", "numeric", "numeric", "character", "numeric", "character"))
scores[[1]] <- factor(scores[[1]], levels = c("A", "B", "C"), labels = panel_label(c("모델 A", "모델 B", "모델 C"), c("Model A", "Model B", "Model C")))
attr(scores[[1]], "label") <- panel_label("모델 코드", "code of the model")
scores[[2]] <- factor(scores[[2]], levels = c("usability", "cost", "total"), labels = panel_label(c("활용성", "비용 효율성", "전체"), c("Usability", "Cost efficiency", "all criteria together")))
attr(scores[[2]], "label") <- panel_label("평가 기준, 'total'은 전체", "criterion, or 'total' for all together")
attr(scores[[3]], "label") <- panel_label("배점", "points allotted")
attr(scores[[4]], "label") <- panel_label("계산에 들어간 평가위원 수", "evaluators entering the estimate")
attr(scores[[5]], "label") <- panel_label("평점 척도의 추정값, 분수", "estimate on the scale of ratings, a fraction")
attr(scores[[6]], "label") <- panel_label("반올림한 점수", "points, rounded")
attr(scores[[7]], "label") <- panel_label("반올림 전 점수, 분수", "points before rounding, a fraction")
attr(scores[[8]], "label") <- panel_label("순위, 동점은 같은 순위", "rank; equal models share it")
attr(scores[[9]], "label") <- panel_label("95% 구간의 아래 끝, 점", "lower end of the 95 % interval, points")
attr(scores[[10]], "label") <- panel_label("95% 구간의 위 끝, 점", "upper end of the 95 % interval, points")
scores[[11]] <- factor(scores[[11]], levels = c("bca", "percentile"), labels = panel_label(c("BCa 붓스트랩", "백분위 붓스트랩(BCa를 쓸 수 없을 때)"), c("BCa bootstrap", "percentile bootstrap, where BCa is not defined")))
attr(scores[[11]], "label") <- panel_label("구간의 방법", "method of the interval")
attr(scores[[12]], "label") <- panel_label("재표본 가운데 1위인 비율, 공동 1위는 나눔", "share of resamples in which the model is first; ties are shared")
attr(scores[[13]], "label") <- panel_label("점수가 없는 까닭", "why there are no points")

# Profiles, joined to no rating
profile <- panel_table("profile.csv", c("character", "character"))
attr(profile[[1]], "label") <- panel_label("사람: 이 표에만 있는 기호, rater와 관계없음", "person: a label of this table alone, not that of any rater")
profile[[2]] <- factor(profile[[2]], levels = c("c0", "c1", "c2"), labels = panel_label(c("선택 0", "선택 1", "선택 2"), c("choice 0", "choice 1", "choice 2")))
attr(profile[[2]], "label") <- panel_label("분야를 골라 주십시오.", "Choose your field.")

# Approved comments, shuffled
comments <- panel_table("comments.csv", c("character", "character", "character"))
comments[[1]] <- factor(comments[[1]], levels = c("A", "B", "C"), labels = panel_label(c("모델 A", "모델 B", "모델 C"), c("Model A", "Model B", "Model C")))
attr(comments[[1]], "label") <- panel_label("모델 코드", "code of the model")
attr(comments[[2]], "label") <- panel_label("평가 의견", "comment")
attr(comments[[3]], "label") <- panel_label("승인한 키", "keys that approved it")
