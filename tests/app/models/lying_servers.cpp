#include "tests/app/models/lying_servers.h"

namespace servers {

const MadeUpModel &model() {
    static const MadeUpModel one = madeUpModel();
    return one;
}

static bool isWeights(const WebRequest &request) {
    return request.path.endsWith("model_1.safetensors");
}

WebReply truth(const WebRequest &request) {
    return honest(request, model().of(request));
}

SmallServer::Script except(std::function<WebReply(const WebRequest &)> weights) {
    return [weights = std::move(weights)](const WebRequest &request) {
        return isWeights(request) ? weights(request) : truth(request);
    };
}

WebReply cut(WebReply reply, qint64 after, WebReply::End end) {
    reply.send = after;
    reply.end = end;
    return reply;
}

WebReply status(const char *words, QList<std::pair<QByteArray, QByteArray>> headers) {
    WebReply reply;
    reply.status = words;
    reply.headers = std::move(headers);
    return reply;
}

WebReply with(WebReply reply, const char *name, const QByteArray &value) {
    for (auto &header : reply.headers) {
        if (header.first == name) {
            header.second = value;
            return reply;
        }
    }
    reply.headers.append({name, value});
    return reply;
}

const std::vector<Case> &cases() {
    using End = WebReply::End;
    static const std::vector<Case> all = {
        {"honest", truth, ""},
        {"goes on with what is there", truth, "", 120'000},
        {"everything is there already", truth, "", 300'000},
        {"what is there is longer than the file", truth, "", 300'500},
        {"what is there is damaged", truth, "", 120'000, true},
        {"drops once", except([](const auto &r) { return r.number == 0 ? cut(truth(r), 100'000) : truth(r); }), ""},
        {"drops again and again", except([](const auto &r) { return cut(truth(r), 40'000); }), ""},
        {"drops before the first byte, always", except([](const auto &r) { return cut(truth(r), 0); }), "kept"},
        {"drops one byte further each time", except([](const auto &r) { return cut(truth(r), 1); }), "kept"},
        {"stalls once",
         except([](const auto &r) { return r.number == 0 ? cut(truth(r), 9000, End::Stall) : truth(r); }), ""},
        {"stalls always", except([](const auto &r) { return cut(truth(r), 0, End::Stall); }), "Nothing came"},
        {"stalls before it says a word", except([](const auto &) {
             WebReply reply;
             reply.raw = "HTTP/1.1 2";
             reply.end = End::Stall;
             return reply;
         }),
         "Nothing came"},
        {"says it is longer", except([](const auto &r) { return with(truth(r), "Content-Length", "300001"); }),
         "another file: 300001"},
        {"says it is shorter", except([](const auto &r) { return with(truth(r), "Content-Length", "299999"); }),
         "another file: 299999"},
        {"says a length that is none",
         except([](const auto &r) { return with(truth(r), "Content-Length", "99999999999999999999999999"); }),
         "cannot be fetched"},
        {"says no length", except([](const auto &r) {
             WebReply reply = truth(r);
             reply.tellLength = false;
             return reply;
         }),
         ""},
        {"says no length and sends too much", except([](const auto &r) {
             WebReply reply = truth(r);
             reply.tellLength = false;
             reply.body += "more";
             return reply;
         }),
         "more than the file has"},
        {"says no length and ends early, always", except([](const auto &r) {
             WebReply reply = honest({}, model().of(r));
             reply.tellLength = false;
             return cut(reply, 10'000);
         }),
         "The line broke"},
        {"redirects within this machine", except([](const auto &r) {
             return r.path.startsWith("/cdn") ? honest(r, model().weights())
                                              : status("302 Found", {{"Location", "/cdn/model_1.safetensors"}});
         }),
         ""},
        {"redirects in a circle", except([](const auto &r) {
             return status("302 Found", {{"Location", r.path}});
         }),
         "without end"},
        {"redirects to an open line", except([](const auto &) {
             return status("301 Moved", {{"Location", "http://example.org/model_1.safetensors"}});
         }),
         "not safe"},
        {"redirects to a file", except([](const auto &) {
             return status("307 Elsewhere", {{"Location", "file:///etc/passwd"}});
         }),
         "not safe"},
        {"redirects nowhere", except([](const auto &) { return status("302 Found"); }), "does not say where"},
        {"sends other bytes", except([](const auto &r) { return honest(r, QByteArray(300'000, 'x')); }), "SHA-256"},
        {"sends other bytes for the rest",
         except([](const auto &r) { return r.number == 0 ? honest(r, QByteArray(300'000, 'x')) : truth(r); }), "",
         100'000},
        {"sends a web page", except([](const auto &) {
             WebReply reply;
             reply.headers = {{"Content-Type", "text/html; charset=utf-8"}};
             reply.body = "<html>Please log in</html>";
             return reply;
         }),
         "web page"},
        {"ignores what part was asked for", except([](const auto &) { return honest({}, model().weights()); }), "",
         100'000},
        {"ignores what part was asked for and drops now here, now there", except([](const auto &r) {
             if (r.number >= 60)
                 return truth(r);
             WebReply reply = cut(honest({}, model().weights()), r.number % 2 == 0 ? 10'000 : 120'000);
             reply.bytesPerMillisecond = 20'000; // so that some of it arrives before the end is seen
             return reply;
         }),
         "The line broke"},
        {"refuses the part", except([](const auto &r) {
             return r.headers.contains("range") ? status("416 Range Not Satisfiable") : truth(r);
         }),
         "", 100'000},
        {"refuses every part", except([](const auto &) { return status("416 Range Not Satisfiable"); }), "416",
         100'000},
        {"sends another part", except([](const auto &r) {
             return r.number == 0 ? with(truth(r), "Content-Range", "bytes 5-299999/300000") : truth(r);
         }),
         "", 100'000},
        {"sends a part of another file",
         except([](const auto &r) { return with(truth(r), "Content-Range", "bytes 100000-299999/300007"); }),
         "another file: 300007", 100'000},
        {"sends a part and does not say which", except([](const auto &r) {
             return r.headers.contains("range") ? with(truth(r), "Content-Range", "some bytes") : truth(r);
         }),
         "", 100'000},
        {"sends a part that nobody asked for",
         except([](const auto &r) { return with(cut(status("206 Partial Content"), 0), "Content-Range", r.path); }),
         "206"},
        {"has changed since", except([](const auto &r) {
             return r.number == 0 ? cut(truth(r), 50'000) : honest(r, model().weights(), "\"two\"");
         }),
         ""},
        {"does not have it", except([](const auto &) { return status("404 Not Found"); }), "update the program"},
        {"keeps it closed", except([](const auto &) { return status("403 Forbidden"); }), "closed the file"},
        {"is busy once", except([](const auto &r) {
             return r.number == 0 ? status("429 Too Many Requests", {{"Retry-After", "0"}}) : truth(r);
         }),
         ""},
        {"is broken once", except([](const auto &r) { return r.number == 0 ? status("503 Busy") : truth(r); }), ""},
        {"is broken", except([](const auto &) { return status("500 Internal Error"); }), "500 Internal Error"},
        {"packs it", except([](const auto &r) { return with(truth(r), "Content-Encoding", "gzip"); }), "packs"},
        {"has another version", except([](const auto &) {
             return status("302 Found", {{"Location", "/x"}, {"X-Linked-Etag", '"' + QByteArray(64, 'f') + '"'}});
         }),
         "another version"},
        {"speaks no HTTP", except([](const auto &) {
             WebReply reply;
             reply.raw = "SSH-2.0-OpenSSH_9.2\r\n";
             return reply;
         }),
         "kept"},
    };
    return all;
}

} // namespace servers
