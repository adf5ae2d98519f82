// Why a file does not become sound, for people.
#pragma once

#include "app/decoding/wire.h"
#include "app/problem.h"

namespace app::decoding {

// `text`: what the file or its codec calls itself; may be empty.
Problem refusal(const QString &file, wire::Reason reason, const QString &text);

Problem cannotOpen(const QString &file, int error); // errno
Problem noFile(const QString &file, bool isFolder);
Problem tooLarge(const QString &file, qint64 bytes);
Problem stuck(const QString &file);
Problem crashed(const QString &file, int signal); // 0: it said what makes no sense
// Before it said anything: by a signal, or with an exit status.
Problem cannotStart(const QString &file, int signal, int exitCode);
Problem tookTooLong(const QString &file);
Problem noProgram();

} // namespace app::decoding
