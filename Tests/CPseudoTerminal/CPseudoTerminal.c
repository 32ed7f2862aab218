#define _GNU_SOURCE
#include "CPseudoTerminal.h"

#if defined(__APPLE__)
#include <util.h>
#else
#include <pty.h>
#endif
#include <fcntl.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

int panel_spawn_on_terminal(const char *path, char *const argv[], char *const envp[],
                            unsigned short columns, unsigned short rows, pid_t *pid) {
  struct winsize size = {.ws_row = rows, .ws_col = columns};
  int terminal = -1;
  *pid = forkpty(&terminal, NULL, NULL, &size);
  if (*pid == 0) {
    execve(path, argv, envp);
    _exit(127);
  }
  return *pid < 0 ? -1 : terminal;
}

int panel_untaken_count(int terminal) {
  const char *name = ptsname(terminal);
  int other = name == NULL ? -1 : open(name, O_RDWR | O_NOCTTY | O_CLOEXEC);
  int count = -1;
  if (other < 0) return -1;
  if (ioctl(other, FIONREAD, &count) < 0) count = -1;
  close(other);
  return count;
}
