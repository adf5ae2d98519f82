// For threads that wait inside Qt or a sound server without end.
#pragma once

class QThread;

namespace app::speech {

// A thread that does not answer is left as it is: the program ends without it, just before Qt's static objects, which
// abort where a thread still waits inside them, and says what it has to say until then. May be called more than once;
// GUI thread.
void leaveThreadBehind();

// Waits for `thread`, which was told to end, `patience` ms at most; false: it was left behind, and is deleted if it
// ends after all. Where another one was left less than that ago it hardly waits: at the end of a program all of them
// may wait for one sound server. GUI thread; `thread` was made by new.
bool endsWithin(QThread &thread, int patience);

} // namespace app::speech
