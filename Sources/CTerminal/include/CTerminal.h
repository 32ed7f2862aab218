#ifndef CTERMINAL_H
#define CTERMINAL_H

#include <stdint.h>

/// The columns a scalar takes: 0, 1 or 2, or -1 for a control or an unknown character.
///
/// Asks the system's wcwidth under a UTF-8 locale of its own: under LANG=C wcwidth knows ASCII only.
/// Safe to call from several threads; the calling thread's locale is left as it was.
int panel_wcwidth(uint32_t scalar);

#endif
