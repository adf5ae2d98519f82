#include "ui/studio/wanted_take.h"

#include <utility>

#include "ui/studio/takes_model.h"

namespace ui::studio {

WantedTake::WantedTake(TakesModel &model) : QObject(&model), m_model(model) {
    connect(&m_model, &TakesModel::refreshed, this, &WantedTake::goOn);
    connect(&m_model, &QAbstractItemModel::rowsInserted, this, &WantedTake::goOn);
}

void WantedTake::want(qint64 id) {
    m_id = id;
    goOn();
}

void WantedTake::goOn() {
    if (m_id == 0 || !m_model.fitsQuery()) {
        return;
    }
    if (const int row = m_model.rowOf(m_id); row >= 0) {
        Q_EMIT found(std::exchange(m_id, 0), row);
    } else if (m_model.canFetchMore({})) {
        m_model.fetchMore({});
    } else if (!m_model.isSearching()) {
        m_id = 0;
    }
}

} // namespace ui::studio

#include "moc_wanted_take.cpp"
