#include "ui/server/server_words.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace ui::server {

namespace {

class Words {
    Q_DECLARE_TR_FUNCTIONS(ui::server::Words)

public:
    static QString meaning(int status) {
        switch (status) {
        case 400:
            return tr("The request was not understood: its sender must mend it.");
        case 401:
            return tr("It came without the token, or with an old one. If it was yours, copy the token to it anew.");
        case 403:
            return tr("It came from a web page of another place or from a program that calls itself a browser (its "
                      "User-Agent), or called this machine by a name that it does not have. That is refused so that no "
                      "page in your browser can use the Studio.");
        case 404:
            return tr("There is no such address, voice or request.");
        case 405:
            return tr("The address is right, but not the method (GET, POST, DELETE).");
        case 408:
            return tr("It was not sent to its end in time.");
        case 413:
        case 414:
        case 431:
            return tr("More was sent than is taken.");
        case 415:
            return tr("It must say that it is JSON: Content-Type: application/json.");
        case 429:
            return tr("More waited for their speech than there is room for; later it would have been answered.");
        case 503:
            return tr("Too much came at once (connections, streams, uploads), another program held the files, or no "
                      "voice is chosen.");
        case 504:
            return tr("The Studio needed too long for it.");
        default:
            return status >= 500 ? tr("The Studio could not do it; the log says more.")
                                 : tr("The request was refused; its sender must mend it.");
        }
    }
};

const QString kHello = QStringLiteral("Hello from another program.");

QString inShell(QString text) {
    return u'\'' + text.replace(u'\'', QLatin1String("'\\''")) + u'\'';
}

// A JSON string is one in Python, too.
QString quoted(const QString &text) {
    const QByteArray list = QJsonDocument(QJsonArray{text}).toJson(QJsonDocument::Compact);
    return QString::fromUtf8(list.mid(1, list.size() - 2));
}

} // namespace

QString curlLine(const TryCall &call) {
    const QJsonObject body{{QStringLiteral("model"), QStringLiteral("tts-1")},
                           {QStringLiteral("voice"), call.voice},
                           {QStringLiteral("input"), kHello},
                           {QStringLiteral("response_format"), QStringLiteral("wav")}};
    QString line = QStringLiteral("curl -sS -f -o hello.wav -H 'Content-Type: application/json'");
    if (!call.token.isEmpty())
        line += QStringLiteral(" -H ") + inShell(QStringLiteral("Authorization: Bearer ") + call.token);
    line += QStringLiteral(" -d ") + inShell(QString::fromUtf8(QJsonDocument(body).toJson(QJsonDocument::Compact)));
    return line + u' ' + inShell(call.address + QStringLiteral("/v1/audio/speech"));
}

QString pythonLines(const TryCall &call) {
    return QStringLiteral("from openai import OpenAI\n"
                          "client = OpenAI(base_url=%1, api_key=%2)\n"
                          "speech = client.audio.speech.create(\n"
                          "    model=\"tts-1\", voice=%3, input=%4, response_format=\"wav\")\n"
                          "speech.write_to_file(\"hello.wav\")\n")
        .arg(quoted(call.address + QStringLiteral("/v1")),
             quoted(call.token.isEmpty() ? QStringLiteral("none") : call.token), quoted(call.voice), quoted(kHello));
}

QString meaningOf(const app::server::ServerTrouble &trouble) {
    return Words::meaning(trouble.status);
}

} // namespace ui::server
