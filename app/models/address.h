// Where a file may come from. Nothing is asked for over a line that others can read or change, except on this machine.
#pragma once

#include <QString>
#include <QUrl>

#include <string>

#include "app/models/catalogue.h"

namespace app::models {

bool mayFetchFrom(const QUrl &url);                                // https, or http on this machine
bool mayRedirect(const QUrl &from, const QUrl &to);                // to https, or within this machine
QUrl addressOf(const std::string &origin, const SourceFile &file); // as Hugging Face has it: …/resolve/REVISION/PATH

// What stands for the origin: `mirror`, or the origin itself when it is empty. Error(BadInput) when it is no address
// that may be fetched from.
std::string chosenOrigin(const std::string &origin, const QString &mirror);

} // namespace app::models
