#include "app/listening/pair_files.h"

#include <QCollator>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QRegularExpression>

#include <algorithm>
#include <optional>

#include "app/listening/listening_words.h"
#include "engine/error.h"
#include "engine/request.h"
#include "engine/utf8.h"

namespace app::listening {

namespace {

constexpr std::size_t kMostColumns = 12;
constexpr std::size_t kMostRows = 500;
constexpr qint64 kLongestTemplate = 1 << 20;
constexpr int kMostEntries = 20'000;

[[noreturn]] void refuse(const QString &what, const QString &remedy) {
    throw engine::badInput(what.toStdString(), remedy.toStdString());
}

bool isId(const QString &name) {
    static const QRegularExpression pattern(QStringLiteral("^[A-Za-z0-9_-][A-Za-z0-9._-]{0,63}$"));
    return pattern.match(name).hasMatch() && engine::isSpeakable(name.toStdString());
}

bool isText(const std::string &text) {
    return text.size() <= 10'000 && engine::findInvalidUtf8(text) == std::string_view::npos &&
           std::none_of(text.begin(), text.end(), [](char c) { return (c >= 0 && c < 0x20) || c == 0x7F; }) &&
           engine::isSpeakable(text);
}

// "Test: short_1", then "Text: Hello world!".
std::vector<std::pair<std::string, std::string>> textsOf(const QString &file) {
    std::vector<std::pair<std::string, std::string>> texts;
    QFile in(file);
    if (!QFileInfo(file).isFile() || QFileInfo(file).size() > kLongestTemplate || !in.open(QIODevice::ReadOnly))
        return texts;
    std::optional<std::string> id;
    for (const QByteArray &raw : in.read(kLongestTemplate).split('\n')) {
        const QString line = QString::fromUtf8(raw).trimmed();
        if (line.startsWith(QLatin1String("Test:"))) {
            const QString name = line.mid(5).trimmed();
            id = isId(name) ? std::optional(name.toStdString()) : std::nullopt;
        } else if (id && line.startsWith(QLatin1String("Text:"))) {
            const std::string text = line.mid(5).trimmed().toStdString();
            if (isText(text) && texts.size() < kMostRows)
                texts.emplace_back(*id, text);
            id.reset();
        }
    }
    return texts;
}

class Finder {
public:
    explicit Finder(const QString &folder) : m_folder(folder), m_root(QFileInfo(folder).canonicalFilePath()) {}

    PairFiles find() {
        static const QRegularExpression column(QStringLiteral("^nfe_?0*([1-9][0-9]{0,2})$"),
                                               QRegularExpression::CaseInsensitiveOption);
        if (m_root.isEmpty() || !QFileInfo(m_root).isDir())
            refuse(say("There is no folder “%1”.").arg(m_folder), say("Choose a folder with nfe6 and nfe7 in it."));
        for (const QFileInfo &entry :
             QDir(m_root).entryInfoList(QDir::Dirs | QDir::NoDotAndDotDot | QDir::System, QDir::Name)) {
            const QRegularExpressionMatch match = column.match(entry.fileName());
            const int steps = match.hasMatch() ? match.captured(1).toInt() : 0;
            if (steps < 1 || steps > 128)
                continue;
            if (!staysInside(entry))
                refuseName(entry.fileName(), say("it leads out of the folder"));
            else if (m_columns.contains(steps))
                refuse(say("“%1” has two folders for %2 steps.").arg(m_folder).arg(steps),
                       say("Take one of them out."));
            else
                addColumn(entry.filePath(), entry.fileName(), steps);
        }
        if (m_columns.size() < 2 || m_columns.size() > kMostColumns)
            refuse(say("“%1” has %2 folders that are named like nfe6; a test has from 2 to 12.")
                       .arg(m_folder)
                       .arg(m_columns.size()),
                   say("Choose a folder with nfe6 and nfe7 in it, each with sounds of the same names."));
        return result();
    }

private:
    void refuseName(const QString &name, const QString &why) {
        if (m_found.refused.size() < 100)
            m_found.refused << say("%1: %2").arg(name.left(200), why);
    }

    bool staysInside(const QFileInfo &entry) const {
        const QString target = entry.canonicalFilePath();
        return !target.isEmpty() && target.startsWith(m_root + u'/');
    }

    void addColumn(const QString &path, const QString &name, int steps) {
        static const QRegularExpression sound(QStringLiteral("^(.+)\\.(wav|flac|ogg|opus|mp3)$"),
                                              QRegularExpression::CaseInsensitiveOption);
        const QRegularExpression suffix(QStringLiteral("_nfe_?0*%1$").arg(steps),
                                        QRegularExpression::CaseInsensitiveOption);
        std::map<QString, QString> &files = m_columns[steps];
        QFileInfoList entries = QDir(path).entryInfoList(QDir::Files | QDir::System | QDir::Hidden, QDir::Name);
        if (entries.size() > kMostEntries)
            refuse(say("“%1” holds more than %L2 files.").arg(path).arg(kMostEntries),
                   say("Choose a folder with fewer."));
        // Of two files of one sentence the one that names the steps is meant.
        std::stable_sort(entries.begin(), entries.end(), [&](const QFileInfo &a, const QFileInfo &b) {
            return a.completeBaseName().contains(suffix) && !b.completeBaseName().contains(suffix);
        });
        for (const QFileInfo &entry : entries) {
            const QRegularExpressionMatch match = sound.match(entry.fileName());
            if (!match.hasMatch())
                continue;
            const QString shown = name + u'/' + entry.fileName(), id = match.captured(1).remove(suffix);
            if (!entry.isFile() || !staysInside(entry))
                refuseName(shown, say("it is no file in the folder"));
            else if (!isId(id))
                refuseName(shown, say("its name cannot be a sentence’s name"));
            else if (!files.emplace(id, entry.canonicalFilePath()).second)
                refuseName(shown, say("another file has the same name"));
        }
    }

    PairFiles result() {
        const auto texts = textsOf(m_root + QStringLiteral("/EVALUATION_TEMPLATE.txt"));
        m_found.hasTexts = !texts.empty();
        std::map<std::string, PairFiles::Row> rows;
        for (const auto &[steps, files] : m_columns) {
            m_found.steps.push_back(steps);
            for (const auto &[id, file] : files) {
                PairFiles::Row &row = rows[id.toStdString()];
                row.id = row.text = id.toStdString();
                row.files[steps] = file;
            }
        }
        if (rows.size() > kMostRows)
            refuse(say("“%1” holds more than 500 sentences.").arg(m_folder), say("Choose a folder with fewer."));
        for (const auto &[id, text] : texts) {
            if (const auto row = rows.find(id); row != rows.end()) {
                row->second.text = text;
                m_found.rows.push_back(std::move(row->second));
                rows.erase(row);
            }
        }
        QCollator order(QLocale::c());
        order.setNumericMode(true);
        std::vector<PairFiles::Row> rest;
        for (auto &[id, row] : rows)
            rest.push_back(std::move(row));
        std::stable_sort(rest.begin(), rest.end(),
                         [&](const auto &a, const auto &b) { return order.compare(qt(a.id), qt(b.id)) < 0; });
        m_found.rows.insert(m_found.rows.end(), std::make_move_iterator(rest.begin()),
                            std::make_move_iterator(rest.end()));
        return std::move(m_found);
    }

    const QString m_folder, m_root;
    std::map<int, std::map<QString, QString>> m_columns;
    PairFiles m_found;
};

} // namespace

PairFiles findPairFiles(const QString &folder) {
    return Finder(folder).find();
}

} // namespace app::listening
