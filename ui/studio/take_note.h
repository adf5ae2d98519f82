// What a person writes about a take, beside the table. What was typed is kept when typing rests, when the focus goes
// and when another take is chosen.
#pragma once

#include <QHash>
#include <QPointer>
#include <QTimer>
#include <QWidget>

#include <optional>

#include "app/takes/take_record.h"

class QLabel;
class QPlainTextEdit;

namespace app::takes {
class TakeHistory;
class TakeLibrary;
} // namespace app::takes

namespace ui::studio {

class TakeNote : public QWidget {
    Q_OBJECT

public:
    TakeNote(app::takes::TakeLibrary &library, app::takes::TakeHistory &history, QWidget *parent = nullptr);
    ~TakeNote() override; // what was typed is kept

    void setTakes(const QList<app::takes::TakeRecord> &chosen); // one: its note; else there is nothing to write on
    void focusText();                                           // where there is one

Q_SIGNALS:
    void left(); // by Escape

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    struct Written {
        QString text;
        int asked = 0; // whether it is kept; 0: it was not, and is tried again
        std::optional<QString>
            before; // the library's note when it was not kept; another one was written elsewhere since
    };

    QString whatToWrite() const;
    void keep();
    void write(const QString &text, const QString &before);
    void forgetOlder(const app::takes::TakeRecord &take);
    void shorten();

    app::takes::TakeLibrary &m_library;
    const QPointer<app::takes::TakeHistory> m_history; // may go before the last words are kept
    qint64 m_id = 0;                                   // of the take that the text is about
    QString m_kept;                                    // its note as the library has it, or was told
    QHash<qint64, Written> m_written; // what the library was told and is not known to have: counts before what it says
    QTimer m_resting;
    QPlainTextEdit *m_text;
};

} // namespace ui::studio
