#pragma once
#include <sys/types.h>

/// Starts a program on a new pseudo-terminal; returns the terminal's other end, or -1.
int panel_spawn_on_terminal(const char *path, char *const argv[], char *const envp[],
                            unsigned short columns, unsigned short rows, pid_t *pid);

/// How many bytes were typed on the terminal's other end that the program has not read, or -1.
int panel_untaken_count(int terminal);
