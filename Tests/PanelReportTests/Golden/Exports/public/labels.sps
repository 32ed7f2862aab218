* Encoding: UTF-8.
* Run it in the folder of the export.

GET DATA
  /TYPE=TXT
  /FILE='items.csv'
  /ENCODING='UTF8'
  /ARRANGEMENT=DELIMITED
  /DELIMITERS=','
  /QUALIFIER='"'
  /FIRSTCASE=2
  /VARIABLES=
    model A1
    item A2
    n F8.0
    missing F8.0
    status A13
  .
VARIABLE LABELS model 'code of the model'.
VALUE LABELS model
  'A' 'Model A'
  'B' 'Model B'
  'C' 'Model C'.
VARIABLE LABELS item 'item'.
VALUE LABELS item
  'U1' 'Task fit: =Does it, or does it not, fit the work?'
  'U2' 'Ease: Is it easy to use?'
  'C1' 'Value for money: How is it for its cost?'.
VARIABLE LABELS n 'evaluators with a rating'.
VARIABLE LABELS missing 'submissions without a rating: cannot judge, recused and abstained together'.
VARIABLE LABELS status 'whether it is shown, and why not'.
VALUE LABELS status
  'shown' 'shown'
  'fewMissing' 'withheld: a few people, one to four, have no rating there'
  'fewRatings' 'withheld: too few people rated it'
  'complementary' 'withheld: it would tell what is withheld elsewhere'
  'policy' 'withheld: the disclosure policy shows no such model'.
DATASET COPY items.

GET DATA
  /TYPE=TXT
  /FILE='histograms.csv'
  /ENCODING='UTF8'
  /ARRANGEMENT=DELIMITED
  /DELIMITERS=','
  /QUALIFIER='"'
  /FIRSTCASE=2
  /VARIABLES=
    model A1
    item A2
    rating F8.0
    count F8.0
  .
VARIABLE LABELS model 'code of the model'.
VALUE LABELS model
  'A' 'Model A'
  'B' 'Model B'
  'C' 'Model C'.
VARIABLE LABELS item 'item'.
VALUE LABELS item
  'U1' 'Task fit: =Does it, or does it not, fit the work?'
  'U2' 'Ease: Is it easy to use?'
  'C1' 'Value for money: How is it for its cost?'.
VARIABLE LABELS rating 'rating'.
VALUE LABELS rating
  1 'Very poor'
  2 'Poor'
  3 'Fair'
  4 'Good'
  5 'Very good'.
VARIABLE LABELS count 'evaluators who gave it'.
DATASET COPY histograms.

GET DATA
  /TYPE=TXT
  /FILE='estimates.csv'
  /ENCODING='UTF8'
  /ARRANGEMENT=DELIMITED
  /DELIMITERS=','
  /QUALIFIER='"'
  /FIRSTCASE=2
  /VARIABLES=
    model A1
    criterion A9
    value A4
    count F8.0
    status A13
  .
VARIABLE LABELS model 'code of the model'.
VALUE LABELS model
  'A' 'Model A'
  'B' 'Model B'
  'C' 'Model C'.
VARIABLE LABELS criterion 'criterion, or ''total'' for totals in points'.
VALUE LABELS criterion
  'usability' 'Usability'
  'cost' 'Cost efficiency'
  'total' 'all criteria together'.
VARIABLE LABELS value 'criterion rating or total, a fraction'.
MISSING VALUES value (' ').
VARIABLE LABELS count 'evaluators who have it'.
VARIABLE LABELS status 'whether it is shown, and why not'.
VALUE LABELS status
  'shown' 'shown'
  'fewMissing' 'withheld: a few people, one to four, have no rating there'
  'fewRatings' 'withheld: too few people rated it'
  'complementary' 'withheld: it would tell what is withheld elsewhere'
  'policy' 'withheld: the disclosure policy shows no such model'.
DATASET COPY estimates.

GET DATA
  /TYPE=TXT
  /FILE='scores.csv'
  /ENCODING='UTF8'
  /ARRANGEMENT=DELIMITED
  /DELIMITERS=','
  /QUALIFIER='"'
  /FIRSTCASE=2
  /VARIABLES=
    model A1
    criterion A9
    fullMarks F20.6
    n F8.0
    estimate A6
    points F20.6
    exact A6
    rank F8.0
    status A13
  .
VARIABLE LABELS model 'code of the model'.
VALUE LABELS model
  'A' 'Model A'
  'B' 'Model B'
  'C' 'Model C'.
MISSING VALUES model (' ').
VARIABLE LABELS criterion 'criterion, ''total'' for all together, or ''average'' of all models'.
VALUE LABELS criterion
  'usability' 'Usability'
  'cost' 'Cost efficiency'
  'total' 'all criteria together'
  'average' 'average of the rounded points of all models with a score'.
VARIABLE LABELS fullMarks 'points allotted'.
VARIABLE LABELS n 'evaluators entering the estimate'.
VARIABLE LABELS estimate 'estimate on the scale of ratings, a fraction'.
MISSING VALUES estimate (' ').
VARIABLE LABELS points 'points, rounded'.
VARIABLE LABELS exact 'points before rounding, a fraction'.
MISSING VALUES exact (' ').
VARIABLE LABELS rank 'rank; equal models share it'.
VARIABLE LABELS status 'whether points are shown, and why not'.
VALUE LABELS status
  'shown' 'shown'
  'policy' 'withheld by the disclosure policy'
  'quorum' 'no points: below the quorum'
  'noEstimate' 'no points: the rule gives no estimate'
  'complementary' 'withheld: they would tell what is withheld elsewhere'.
DATASET COPY scores.
