#pragma once
#include <sys/types.h>

/// Starts a program on a new pseudo-terminal; returns the terminal's other end, or -1.
int panel_spawn_on_terminal(const char *path, char *const argv[], char *const envp[],
                            unsigned short columns, unsigned short rows, pid_t *pid);
