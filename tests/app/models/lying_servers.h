// What servers do to a fetch: they drop, stall, lie, redirect and send something else. Each case names its end.
#pragma once

#include <vector>

#include "tests/app/models/made_up_model.h"

namespace servers {

const MadeUpModel &model();
WebReply truth(const WebRequest &request);
// `weights` answers for the large file; the others are handed out as they are.
SmallServer::Script except(std::function<WebReply(const WebRequest &)> weights);
WebReply cut(WebReply reply, qint64 after, WebReply::End end = WebReply::End::Close);
WebReply status(const char *words, QList<std::pair<QByteArray, QByteArray>> headers = {});
WebReply with(WebReply reply, const char *name, const QByteArray &value);

struct Case {
    const char *name;
    SmallServer::Script script;
    const char *reason;   // in the message; empty = the model arrives
    qint64 before = -1;   // bytes of the weights that lie there already; below 0 = none
    bool damaged = false; // … and are not what they should be
};

const std::vector<Case> &cases();

} // namespace servers
