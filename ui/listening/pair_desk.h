// A folder of pairs made elsewhere becomes a test that can be listened to, with all that is wrong with it said first.
#pragma once

#include <QObject>

#include <stop_token>
#include <string>

#include "app/listening/cell_maker.h"
#include "app/listening/design_store.h"
#include "app/storage/file_thread.h"

namespace ui::shared {
class NoticeBar;
}

namespace ui::listening {

class PairDesk : public QObject {
    Q_OBJECT

public:
    struct Uses {
        app::listening::DesignStore &designs;
        app::listening::CellMaker &cells;
        shared::NoticeBar &notices;
    };

    PairDesk(Uses uses, QWidget *window);
    ~PairDesk() override { m_stop.request_stop(); }

    void choose();
    void import(const QString &folder);

Q_SIGNALS:
    void imported(const std::string &designId);

private:
    struct Found;
    void take(const std::shared_ptr<const Found> &found);

    const Uses m_uses;
    QWidget *m_window;
    std::stop_source m_stop;
    app::storage::FileThread m_thread{"pairs"}; // last: it ends before what it uses
};

} // namespace ui::listening
