#include "app/log/diagnostics.h"

#include <QDateTime>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLocale>
#include <QProcessEnvironment>
#include <QRegularExpression>
#include <QSet>

#include <algorithm>

#include "app/log/log_tail.h"
#include "app/log/secrets.h"
#include "app/log/system_facts.h"

namespace app::log {

namespace fs = std::filesystem;

namespace {

constexpr int kLines = 200;
constexpr qint64 kLongestSettings = 1 << 20; // bytes
constexpr int kDeepest = 4;

QString size(qint64 bytes) {
    return QLocale::c().formattedDataSize(bytes, 1, QLocale::DataSizeSIFormat);
}

bool isPlainWord(const QString &text) {
    static const QRegularExpression word(QStringLiteral("^[A-Za-z0-9_.-]{1,64}$"));
    return word.match(text).hasMatch();
}

QString shownSetting(const QString &key, const QJsonValue &value, const ShippedNames &shipped) {
    static const QSet<QString> ownWords{QStringLiteral("device"),       QStringLiteral("precision"),
                                        QStringLiteral("schedule"),     QStringLiteral("theme"),
                                        QStringLiteral("workspace"),    QStringLiteral("format"),
                                        QStringLiteral("exportFormat"), QStringLiteral("loudness")};
    if (value.isBool())
        return value.toBool() ? QStringLiteral("true") : QStringLiteral("false");
    if (value.isDouble())
        return QString::number(value.toDouble());
    if (value.isString()) {
        const QString text = value.toString();
        if (key == u"voice" || key == u"model") {
            const QString name = key == u"voice" ? shipped.voice(text) : shipped.model(text);
            return name == text ? u'"' + text + u'"' : name;
        }
        if (text.isEmpty() || (ownWords.contains(key) && isPlainWord(text)))
            return u'"' + text + u'"';
        return QStringLiteral("(%1 characters)").arg(text.size());
    }
    return value.isArray() ? QStringLiteral("(a list)") : QStringLiteral("(nothing)");
}

void addSettings(QStringList &lines, const QString &path, const QJsonObject &settings, const ShippedNames &shipped,
                 int depth) {
    for (auto entry = settings.begin(); entry != settings.end(); ++entry) {
        const QString key = isPlainWord(entry.key()) ? entry.key() : QStringLiteral("(a key)");
        const QString name = path.isEmpty() ? key : path + u'.' + key;
        if (entry->isObject() && depth < kDeepest)
            addSettings(lines, name, entry->toObject(), shipped, depth + 1);
        else if (withoutSecrets(key + QStringLiteral("=x")) != key + QStringLiteral("=x"))
            lines << QStringLiteral("%1 = ***").arg(name);
        else
            lines << QStringLiteral("%1 = %2").arg(name, shownSetting(key, *entry, shipped));
    }
}

QStringList settingsLines(const QString &fileName, const ShippedNames &shipped) {
    QFile file(fileName);
    if (!file.exists())
        return {QStringLiteral("none: the defaults are used")};
    if (!file.open(QIODevice::ReadOnly))
        return {QStringLiteral("not readable: ") + file.errorString()};
    QJsonParseError error{};
    const QJsonDocument document = QJsonDocument::fromJson(file.read(kLongestSettings), &error);
    if (!document.isObject())
        return {QStringLiteral("damaged: %1, at byte %2").arg(error.errorString()).arg(error.offset)};
    QStringList lines;
    addSettings(lines, {}, document.object(), shipped, 0);
    return lines.isEmpty() ? QStringList{QStringLiteral("nothing but defaults")} : lines;
}

// Their names only: a value may be anything.
QStringList ownVariables() {
    QStringList names;
    for (const QString &name : QProcessEnvironment::systemEnvironment().keys()) {
        if ((name.startsWith(QStringLiteral("ISHOWTTS")) || name.startsWith(QStringLiteral("QT_")) ||
             name == QStringLiteral("OMP_NUM_THREADS") || name == QStringLiteral("CUDA_VISIBLE_DEVICES")) &&
            isPlainWord(name))
            names << name;
    }
    return names.isEmpty() ? QStringList{QStringLiteral("none")} : names;
}

QString librarySizes(const fs::path &folder) {
    std::error_code error;
    const auto library = fs::file_size(folder / "library.sqlite", error);
    if (error)
        return QStringLiteral("none");
    qint64 bytes = 0;
    qint64 count = 0;
    for (fs::recursive_directory_iterator entry(folder / "takes", error), end; !error && entry != end;
         entry.increment(error)) {
        std::error_code gone;
        if (entry->is_regular_file(gone)) {
            const auto own = entry->file_size(gone);
            bytes += gone ? 0 : qint64(own);
            ++count;
        }
    }
    return QStringLiteral("library %1, %2 sound files with %3").arg(size(qint64(library))).arg(count).arg(size(bytes));
}

QString roomIn(const fs::path &folder) {
    std::error_code error;
    const auto space = fs::space(folder, error);
    return error ? QStringLiteral("unknown") : size(qint64(space.available));
}

// A fence longer than any run of backticks inside, so that the text stays what it is.
QString fenced(const QStringList &lines) {
    const QString text = lines.join(u'\n');
    qsizetype longest = 2;
    qsizetype run = 0;
    for (const QChar c : text) {
        run = c == u'`' ? run + 1 : 0;
        longest = std::max(longest, run);
    }
    const QString fence(longest + 1, u'`');
    return fence + u'\n' + text + u'\n' + fence + u'\n';
}

} // namespace

QString diagnostics(const DiagnosticsInput &input, const Scrubber &scrubber) {
    QString text = QStringLiteral("## iShowTTS Studio %1\n\n").arg(QStringLiteral(ISHOWTTS_VERSION));
    const auto add = [&text, &scrubber](const QString &name, const QString &value) {
        text += QStringLiteral("- %1: %2\n").arg(name, scrubber.clean(value));
    };
    add(QStringLiteral("Time"), QDateTime::currentDateTimeUtc().toString(Qt::ISODate));
    add(QStringLiteral("Program"), programFacts());
    add(QStringLiteral("System"), systemFacts());
    add(QStringLiteral("Window system"),
        QStringLiteral("%1, language %2")
            .arg(qEnvironmentVariable("XDG_SESSION_TYPE", QStringLiteral("unknown")), QLocale::system().name()));
    add(QStringLiteral("Processor"), processorFacts());
    add(QStringLiteral("Memory"), memoryFacts());
    add(QStringLiteral("Model"), input.model);
    add(QStringLiteral("Voices"), input.shipped.inWords(input.voiceIds));
    add(QStringLiteral("Takes"), librarySizes(input.dataFolder));
    add(QStringLiteral("Room on that disk"), roomIn(input.dataFolder));
    add(QStringLiteral("Variables that are set"), ownVariables().join(QStringLiteral(", ")));

    text += QStringLiteral("\n### Settings\n\n") + fenced(settingsLines(input.settingsFile, input.shipped));

    QStringList lines;
    if (!input.logFolder.empty()) {
        for (const QString &line : lastLines(input.logFolder, kLines))
            lines << scrubber.clean(line);
    }
    text += QStringLiteral("\n### Log, the last %1 lines\n\n").arg(lines.size()) + fenced(lines);
    return text;
}

} // namespace app::log
