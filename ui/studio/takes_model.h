// The takes that fit a search, newest first, page by page: only what was scrolled to is in memory. Follows the library:
// new, changed, removed and restored takes show at once.
#pragma once

#include <QAbstractTableModel>
#include <QElapsedTimer>
#include <QTimer>

#include <functional>

#include "app/takes/take_record.h"

namespace app::takes {
class TakeLibrary;
}

namespace ui::studio {

class TakesModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { Star, Text, Voice, Length, Rtf, Seed, Steps, Made, ColumnCount };

    explicit TakesModel(app::takes::TakeLibrary &library, QObject *parent = nullptr);

    void search(app::takes::TakeQuery query); // offset and limit are the model's; the first page of it
    const app::takes::TakeQuery &query() const { return m_query; }
    int total() const { return m_total; }  // that fit, also those not yet fetched
    bool isRead() const { return m_read; } // an answer has come
    // What is shown may not be all that is there; refreshed() or notRead() tells when that is over.
    bool isSearching() const { return m_soon.isActive() || m_asked == Asked::Anew || m_again; }
    bool fitsQuery() const {
        return m_read && !m_fromTop;
    }                 // what is shown is an answer to query(), not to an older one
    void searchNow(); // what would be asked soon
    const app::takes::TakeRecord &take(int row) const { return m_takes.at(row); }
    int rowOf(qint64 id) const; // -1: not among those fetched

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    bool canFetchMore(const QModelIndex &parent) const override;
    void fetchMore(const QModelIndex &parent) override;

Q_SIGNALS:
    void refreshed(); // total() and perhaps all rows
    void notRead();   // the library gave no answer: the rows are what they were

private:
    enum class Asked { Nothing, Anew, More };
    using Use = std::function<void(const app::takes::TakePage *)>; // null: no answer

    void refreshSoon(int pause = 0); // ms
    void refresh();
    void goOn();                 // with what was put off meanwhile
    int wanted(int total) const; // how many takes, when so many fit
    void readAnew(int upTo);
    void show(int total);
    void ask(Asked what, int offset, int limit, Use use);
    QString text(const app::takes::TakeRecord &take, int column) const;
    static QString doubtsAsWords(const app::takes::TakeRecord &take); // a line of text for each

    app::takes::TakeLibrary &m_library;
    app::takes::TakeQuery m_query;
    QList<app::takes::TakeRecord> m_takes;
    QList<app::takes::TakeRecord> m_coming; // read anew so far
    int m_skipped = 0;                      // above them: what was kept while they were read
    int m_total = 0;
    bool m_read = false;
    bool m_fromTop = true; // the next question is the first one of a search
    Asked m_asked = Asked::Nothing;
    bool m_again = false;    // there is news since it was asked: what is being read is read to its end first
    bool m_more = false;     // a further page is wanted
    quint64 m_questions = 0; // answers to all but the last are dropped
    QTimer m_soon;
    QElapsedTimer m_reading;
};

} // namespace ui::studio
