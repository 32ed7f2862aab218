// Loaded before the C library into a real panel or paneld (LD_PRELOAD), this names every call that
// matters to durability or to the network, and kills the process at the one that was asked for, or
// lets calls fail as those of a full or read-only disk do.
//
// Nothing happens while the file named by CRASHPOINT_PLAN is absent. Its five lines:
//
//   an id; the counts begin anew whenever the plan changes
//   trace | before | during | after | full | readonly
//                          during: half of what is written is, then the process dies;
//                          full, readonly: the call fails, and every later one that matches
//   which of the matching calls kills or is the first to fail, from 1
//   a shell pattern of the calls that count: "fsync registry.sqlite", "send PUT *", "*"
//   a shell pattern of a call that has to come first, or nothing
//
// The calls go to CRASHPOINT_PLAN.trace, one a line. A flush is noted once it is done and all else
// before it begins, so that a flush that stands before a call was really done before it.

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <limits.h>
#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum when { TRACE, BEFORE, DURING, AFTER, FULL, READONLY };

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static char plan[1024], pattern[256], since[256], trace_path[PATH_MAX];
static enum when planned;
static long wanted, counted;
static int begun;

#define NEXT(name) \
  static __typeof__(name) *next; \
  if (next == NULL) next = (__typeof__(name) *)dlsym(RTLD_NEXT, #name)

// Our own files are read and written by plain system calls, which are not counted.
static void note(const char *format, ...) {
  char line[512];
  va_list arguments;
  va_start(arguments, format);
  int length = vsnprintf(line, sizeof line, format, arguments);
  va_end(arguments);
  if (length >= (int)sizeof line) length = sizeof line - 1;
  int flags = O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC;
  long file = syscall(SYS_openat, AT_FDCWD, trace_path, flags, 0600);
  if (file < 0) return;
  syscall(SYS_write, file, line, (size_t)length);
  syscall(SYS_close, file);
}

static _Noreturn void die(const char *when, const char *call) {
  note("KILLED %s %s\n", when, call);
  kill(getpid(), SIGKILL);
  for (;;) pause();
}

static void copy_line(char *to, size_t size, const char *from) {
  size_t length = from == NULL ? 0 : strcspn(from, "\n");
  if (length >= size) length = size - 1;
  memcpy(to, from == NULL ? "" : from, length);
  to[length] = 0;
}

// Reads the plan; false when nothing is to be done.
static int read_plan(void) {
  const char *path = getenv("CRASHPOINT_PLAN");
  if (path == NULL) return 0;
  long file = syscall(SYS_openat, AT_FDCWD, path, O_RDONLY | O_CLOEXEC, 0);
  if (file < 0) return 0;
  char text[sizeof plan];
  long length = syscall(SYS_read, file, text, sizeof text - 1);
  syscall(SYS_close, file);
  if (length <= 0) return 0;
  text[length] = 0;
  if (strcmp(text, plan) == 0) return 1;
  strcpy(plan, text);
  const char *line[5] = {text};
  for (int i = 1; i < 5; i++) {
    const char *end = line[i - 1] == NULL ? NULL : strchr(line[i - 1], '\n');
    line[i] = end == NULL ? NULL : end + 1;
  }
  char word[16];
  copy_line(word, sizeof word, line[1]);
  planned = strcmp(word, "before") == 0  ? BEFORE
            : strcmp(word, "during") == 0 ? DURING
            : strcmp(word, "after") == 0  ? AFTER
            : strcmp(word, "full") == 0   ? FULL
            : strcmp(word, "readonly") == 0 ? READONLY
                                            : TRACE;
  wanted = line[2] == NULL ? 0 : strtol(line[2], NULL, 10);
  copy_line(pattern, sizeof pattern, line[3]);
  copy_line(since, sizeof since, line[4]);
  counted = 0;
  begun = since[0] == 0;
  snprintf(trace_path, sizeof trace_path, "%s.trace", path);
  return 1;
}

// How often a socket is read, and in how many parts a long message goes out, is a matter of chance.
static int is_by_chance(const char *call) {
  return strcmp(call, "receive") == 0 || strcmp(call, "send more") == 0;
}

static int fails(enum when when) { return when == FULL || when == READONLY; }

static int refuse(enum when when) {
  errno = when == FULL ? ENOSPC : EROFS;
  return -1;
}

// Before a call: notes it, and says what is to become of it. What happens by chance counts only
// where a plan names it.
static enum when begin(const char *call, int is_flush) {
  pthread_mutex_lock(&mutex);
  enum when when = TRACE;
  if (read_plan()) {
    int counts = begun && (strcmp(pattern, call) == 0
                           || (!is_by_chance(call) && fnmatch(pattern, call, 0) == 0));
    if (counts && (++counted == wanted || (fails(planned) && counted > wanted))) when = planned;
    if (!begun && fnmatch(since, call, 0) == 0) begun = 1;
    if (when == BEFORE) die("before", call);
    if (!is_flush && !is_by_chance(call)) note("%s\n", call);
  }
  pthread_mutex_unlock(&mutex);
  return when;
}

static void end(enum when when, const char *call, int is_flush, int succeeded) {
  if (is_flush && succeeded) {
    pthread_mutex_lock(&mutex);
    if (read_plan()) note("%s\n", call);
    pthread_mutex_unlock(&mutex);
  }
  if (when == DURING || when == AFTER) die(when == AFTER ? "after" : "during", call);
}

// What a descriptor is: a regular file or directory by its name, a network socket, or nothing.
enum kind { OTHER, NAMED, NETWORK };

static enum kind identify(int descriptor, char *name, size_t size) {
  if (getenv("CRASHPOINT_PLAN") == NULL) return OTHER;
  struct stat status;
  if (fstat(descriptor, &status) != 0) return OTHER;
  if (S_ISSOCK(status.st_mode)) {
    struct sockaddr_storage address;
    socklen_t length = sizeof address;
    if (getsockname(descriptor, (struct sockaddr *)&address, &length) != 0) return OTHER;
    return address.ss_family == AF_INET || address.ss_family == AF_INET6 ? NETWORK : OTHER;
  }
  if (!S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode)) return OTHER;
  char link[64], path[PATH_MAX];
  snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length <= 0) return OTHER;
  path[length] = 0;
  const char *slash = strrchr(path, '/');
  const char *end = S_ISDIR(status.st_mode) ? "/" : "";
  snprintf(name, size, "%s%s", slash == NULL ? path : slash + 1, end);
  return NAMED;
}

