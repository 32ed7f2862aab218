#define _GNU_SOURCE
#include "CTerminal.h"

#include <locale.h>
#include <pthread.h>
#include <wchar.h>
#if defined(__APPLE__)
#include <xlocale.h>
#endif

static pthread_once_t once = PTHREAD_ONCE_INIT;
static locale_t utf8 = (locale_t)0;

static void choose(void) {
  static const char *const names[] = {"C.UTF-8", "en_US.UTF-8"};
  for (unsigned i = 0; i < sizeof names / sizeof names[0] && utf8 == (locale_t)0; i++)
    utf8 = newlocale(LC_CTYPE_MASK, names[i], (locale_t)0);
}

int panel_wcwidth(uint32_t scalar) {
  pthread_once(&once, choose);
  if (utf8 == (locale_t)0) return wcwidth((wchar_t)scalar);
  locale_t former = uselocale(utf8);
  int width = wcwidth((wchar_t)scalar);
  uselocale(former);
  return width;
}
