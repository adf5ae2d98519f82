// What the sounds of listening tests take on the disk, and their removal, which can be undone for a while.
#pragma once

#include <QObject>

#include <functional>
#include <vector>

#include "app/listening/cell_maker.h"

namespace ui::shared {
class NoticeBar;
}

namespace ui::listening {

class SoundKeeper : public QObject {
    Q_OBJECT

public:
    SoundKeeper(app::listening::CellMaker &cells, shared::NoticeBar &notices, QObject *parent);

    void weigh(); // weighed() follows
    // Those of the maker's design that no other one needs and nobody listened to.
    void remove(const std::vector<app::listening::TestDesign> &others);
    // Those that none of `all` tests needs and nobody listened to.
    void removeUnused(const std::vector<app::listening::TestDesign> &all);

Q_SIGNALS:
    void weighed(const QString &words); // translated; empty: there are none

private:
    struct Wish {
        std::vector<app::listening::TestDesign> designs; // that keep theirs
        bool unused = false;                             // what none of them needs; else the chosen test's
        bool heardToo = false;
    };

    // `before`: what is put aside already, and would have no way back if this failed.
    void putAside(const Wish &wish, const app::listening::RemovableCells &before);
    void tell(const app::listening::RemovableCells &removed, const Wish &wish);

    app::listening::CellMaker &m_cells;
    shared::NoticeBar &m_notices;
};

} // namespace ui::listening
