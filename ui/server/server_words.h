// What the server pane says that is more than a label: the lines to try it with, and what a refusal means.
#pragma once

#include <QString>

#include "app/server/http_server.h"

namespace ui::server {

struct TryCall {
    QString address; // "http://127.0.0.1:27121"
    QString token;   // empty: none is needed
    QString voice;   // its id
};

// For a shell: one command that makes hello.wav.
QString curlLine(const TryCall &call);
// For Python with the package openai: the same.
QString pythonLines(const TryCall &call);

// Why it came so and what to do about it, as far as the status tells.
QString meaningOf(const app::server::ServerTrouble &trouble);

} // namespace ui::server
