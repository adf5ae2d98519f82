// Requests that must be refused before anybody looks at them, and with which status. HOST stands for the server's own
// name and port, PORT for the port.
#pragma once

#include <QByteArray>
#include <QString>

#include <vector>

struct HostileRequest {
    QString name;
    QByteArray raw;
    int status = 0;
};

std::vector<HostileRequest> hostileRequests();

// What is asked as it should be.
QByteArray get(const char *target, const char *headers = "");
QByteArray post(const char *target, const char *headers, const QByteArray &body = "{}");
inline constexpr const char *kJson = "Content-Type: application/json\r\n";
// What fetch() of Node 20 says with each request.
inline constexpr const char *kNodeFetch =
    "connection: keep-alive\r\naccept: */*\r\naccept-language: *\r\nsec-fetch-mode: cors\r\nuser-agent: node\r\n"
    "accept-encoding: gzip, deflate\r\n";