static void call_on_path(char *call, size_t size, const char *verb, const char *path) {
  const char *slash = strrchr(path, '/');
  snprintf(call, size, "%s %s", verb, slash == NULL ? path : slash + 1);
}

// A sent message by its first two words, when it begins one: "PUT /v1/…" or "HTTP/1.1 200".
static void call_of_message(char *call, size_t size, const char *bytes, size_t length) {
  size_t end = 0, words = 0;
  int begins = length > 4 && bytes[0] >= 'A' && bytes[0] <= 'Z';
  while (begins && end < length && end < 80 && bytes[end] > ' ' - 1) {
    if (bytes[end] == ' ' && ++words == 2) break;
    end++;
  }
  snprintf(call, size, "send %.*s", begins ? (int)end : 4, begins ? bytes : "more");
}

static enum kind describe_write(int descriptor, const void *bytes, size_t length, char *call,
                                size_t size) {
  char name[256];
  enum kind kind = identify(descriptor, name, sizeof name);
  if (kind == NAMED) snprintf(call, size, "write %s", name);
  if (kind == NETWORK) call_of_message(call, size, bytes, length);
  return kind;
}

// Declares a call, runs it between begin and end, and returns its result.
#define COUNTED(call, is_flush, half, whole) \
  enum when when = begin(call, is_flush); \
  __typeof__(whole) result = \
      fails(when) ? refuse(when) : when == DURING ? (half) : (whole); \
  end(when, call, is_flush, result >= 0); \
  return result

ssize_t write(int descriptor, const void *bytes, size_t length) {
  NEXT(write);
  char call[300];
  if (!describe_write(descriptor, bytes, length, call, sizeof call))
    return next(descriptor, bytes, length);
  COUNTED(call, 0, next(descriptor, bytes, length / 2), next(descriptor, bytes, length));
}

#define POSITIONED(name, offset_type) \
  ssize_t name(int descriptor, const void *bytes, size_t length, offset_type offset) { \
    NEXT(name); \
    char call[300]; \
    if (!describe_write(descriptor, bytes, length, call, sizeof call)) \
      return next(descriptor, bytes, length, offset); \
    COUNTED(call, 0, next(descriptor, bytes, length / 2, offset), \
            next(descriptor, bytes, length, offset)); \
  }
POSITIONED(pwrite, off_t)
POSITIONED(pwrite64, off64_t)

ssize_t writev(int descriptor, const struct iovec *parts, int count) {
  NEXT(writev);
  char call[300];
  if (count < 1
      || !describe_write(descriptor, parts[0].iov_base, parts[0].iov_len, call, sizeof call))
    return next(descriptor, parts, count);
  // Of several parts the first one whole: a request without its body.
  struct iovec half = {parts[0].iov_base, count > 1 ? parts[0].iov_len : parts[0].iov_len / 2};
  COUNTED(call, 0, next(descriptor, &half, 1), next(descriptor, parts, count));
}

