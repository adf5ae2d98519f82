// What is heard as text beside the sound: captions.txt holds the line that is heard now (empty: none), for a text
// source of a streaming program; captions.srt all lines of this run, timed to the moments at which they were really
// heard. Second 0 is begin(). The first is replaced as a whole, to the second whole cues are added. Plain text: what
// SubRip players take for markup is written with other signs. GUI thread; the file thread writes.
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QString>

#include <memory>

#include "app/problem.h"

namespace app::storage {
class FileThread;
}

namespace app::danmaku {

QString captionText(const QString &spoken); // one line without control characters and markup
// A cue in SubRip's form, with the empty line behind it. Times in ms, not below 0.
QByteArray subRipCue(int number, qint64 from, qint64 to, const QString &text);

class CaptionFile : public QObject {
    Q_OBJECT

public:
    CaptionFile(QString folder, storage::FileThread &files, QObject *parent = nullptr);
    ~CaptionFile() override; // what is shown ends

    void begin(qint64 at); // of the run: captions.srt of the one before becomes captions.previous.srt
    bool hasBegun() const { return m_begunAt != 0; }
    qint64 begunAt() const { return m_begunAt; }
    void show(const QString &spoken, qint64 from);
    void correct(qint64 from); // it was heard a little earlier
    void hide(qint64 to);

Q_SIGNALS:
    void problem(const app::Problem &problem); // once

private:
    struct Target;
    void writeLine(const QString &text);

    const std::shared_ptr<Target> m_target;
    storage::FileThread &m_files;
    qint64 m_begunAt = 0;
    QString m_text;
    qint64 m_from = 0;
    QElapsedTimer m_shown; // since show()
    int m_cues = 0;
};

} // namespace app::danmaku
