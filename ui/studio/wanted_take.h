// A take that is to be gone to, and that may be far down in the table: its pages are fetched one after another until it
// is there.
#pragma once

#include <QObject>

namespace ui::studio {

class TakesModel;

class WantedTake : public QObject {
    Q_OBJECT

public:
    explicit WantedTake(TakesModel &model);

    void want(qint64 id); // found() follows, at once when it is there, unless no page has it
    void forget() { m_id = 0; }

Q_SIGNALS:
    void found(qint64 id, int row);

private:
    void goOn();

    TakesModel &m_model;
    qint64 m_id = 0; // 0: none
};

} // namespace ui::studio
