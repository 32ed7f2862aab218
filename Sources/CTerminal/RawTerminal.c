#define _GNU_SOURCE
#include "CTerminal.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

// What a handler needs; written only while the signals below are blocked or not yet caught.
static struct termios former;
static int input = -1, output = -1;
static int reopened = -1;
static const char *greeting, *farewell;
static volatile sig_atomic_t is_raw = 0;
static int self_pipe[2] = {-1, -1};

static const int reported[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP, SIGCONT, SIGWINCH};
static const int crashes[] = {SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGSEGV, SIGTRAP};
enum { REPORTED = sizeof reported / sizeof *reported, CRASHES = sizeof crashes / sizeof *crashes };
static struct sigaction former_reported[REPORTED], former_crashes[CRASHES];

static void write_text(const char *text) {
  // A terminal that takes nothing, as when a connection is lost, must not keep the program from
  // ending: each byte is written only when there is room for it.
  for (int patience = 20; *text != 0 && patience > 0;) {
    struct pollfd waiting = {.fd = output, .events = POLLOUT};
    int count = poll(&waiting, 1, 50);
    if (count > 0 && write(output, text, 1) == 1)
      text++;
    else if (count == 0 || errno == EINTR || errno == EAGAIN)
      patience--;
    else
      return;
  }
}

static int set_state(const struct termios *state) {
  int result;
  // TCSADRAIN waits for output, which a lost connection never takes.
  while ((result = tcsetattr(input, TCSANOW, state)) < 0 && errno == EINTR) {}
  return result;
}

static int set_raw(void) {
  struct termios raw = former;
  // As cfmakeraw, which is no part of POSIX. ISIG is off: Ctrl-C arrives as a byte in its turn, so
  // that keys typed before it are not thrown away, and no key can end the program unsaved. IXON is
  // off: no key can freeze the screen. What the terminal knows of UTF-8 stays.
  raw.c_iflag &= ~(tcflag_t)(IGNBRK | BRKINT | PARMRK | ISTRIP | INLCR | IGNCR | ICRNL | IXON);
  raw.c_oflag &= ~(tcflag_t)OPOST;
  raw.c_lflag &= ~(tcflag_t)(ECHO | ECHONL | ICANON | ISIG | IEXTEN);
  raw.c_cflag &= ~(tcflag_t)(CSIZE | PARENB);
  raw.c_cflag |= CS8;
  raw.c_cc[VMIN] = 1;
  raw.c_cc[VTIME] = 0;
  return set_state(&raw);
}

void panel_raw_suspend(void) {
  if (!is_raw) return;
  is_raw = 0;
  // A program in the background that changes the terminal would be stopped by SIGTTOU.
  sigset_t stop, before;
  sigemptyset(&stop);
  sigaddset(&stop, SIGTTOU);
  pthread_sigmask(SIG_BLOCK, &stop, &before);
  write_text(farewell);
  set_state(&former);
  pthread_sigmask(SIG_SETMASK, &before, NULL);
}

int panel_raw_resume(int anew) {
  struct termios present;
  if (input < 0) {
    errno = EBADF;
    return -1;
  }
  if (anew && !is_raw && tcgetattr(input, &present) == 0) former = present;
  // Set before the state: a crash between the two restores once too often, which harms nothing.
  is_raw = 1;
  if (set_raw() < 0) {
    is_raw = 0;
    return -1;
  }
  write_text(greeting);
  return 0;
}

static void report(int signal) {
  int saved = errno;
  unsigned char byte = (unsigned char)signal;
  // A full pipe holds signals enough.
  ssize_t ignored = write(self_pipe[1], &byte, 1);
  (void)ignored;
  errno = saved;
}

// The one handler that works: after a crash nothing else of the program runs.
static void crash(int signal) {
  int saved = errno;
  panel_raw_suspend();
  for (unsigned i = 0; i < CRASHES; i++)
    if (crashes[i] == signal) sigaction(signal, &former_crashes[i], NULL);
  errno = saved;
  // Blocked until this returns; then whoever had the signal gets it.
  raise(signal);
}

static void catch_signals(void) {
  struct sigaction action;
  memset(&action, 0, sizeof action);
  sigemptyset(&action.sa_mask);
  // Without SA_RESTART: a write that a lost connection holds up must end.
  action.sa_handler = report;
  for (unsigned i = 0; i < REPORTED; i++) {
    sigaction(reported[i], NULL, &former_reported[i]);
    // What was ignored on purpose, as by nohup, stays ignored.
    int is_end = reported[i] != SIGTSTP && reported[i] != SIGCONT && reported[i] != SIGWINCH;
    if (is_end && former_reported[i].sa_handler == SIG_IGN) continue;
    sigaction(reported[i], &action, NULL);
  }
  action.sa_handler = crash;
  // A crash by a full stack needs the other stack, if there is one.
  action.sa_flags = SA_ONSTACK;
  for (unsigned i = 0; i < CRASHES; i++) sigaction(crashes[i], &action, &former_crashes[i]);
}

static void release_signals(void) {
  for (unsigned i = 0; i < REPORTED; i++) sigaction(reported[i], &former_reported[i], NULL);
  for (unsigned i = 0; i < CRASHES; i++) sigaction(crashes[i], &former_crashes[i], NULL);
}

// A description of its own that never blocks: to set the one shared with the shell would outlive
// the program. Without it, a signal between a wait and a write would not end the write.
static void choose_output(int given) {
  char name[256];
  if (ttyname_r(given, name, sizeof name) == 0)
    reopened = open(name, O_WRONLY | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
  output = reopened >= 0 ? reopened : given;
}

int panel_raw_output(void) { return output; }

static void let_go(void) {
  if (reopened >= 0) close(reopened);
  input = output = reopened = -1;
  for (int i = 0; i < 2; i++) {
    if (self_pipe[i] >= 0) close(self_pipe[i]);
    self_pipe[i] = -1;
  }
}

int panel_raw_begin(int in, int out, const char *hello, const char *goodbye) {
  if (input >= 0) {
    errno = EBUSY;
    return -1;
  }
  if (tcgetattr(in, &former) < 0) return -1;
  if (pipe(self_pipe) < 0) return -1;
  for (int i = 0; i < 2; i++) {
    fcntl(self_pipe[i], F_SETFD, FD_CLOEXEC);
    fcntl(self_pipe[i], F_SETFL, O_NONBLOCK);
  }
  input = in;
  choose_output(out);
  greeting = hello;
  farewell = goodbye;
  catch_signals();
  if (panel_raw_resume(0) < 0) {
    int saved = errno;
    release_signals();
    let_go();
    errno = saved;
    return -1;
  }
  return self_pipe[0];
}

void panel_raw_end(void) {
  if (input < 0) return;
  panel_raw_suspend();
  release_signals();
  let_go();
}

void panel_raw_stop(void) {
  struct sigaction standard, caught;
  memset(&standard, 0, sizeof standard);
  sigemptyset(&standard.sa_mask);
  standard.sa_handler = SIG_DFL;
  sigaction(SIGTSTP, &standard, &caught);
  kill(0, SIGTSTP);
  // Another thread may take the signal: its default must last until the program is continued, or
  // until it is clear that it was not stopped.
  struct pollfd waiting = {.fd = self_pipe[0], .events = POLLIN};
  poll(&waiting, 1, 200);
  sigaction(SIGTSTP, &caught, NULL);
}
