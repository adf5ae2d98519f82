// Lines on the clipboard. Beside the plain text stands which lines it was: a line that is cut and pasted elsewhere,
// here or in another window, is the same line, with its takes, voice, speed, seed and times; one that is copied is
// another line with the voice, speed and seed. What lies on the clipboard may come from anybody and is checked.
#pragma once

#include <QByteArray>
#include <QList>
#include <QMimeData>
#include <QObject>
#include <QPointer>
#include <QSet>
#include <QString>

#include <optional>

#include "app/script/script.h"

namespace ui::studio {

struct CopiedLines {
    struct Piece {
        app::script::Line line;
        bool whole = false; // all of the line's text was copied; else it is words and nothing more
    };

    QString owner;    // the script in the window that the lines were in
    bool cut = false; // none of the whole lines is there any more
    QList<Piece> pieces;
};

QString linesFormat(); // MIME
QByteArray toBytes(const CopiedLines &copied);
std::optional<CopiedLines> copiedLinesIn(const QMimeData &data); // none: there are none, or nothing that makes sense

// `lines` after a paste whose first paragraph is `first`: what was pasted whole is what it was. An id is taken only by
// a line that `owner` cut, or cut anywhere, and that no other line with words has.
QList<app::script::Line> withPastedLines(QList<app::script::Line> lines, int first, const CopiedLines &copied,
                                         const QString &owner);

// Keeps what the clipboard says of lines of this script true: whether they are still here.
class LineClipboard : public QObject {
    Q_OBJECT

public:
    explicit LineClipboard(QObject *parent);

    const QString &owner() const { return m_owner; }
    QMimeData *given(QMimeData *data);                  // what is about to be on the clipboard, perhaps
    void follow(const QList<app::script::Line> &lines); // after each change of the script
    void otherScript();                                 // is here now: what was copied before is somebody else's
    void adopt(CopiedLines pasted);                     // they are here now, and cut no longer
    // Ids of lines that were cut here and are in another script now, as far as the clipboard told: theirs, whatever is
    // undone here.
    const QSet<QString> &taken() const { return m_taken; }

private:
    bool isOurs() const;
    void look();
    void lookElsewhere(const QMimeData *there, const QSet<QString> &cut);
    void put(const CopiedLines &copied);

    QString m_owner;
    QList<QPointer<QMimeData>> m_made; // also for drags and what is merely selected
    QPointer<QMimeData> m_given;       // that lies on the clipboard
    QSet<QString> m_ids;               // of whole lines on the clipboard that are this script's
    bool m_cut = false;
    QSet<QString> m_watched; // cut here, and on the clipboard through others' hands
    QSet<QString> m_taken;
    bool m_putting = false;
};

} // namespace ui::studio
