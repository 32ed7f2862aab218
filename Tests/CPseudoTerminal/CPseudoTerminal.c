#define _GNU_SOURCE
#include "CPseudoTerminal.h"

#if defined(__APPLE__)
#include <util.h>
#else
#include <pty.h>
#endif
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

int panel_spawn_on_terminal(const char *path, char *const argv[], char *const envp[],
                            unsigned short columns, unsigned short rows, pid_t *pid) {
  struct winsize size = {.ws_row = rows, .ws_col = columns};
  int terminal = -1;
  // A child that inherited another's terminal would keep it open when it is to be hung up.
  static pthread_mutex_t one_at_a_time = PTHREAD_MUTEX_INITIALIZER;
  pthread_mutex_lock(&one_at_a_time);
  *pid = forkpty(&terminal, NULL, NULL, &size);
  if (*pid == 0) {
    // As a login shell: nothing of what the test runner's thread blocks, or was told to ignore.
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    signal(SIGINT, SIG_DFL);
    signal(SIGQUIT, SIG_DFL);
    signal(SIGHUP, SIG_DFL);
    for (int other = 3; other < 1024; other++) close(other);
    execve(path, argv, envp);
    _exit(127);
  }
  if (terminal >= 0) fcntl(terminal, F_SETFD, FD_CLOEXEC);
  pthread_mutex_unlock(&one_at_a_time);
  return *pid < 0 ? -1 : terminal;
}

int panel_untaken_count(int terminal) {
  char name[128];
  int count = -1;
  if (ptsname_r(terminal, name, sizeof name) != 0) return -1;
  int other = open(name, O_RDWR | O_NOCTTY | O_CLOEXEC);
  if (other < 0) return -1;
  if (ioctl(other, FIONREAD, &count) < 0) count = -1;
  close(other);
  return count;
}
