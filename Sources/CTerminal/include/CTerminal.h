#ifndef CTERMINAL_H
#define CTERMINAL_H

#include <stddef.h>
#include <stdint.h>

/// The columns a scalar takes: 0, 1 or 2, or -1 for a control or an unknown character.
///
/// Asks the system's wcwidth under a UTF-8 locale of its own: under LANG=C wcwidth knows ASCII only.
/// Safe to call from several threads; the calling thread's locale is left as it was.
int panel_wcwidth(uint32_t scalar);

/// Puts a terminal into raw mode, writes `greeting` to it, and catches the signals that end, stop or
/// resize a program.
///
/// Returns a descriptor from which each caught signal can be read as one byte, its number; or -1 with
/// errno, and nothing has changed: EBUSY if a terminal is in use already, ENOTTY if `input` is none.
/// A program that crashes restores the terminal first. There is one terminal at a time, because a
/// signal handler can only find what is global. Both texts must stay until panel_raw_end.
int panel_raw_begin(int input, int output, const char *greeting, const char *farewell);

/// The descriptor to write to between begin and end, which does not block if that can be had.
int panel_raw_output(void);

/// Writes the farewell and gives the terminal back as it was; does nothing if that is done already.
void panel_raw_suspend(void);

/// Puts the terminal into raw mode again and writes the greeting; 0, or -1 with errno.
///
/// `anew` says that whoever had the terminal meanwhile may have changed its state, so that the present
/// state is to be given back at the end.
int panel_raw_resume(int anew);

/// Gives the terminal back, and the signals to whoever had them; does nothing without a beginning.
void panel_raw_end(void);

/// Stops this program and those it shares a pipeline with, as Ctrl-Z does, until they are continued.
///
/// Returns at once if nobody could continue them. The system may stop the program a moment after this
/// returns; it has been continued when SIGCONT can be read.
void panel_raw_stop(void);

#endif
