// The sounds of a listening test as WAV files in a folder: each made cell as ROW_COLUMN.wav.
#pragma once

#include <QObject>

#include "app/listening/cell_maker.h"
#include "app/storage/file_thread.h"

namespace ui::shared {
class NoticeBar;
}

namespace ui::listening {

class SoundFolder : public QObject {
    Q_OBJECT

public:
    SoundFolder(app::listening::CellMaker &cells, shared::NoticeBar &notices, QObject *parent);

    void save(const QString &folder); // all that is made of the design that the maker has

Q_SIGNALS:
    void folderWanted(const QString &folder); // to be shown

private:
    struct Saving;

    void finish(const std::shared_ptr<Saving> &saving);

    app::listening::CellMaker &m_cells;
    shared::NoticeBar &m_notices;
    app::storage::FileThread m_files{"listening"}; // last: it ends before what it uses
};

} // namespace ui::listening
