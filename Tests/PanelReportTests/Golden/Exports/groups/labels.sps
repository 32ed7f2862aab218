* Encoding: UTF-8.
* Run it in the folder of the export.

GET DATA
  /TYPE=TXT
  /FILE='groups.csv'
  /ENCODING='UTF8'
  /ARRANGEMENT=DELIMITED
  /DELIMITERS=','
  /QUALIFIER='"'
  /FIRSTCASE=2
  /VARIABLES=
    field A2
    group A8
    people F8.0
    model A1
    criterion A9
    value A4
    count F8.0
    status A13
  .
VARIABLE LABELS field 'question of the profile'.
VALUE LABELS field
  'P2' 'Choose your field.'.
VARIABLE LABELS group 'choice, or several put together with +'.
VALUE LABELS group
  'c0' 'choice 0'
  'c1+c2+c3' 'choice 1 / choice 2 / choice 3'.
VARIABLE LABELS people 'evaluators in the group'.
VARIABLE LABELS model 'code of the model'.
VALUE LABELS model
  'A' 'Model A'
  'B' 'Model B'
  'C' 'Model C'.
VARIABLE LABELS criterion 'criterion'.
VALUE LABELS criterion
  'usability' 'Usability'
  'cost' 'Cost efficiency'.
VARIABLE LABELS value 'criterion rating, a fraction'.
MISSING VALUES value (' ').
VARIABLE LABELS count 'evaluators who have it'.
VARIABLE LABELS status 'whether it is shown, and why not'.
VALUE LABELS status
  'shown' 'shown'
  'fewMissing' 'withheld: a few people, one to four, have no rating there'
  'fewRatings' 'withheld: too few people rated it'
  'complementary' 'withheld: it would tell what is withheld elsewhere'
  'policy' 'withheld: the disclosure policy shows no such model'.
DATASET COPY groups.
