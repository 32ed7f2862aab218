# Reads an export by its own script, and prints what it read: a line for each column of each table.
# Arguments: the folder, the language, the tables.
arguments <- commandArgs(trailingOnly = TRUE)
panel_folder <- arguments[1]
panel_language <- arguments[2]
source(file.path(panel_folder, "read.R"), encoding = "UTF-8")
for (name in arguments[-(1:2)]) {
  table <- get(gsub("-", "_", name))
  for (column in names(table)) {
    values <- table[[column]]
    total <- if (is.numeric(values)) format(sum(values, na.rm = TRUE), digits = 15) else ""
    labels <- if (is.factor(values)) levels(values) else names(attr(values, "labels"))
    cat(name, column, class(values), nrow(table), sum(is.na(values)), total,
      attr(values, "label"), paste(labels, collapse = "|"), sep = "\t")
    cat("\n")
  }
}
