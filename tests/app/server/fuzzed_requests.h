// Requests that nobody would send, made of those that clients and attackers send, and what must hold of all of them.
#pragma once

#include <QByteArray>

#include <random>

namespace fuzzed_requests {

// Of one client, perhaps several behind each other. `host`: the server's own name and port.
QByteArray bytes(std::mt19937_64 &random, const QByteArray &host);

// Through what looks at a request before a handler does (app/server/guard.h), in the server's order, for one that
// listens as `host`. What is wrong with what was let through: it calls the server by another name, comes from a page
// of another place, has no token, leads out of the path …; empty: nothing.
QByteArray flawOf(const QByteArray &bytes, const QByteArray &host);

// What is wrong with what a server wrote until it closed: no answer of HTTP, or one that says that it failed.
QByteArray flawOfAnswers(QByteArray answers);

} // namespace fuzzed_requests
