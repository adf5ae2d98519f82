// The one number `default_nfe_step` in the original's ishowtts.toml, changed without touching any other byte of the
// file: comments, order, line ends and blanks stay as they are. Any thread. Errors are engine::Error, translated.
#pragma once

#include <QByteArray>
#include <QString>

#include <string>

namespace app::listening {

struct TomlSteps {
    int nfeStep = 0;              // as the file says
    std::string section;          // "f5"; "" = the top of the file
    int line = 0;                 // from 1
    qsizetype begin = 0, end = 0; // of the number, bytes
};

// Error(BadInput) when the text is no TOML or longer than 4 MB, when `default_nfe_step` is nowhere, in more than one
// place (which are named), or no whole number from 1 to 128. A comment or a string that holds these words is no such
// place.
TomlSteps findSteps(const QByteArray &toml, const QString &nameForErrors);

// The text with another number, read back to make sure that nothing else changed. Error(BadInput) as above and for a
// number outside 1…128.
QByteArray withSteps(const QByteArray &toml, int nfeStep, const QString &nameForErrors);

// findSteps() of a file. Error(BadInput) also when it is no regular file, Error(Failure) when it cannot be read.
TomlSteps stepsOf(const QString &file);

// withSteps() in the file, whole or not at all (engine/replacing_file.h); gives what was there before. The file is not
// written when the number is there already. Error(BadInput) also when it is no regular file, Error(Failure) when it
// cannot be written.
TomlSteps changeSteps(const QString &file, int nfeStep);

} // namespace app::listening
