#include "app/danmaku/caption_file.h"

#include <QDir>
#include <QFile>
#include <QSaveFile>

#include <algorithm>
#include <atomic>
#include <functional>
#include <utility>

#include "app/storage/file_thread.h"

namespace app::danmaku {

namespace {

QString clock(qint64 ms) {
    ms = std::max<qint64>(0, ms);
    return QStringLiteral("%1:%2:%3,%4")
        .arg(ms / 3'600'000, 2, 10, QLatin1Char('0'))
        .arg(ms / 60'000 % 60, 2, 10, QLatin1Char('0'))
        .arg(ms / 1000 % 60, 2, 10, QLatin1Char('0'))
        .arg(ms % 1000, 3, 10, QLatin1Char('0'));
}

} // namespace

QString captionText(const QString &spoken) {
    QString text;
    text.reserve(spoken.size());
    for (const QChar c : spoken)
        text += c.category() == QChar::Other_Control ? QChar(u' ') : c;
    return text.simplified();
}

QByteArray subRipCue(int number, qint64 from, qint64 to, const QString &text) {
    from = std::max<qint64>(0, from);
    QString shown = captionText(text);
    shown.replace(u'<', u'‹').replace(u'>', u'›').replace(u'{', u'(').replace(u'}', u')').replace(u'\\', u'/');
    return QStringLiteral("%1\n%2 --> %3\n%4\n\n")
        .arg(QString::number(number), clock(from), clock(std::max(to, from + 1)), shown)
        .toUtf8();
}

struct CaptionFile::Target { // used on the file thread alone, but for `failed`
    QString folder;
    std::function<void(const QString &)> fail;
    bool made = false;

    QString file(const char *name) const { return folder + QLatin1Char('/') + QLatin1String(name); }
    void check(bool works, const QFileDevice &file) const {
        if (!works && fail)
            fail(file.errorString());
    }
    void makeFolder() {
        if (!std::exchange(made, true))
            QDir().mkpath(folder);
    }
    void replace(const char *name, const QByteArray &text) {
        makeFolder();
        QSaveFile out(file(name));
        check(out.open(QIODevice::WriteOnly) && out.write(text) == text.size() && out.commit(), out);
    }
    void append(const char *name, const QByteArray &text) {
        makeFolder();
        QFile out(file(name));
        check(out.open(QIODevice::Append) && out.write(text) == text.size() && out.flush(), out);
    }
};

CaptionFile::CaptionFile(QString folder, storage::FileThread &files, QObject *parent)
    : QObject(parent), m_target(std::make_shared<Target>()), m_files(files) {
    m_target->folder = std::move(folder);
    m_target->fail = [this, said = std::make_shared<std::atomic<bool>>(false)](const QString &detail) {
        if (!said->exchange(true))
            QMetaObject::invokeMethod(
                this,
                [this, detail] {
                    Q_EMIT problem({tr("Captions cannot be written."),
                                    tr("Look whether there is room on the disk, and whether the folder “%1” may be "
                                       "written to. Reading goes on without.")
                                        .arg(m_target->folder),
                                    detail});
                },
                Qt::QueuedConnection);
    };
}

CaptionFile::~CaptionFile() {
    if (hasBegun())
        hide(m_from + (m_shown.isValid() ? m_shown.elapsed() : 0));
    m_files.post([target = m_target] { target->fail = {}; });
    m_files.flush(); // nothing refers to this one any more
}

void CaptionFile::begin(qint64 at) {
    m_begunAt = at;
    m_cues = 0;
    m_files.post([target = m_target] {
        target->makeFolder();
        const QString file = target->file("captions.srt");
        const QString previous = target->file("captions.previous.srt");
        if (QFile::exists(file)) {
            QFile::remove(previous);
            QFile::rename(file, previous);
        }
        target->replace("captions.txt", {});
    });
}

void CaptionFile::writeLine(const QString &text) {
    m_files.post([target = m_target, line = text.toUtf8()] { target->replace("captions.txt", line); });
}

void CaptionFile::show(const QString &spoken, qint64 from) {
    m_text = captionText(spoken);
    m_from = from;
    m_shown.start();
    writeLine(m_text);
}

void CaptionFile::correct(qint64 from) {
    m_from = from;
}

void CaptionFile::hide(qint64 to) {
    if (m_text.isEmpty())
        return;
    writeLine({});
    const QByteArray cue = subRipCue(++m_cues, m_from - m_begunAt, to - m_begunAt, std::exchange(m_text, {}));
    m_files.post([target = m_target, cue] { target->append("captions.srt", cue); });
}

} // namespace app::danmaku

#include "moc_caption_file.cpp"
