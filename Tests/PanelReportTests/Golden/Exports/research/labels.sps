* Encoding: UTF-8.
* Run it in the folder of the export.

GET DATA
  /TYPE=TXT
  /FILE='ratings-long.csv'
  /ENCODING='UTF8'
  /ARRANGEMENT=DELIMITED
  /DELIMITERS=','
  /QUALIFIER='"'
  /FIRSTCASE=2
  /VARIABLES=
    rater A4
    model A1
    item A2
    criterion A9
    rating F8.0
    state A7
  .
VARIABLE LABELS rater 'evaluator: a label drawn anew for each export; e with a number for a row about all models, the model''s code with a number for somebody''s ratings of that model alone'.
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
VARIABLE LABELS criterion 'criterion that the item counts for'.
VALUE LABELS criterion
  'usability' 'Usability'
  'cost' 'Cost efficiency'.
VARIABLE LABELS rating 'rating; empty if there is none'.
VALUE LABELS rating
  1 'Very poor'
  2 'Poor'
  3 'Fair'
  4 'Good'
  5 'Very good'.
VARIABLE LABELS state 'what stands here, and why if it is no rating'.
VALUE LABELS state
  'rating' 'there is a rating'
  'recused' 'recused from the model: missing, not zero'
  'missing' 'no rating: not answered, or for a reason that too few have to be told; not zero'
  'cannotJudge:N1' 'cannot judge: Not used'
  'cannotJudge:N2' 'cannot judge: Not relevant to my work'.
DATASET COPY ratings_long.

GET DATA
  /TYPE=TXT
  /FILE='ratings-wide.csv'
  /ENCODING='UTF8'
  /ARRANGEMENT=DELIMITED
  /DELIMITERS=','
  /QUALIFIER='"'
  /FIRSTCASE=2
  /VARIABLES=
    rater A4
    A_U1 F8.0
    A_U2 F8.0
    A_C1 F8.0
    B_U1 F8.0
    B_U2 F8.0
    B_C1 F8.0
    C_U1 F8.0
    C_U2 F8.0
    C_C1 F8.0
  .
VARIABLE LABELS rater 'evaluator: a label drawn anew for each export; e with a number for a row about all models, the model''s code with a number for somebody''s ratings of that model alone'.
VARIABLE LABELS A_U1 'Model A, Task fit'.
VALUE LABELS A_U1
  1 'Very poor'
  2 'Poor'
  3 'Fair'
  4 'Good'
  5 'Very good'.
VARIABLE LABELS A_U2 'Model A, Ease'.
VALUE LABELS A_U2
  1 'Very poor'
  2 'Poor'
  3 'Fair'
  4 'Good'
  5 'Very good'.
VARIABLE LABELS A_C1 'Model A, Value for money'.
VALUE LABELS A_C1
  1 'Very poor'
  2 'Poor'
  3 'Fair'
  4 'Good'
  5 'Very good'.
VARIABLE LABELS B_U1 'Model B, Task fit'.
VALUE LABELS B_U1
  1 'Very poor'
  2 'Poor'
  3 'Fair'
  4 'Good'
  5 'Very good'.
VARIABLE LABELS B_U2 'Model B, Ease'.
VALUE LABELS B_U2
  1 'Very poor'
  2 'Poor'
  3 'Fair'
  4 'Good'
  5 'Very good'.
VARIABLE LABELS B_C1 'Model B, Value for money'.
VALUE LABELS B_C1
  1 'Very poor'
  2 'Poor'
  3 'Fair'
  4 'Good'
  5 'Very good'.
VARIABLE LABELS C_U1 'Model C, Task fit'.
VALUE LABELS C_U1
  1 'Very poor'
  2 'Poor'
  3 'Fair'
  4 'Good'
  5 'Very good'.
VARIABLE LABELS C_U2 'Model C, Ease'.
VALUE LABELS C_U2
  1 'Very poor'
  2 'Poor'
  3 'Fair'
  4 'Good'
  5 'Very good'.
VARIABLE LABELS C_C1 'Model C, Value for money'.
VALUE LABELS C_C1
  1 'Very poor'
  2 'Poor'
  3 'Fair'
  4 'Good'
  5 'Very good'.
DATASET COPY ratings_wide.

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
    lower F20.6
    upper F20.6
    interval A1
    firstRankShare F20.6
    withheld A1
  .
VARIABLE LABELS model 'code of the model'.
VALUE LABELS model
  'A' 'Model A'
  'B' 'Model B'
  'C' 'Model C'.
VARIABLE LABELS criterion 'criterion, or ''total'' for all together'.
VALUE LABELS criterion
  'usability' 'Usability'
  'cost' 'Cost efficiency'
  'total' 'all criteria together'.
VARIABLE LABELS fullMarks 'points allotted'.
VARIABLE LABELS n 'evaluators entering the estimate'.
VARIABLE LABELS estimate 'estimate on the scale of ratings, a fraction'.
MISSING VALUES estimate (' ').
VARIABLE LABELS points 'points, rounded'.
VARIABLE LABELS exact 'points before rounding, a fraction'.
MISSING VALUES exact (' ').
VARIABLE LABELS rank 'rank; equal models share it'.
VARIABLE LABELS lower 'lower end of the 95 % interval, points'.
VARIABLE LABELS upper 'upper end of the 95 % interval, points'.
VARIABLE LABELS interval 'method of the interval'.
VALUE LABELS interval
  'bca' 'BCa bootstrap'
  'percentile' 'percentile bootstrap, where BCa is not defined'.
MISSING VALUES interval (' ').
VARIABLE LABELS firstRankShare 'share of resamples in which the model is first; ties are shared'.
VARIABLE LABELS withheld 'why there are no points'.
MISSING VALUES withheld (' ').
DATASET COPY scores.

GET DATA
  /TYPE=TXT
  /FILE='profile.csv'
  /ENCODING='UTF8'
  /ARRANGEMENT=DELIMITED
  /DELIMITERS=','
  /QUALIFIER='"'
  /FIRSTCASE=2
  /VARIABLES=
    person A3
    profile_P1 A2
  .
VARIABLE LABELS person 'person: a label of this table alone, not that of any rater'.
VARIABLE LABELS profile_P1 'Choose your field.'.
VALUE LABELS profile_P1
  'c0' 'choice 0'
  'c1' 'choice 1'
  'c2' 'choice 2'.
DATASET COPY profile.

GET DATA
  /TYPE=TXT
  /FILE='comments.csv'
  /ENCODING='UTF8'
  /ARRANGEMENT=DELIMITED
  /DELIMITERS=','
  /QUALIFIER='"'
  /FIRSTCASE=2
  /VARIABLES=
    model A1
    text A17
    approved_by A8
  .
VARIABLE LABELS model 'code of the model'.
VALUE LABELS model
  'A' 'Model A'
  'B' 'Model B'
  'C' 'Model C'.
VARIABLE LABELS text 'comment'.
VARIABLE LABELS approved_by 'keys that approved it'.
DATASET COPY comments.