ssize_t send(int descriptor, const void *bytes, size_t length, int flags) {
  NEXT(send);
  char call[300];
  if (!describe_write(descriptor, bytes, length, call, sizeof call))
    return next(descriptor, bytes, length, flags);
  COUNTED(call, 0, next(descriptor, bytes, length / 2, flags),
          next(descriptor, bytes, length, flags));
}

ssize_t sendmsg(int descriptor, const struct msghdr *message, int flags) {
  NEXT(sendmsg);
  char call[300];
  if (message->msg_iovlen < 1
      || !describe_write(descriptor, message->msg_iov[0].iov_base, message->msg_iov[0].iov_len,
                         call, sizeof call))
    return next(descriptor, message, flags);
  struct msghdr half = *message;
  half.msg_iovlen = 1;
  COUNTED(call, 0, next(descriptor, &half, flags), next(descriptor, message, flags));
}

#define ON_DESCRIPTOR(name, verb, is_flush, parameters, arguments) \
  int name parameters { \
    NEXT(name); \
    char file[256], call[300]; \
    if (identify(descriptor, file, sizeof file) != NAMED) return next arguments; \
    snprintf(call, sizeof call, "%s %s", verb, file); \
    COUNTED(call, is_flush, 0, next arguments); \
  }
ON_DESCRIPTOR(fsync, "fsync", 1, (int descriptor), (descriptor))
ON_DESCRIPTOR(fdatasync, "fsync", 1, (int descriptor), (descriptor))
ON_DESCRIPTOR(ftruncate, "ftruncate", 0, (int descriptor, off_t length), (descriptor, length))
ON_DESCRIPTOR(ftruncate64, "ftruncate", 0, (int descriptor, off64_t length), (descriptor, length))

#define ON_PATH(name, verb, path, parameters, arguments) \
  int name parameters { \
    NEXT(name); \
    if (getenv("CRASHPOINT_PLAN") == NULL) return next arguments; \
    char call[300]; \
    call_on_path(call, sizeof call, verb, path); \
    COUNTED(call, 0, 0, next arguments); \
  }
ON_PATH(rename, "rename", to, (const char *from, const char *to), (from, to))
ON_PATH(renameat, "rename", to, (int fromAt, const char *from, int toAt, const char *to),
        (fromAt, from, toAt, to))
ON_PATH(unlink, "unlink", path, (const char *path), (path))
ON_PATH(unlinkat, "unlink", path, (int at, const char *path, int flags), (at, path, flags))
ON_PATH(mkdir, "mkdir", path, (const char *path, mode_t mode), (path, mode))

int connect(int descriptor, const struct sockaddr *address, socklen_t length) {
  NEXT(connect);
  char name[256];
  if (identify(descriptor, name, sizeof name) != NETWORK) return next(descriptor, address, length);
  COUNTED("connect", 0, 0, next(descriptor, address, length));
}

// Opening for writing is nothing that kills, but on a disk that is read-only it fails.
static enum when opening(const char *path) {
  enum when when = TRACE;
  char call[300];
  call_on_path(call, sizeof call, "open", path);
  pthread_mutex_lock(&mutex);
  if (read_plan() && fails(planned) && fnmatch(pattern, call, 0) == 0) when = planned;
  pthread_mutex_unlock(&mutex);
  return when;
}

// Reading a secret key: what is signed comes after it.
#define OPENING(name) \
  int name(const char *path, int flags, ...) { \
    NEXT(name); \
    va_list arguments; \
    va_start(arguments, flags); \
    mode_t mode = flags & O_CREAT ? va_arg(arguments, mode_t) : 0; \
    va_end(arguments); \
    if (getenv("CRASHPOINT_PLAN") == NULL) return next(path, flags, mode); \
    if (flags & (O_WRONLY | O_RDWR)) { \
      enum when when = opening(path); \
      if (fails(when)) return refuse(when); \
    } \
    if (fnmatch("*.key", path, 0) != 0) return next(path, flags, mode); \
    char call[300]; \
    call_on_path(call, sizeof call, "open", path); \
    COUNTED(call, 0, 0, next(path, flags, mode)); \
  }
OPENING(open)
OPENING(open64)

#define RECEIVING(name, parameters, arguments) \
  ssize_t name parameters { \
    NEXT(name); \
    char file[256]; \
    if (identify(descriptor, file, sizeof file) != NETWORK) return next arguments; \
    COUNTED("receive", 0, 0, next arguments); \
  }
RECEIVING(read, (int descriptor, void *bytes, size_t length), (descriptor, bytes, length))
RECEIVING(recv, (int descriptor, void *bytes, size_t length, int flags),
          (descriptor, bytes, length, flags))
RECEIVING(recvmsg, (int descriptor, struct msghdr *message, int flags),
          (descriptor, message, flags))
