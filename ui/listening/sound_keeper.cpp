#include "ui/listening/sound_keeper.h"

#include <QLocale>

#include "ui/shared/notice_bar.h"

namespace ui::listening {

using app::listening::CellsSize;
using app::listening::RemovableCells;
using app::storage::Answer;
using shared::Notice;

namespace {

const QString kSoundsSubject = QStringLiteral("listening.sounds"); // of notices

QString sizeOf(std::int64_t bytes) {
    return QLocale().formattedDataSize(bytes, 1, QLocale::DataSizeSIFormat);
}

QString soundsIn(int count) {
    return count == 1 ? SoundKeeper::tr("1 sound") : SoundKeeper::tr("%Ln sounds", nullptr, count);
}

} // namespace

SoundKeeper::SoundKeeper(app::listening::CellMaker &cells, shared::NoticeBar &notices, QObject *parent)
    : QObject(parent), m_cells(cells), m_notices(notices) {}

void SoundKeeper::weigh() {
    m_cells.weigh(this, [this](const Answer<app::listening::CellWeights> &answer) {
        if (!answer)
            return;
        const CellsSize &own = answer.value->ofTest, &all = answer.value->all;
        Q_EMIT weighed(all.sounds == 0 ? QString()
                                       : tr("This test: %1, %2. All tests: %3.", "sounds, size, size")
                                             .arg(soundsIn(own.sounds), sizeOf(own.bytes), sizeOf(all.bytes)));
    });
}

void SoundKeeper::remove(const std::vector<app::listening::TestDesign> &others) {
    putAside({others}, {});
}

void SoundKeeper::removeUnused(const std::vector<app::listening::TestDesign> &all) {
    putAside({all, true}, {});
}

void SoundKeeper::putAside(const Wish &wish, const RemovableCells &before) {
    const auto tellAll = [this, wish, before](const Answer<RemovableCells> &answer) {
        if (answer) {
            tell(*answer.value, wish);
            return;
        }
        m_notices.post(Notice::Kind::Alarm, kSoundsSubject, answer.problem);
        if (!before.keys.empty())
            tell(before, {wish.designs, wish.unused});
    };
    if (wish.unused)
        m_cells.putAsideUnused(wish.designs, wish.heardToo, this, tellAll);
    else
        m_cells.putAside(wish.designs, wish.heardToo, this, tellAll);
}

void SoundKeeper::tell(const RemovableCells &removed, const Wish &wish) {
    const bool heardToo = wish.heardToo;
    QStringList stays;
    if (removed.heard > 0)
        stays << tr("%1 stay, as somebody listened to them.").arg(soundsIn(removed.heard));
    if (removed.shared > 0)
        stays << tr("%1 stay, as other tests use them.").arg(soundsIn(removed.shared));
    if (!wish.unused && !removed.keys.empty() && m_cells.design() && !m_cells.design()->flags.empty())
        stays << tr("They were made elsewhere: later only importing them again brings them back.");
    if (heardToo)
        stays << tr("Votes about them stay, and cannot be heard or measured again.");
    // Those that were heard, too: of this test, which may not be the chosen one any more.
    const shared::NoticeAction heard{tr("Remove those too"), [this, removed, wish, design = m_cells.design()] {
                                         if (wish.unused || m_cells.design() == design)
                                             putAside({wish.designs, wish.unused, true}, removed);
                                         else if (!removed.keys.empty())
                                             tell(removed, wish);
                                     }};
    const QString why = stays.join(tr(" ", "between two sentences"));
    if (removed.keys.empty()) {
        Notice nothing{Notice::Kind::Info, why.isEmpty() ? tr("There is nothing to remove.") : why, {}, {}, {},
                       kSoundsSubject};
        if (removed.heard > 0)
            nothing.actions = {heard};
        m_notices.post(std::move(nothing));
        return;
    }
    // The notice goes by itself after a while: until then they are on the disk.
    const auto keys = removed.keys;
    Notice notice{Notice::Kind::Info,
                  (wish.unused ? tr("%1 that no test needs, %2, are removed.", "sounds, size")
                               : tr("%1 of this test, %2, are removed.", "sounds, size"))
                      .arg(soundsIn(removed.size.sounds), sizeOf(removed.size.bytes)),
                  why,
                  {},
                  {{tr("Undo"), [this, keys] { m_cells.bringBack(keys); }}},
                  // Another removal must not take the place of this one, and with it the way back.
                  kSoundsSubject + QString::fromStdString(keys.front())};
    if (removed.heard > 0)
        notice.actions.push_back(heard);
    notice.dropped = [this, keys, heardToo] {
        m_cells.deletePutAside(keys, heardToo, this, [this](const Answer<app::storage::Done> &answer) {
            if (!answer)
                m_notices.post(Notice::Kind::Alarm, kSoundsSubject, answer.problem);
            weigh();
        });
    };
    m_notices.post(std::move(notice));
}

} // namespace ui::listening

#include "moc_sound_keeper.cpp"
