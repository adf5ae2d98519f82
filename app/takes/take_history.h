// What was done to kept takes since the start, each with its way back: removed, brought back, forgotten, starred,
// named, noted. What is to have a way back is done through here. What the library refuses is dropped again; what comes
// back in another way (Undo in a message) is not undone once more. GUI thread.
#pragma once

#include <QElapsedTimer>
#include <QList>
#include <QObject>

#include <vector>

#include "app/takes/take_record.h"

namespace app::takes {

class TakeLibrary;

class TakeHistory : public QObject {
    Q_OBJECT

public:
    static constexpr std::size_t kMostActs = 1000;

    explicit TakeHistory(TakeLibrary &library, QObject *parent = nullptr);

    void remove(const QList<qint64> &ids);
    void bringBack(const QList<qint64> &ids);
    void forget(const QList<qint64> &ids); // removed ones, for good (TakeLibrary::forget)
    void star(const QList<TakeRecord> &takes, bool starred);
    void rename(const TakeRecord &take, const QString &name);
    void annotate(qint64 id, const QString &before, const QString &note); // what is written in one go is one act

    QString undoText() const { return nameOf(m_done); } // translated: "remove take"; empty: nothing to undo
    QString redoText() const { return nameOf(m_undone); }
    void undo();
    void redo();

Q_SIGNALS:
    void acted(); // something was done anew

private:
    enum class Kind { Remove, BringBack, Forget, Star, Name, Note };
    struct Item {
        qint64 id;
        QString before, after; // of a star: "", or since when, in ms
    };
    struct Act {
        Kind kind;
        QList<Item> items;
        quint64 number;
    };

    static QString nameOf(const std::vector<Act> &acts); // of the last
    void act(Kind kind, const QList<Item> &items);
    void carryOut(const Act &act, bool back);
    void dropUnlessDone(const Act &act);
    void drop(quint64 number);
    void followRestored(const QList<qint64> &ids);

    TakeLibrary &m_library;
    std::vector<Act> m_done;   // the newest last
    std::vector<Act> m_undone; // likewise
    quint64 m_number = 0;
    QElapsedTimer m_sinceNote;
};

} // namespace app::takes
