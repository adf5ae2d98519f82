#include "app/models/address.h"

#include <QHostAddress>

#include "engine/error.h"

namespace app::models {

namespace {

bool isThisMachine(const QUrl &url) {
    return url.host() == QStringLiteral("localhost") || QHostAddress(url.host()).isLoopback();
}

} // namespace

bool mayFetchFrom(const QUrl &url) {
    if (!url.isValid() || url.host().isEmpty() || !url.userInfo().isEmpty())
        return false;
    return url.scheme() == QStringLiteral("https") || (url.scheme() == QStringLiteral("http") && isThisMachine(url));
}

bool mayRedirect(const QUrl &from, const QUrl &to) {
    return mayFetchFrom(to) && (to.scheme() == QStringLiteral("https") || isThisMachine(from));
}

QUrl addressOf(const std::string &origin, const SourceFile &file) {
    return QUrl(QString::fromStdString(origin + "/" + file.repository + "/resolve/" + file.revision + "/" + file.path),
                QUrl::StrictMode);
}

std::string chosenOrigin(const std::string &origin, const QString &mirror) {
    QString address = mirror.trimmed();
    if (address.isEmpty())
        return origin;
    while (address.endsWith(u'/'))
        address.chop(1);
    const QUrl url(address, QUrl::StrictMode);
    if (!mayFetchFrom(url) || url.hasQuery() || url.hasFragment())
        throw engine::badInput("The address \"" + mirror.toStdString() + "\" cannot stand for " + origin + ".",
                               "Give one that begins with https://, for example https://hf-mirror.com.");
    return address.toStdString();
}

} // namespace app::models
