#include "ui/models/models_window.h"

#include <QDir>
#include <QFileDialog>
#include <QFrame>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

#include <set>
#include <utility>

#include "ui/shared/icons.h"
#include "ui/theme.h"

namespace ui::models {

using app::models::ModelItem;
using app::models::ModelItems;
using app::models::ModelStore;

namespace {

constexpr QSize kUsual{720, 620};
constexpr QSize kLeast{480, 400};

} // namespace

ModelsWindow::ModelsWindow(ModelStore &store, QWidget *parent) : QDialog(parent), m_store(store) {
    setWindowTitle(tr("Models"));
    auto *about =
        new QLabel(tr("A model turns text and a voice into sound. One is in use at a time; what plays goes on while "
                      "another is loaded."),
                   this);
    about->setWordWrap(true);
    setRole(about, "quiet");
    m_list = new QWidget(this);
    m_rows = new QVBoxLayout(m_list);
    m_rows->setContentsMargins(0, 0, kGrid, 0);
    m_rows->setSpacing(kGrid);
    m_empty =
        new QLabel(tr("There is no model yet. Download one, or add the folder of a checkpoint that you have."), m_list);
    m_empty->setWordWrap(true);
    m_empty->hide();
    m_rows->addWidget(m_empty);
    m_rows->addStretch(1);
    m_area = new QScrollArea(this);
    m_area->setAccessibleName(windowTitle());
    m_area->setFrameShape(QFrame::NoFrame);
    m_area->setWidgetResizable(true);
    m_area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_area->setWidget(m_list);
    m_add = new QPushButton(shared::icon(u"folder"), tr("&Add a folder …"), this);
    m_add->setToolTip(tr("A folder with weights (.safetensors or .pt) and vocab.txt; it stays where it is."));
    auto *close = new QPushButton(tr("Close"), this);
    for (QPushButton *button : {m_add, close})
        button->setAutoDefault(false);
    auto *bottom = new QHBoxLayout;
    bottom->addWidget(m_add);
    bottom->addStretch(1);
    bottom->addWidget(close);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(2 * kGrid, 2 * kGrid, 2 * kGrid, 2 * kGrid);
    layout->setSpacing(12);
    layout->addWidget(about);
    layout->addWidget(m_area, 1);
    layout->addLayout(bottom);
    setMinimumSize(kLeast);
    resize(kUsual);

    connect(m_add, &QPushButton::clicked, this, &ModelsWindow::chooseFolder);
    connect(close, &QPushButton::clicked, this, &QDialog::close);
    connect(&m_store, &ModelStore::changed, this, &ModelsWindow::present);
    connect(&m_store, &ModelStore::progressed, this,
            [this](const QString &id, const app::models::FetchProgress &progress) {
                if (ModelCard *one = card(id))
                    one->setProgress(progress);
            });
    present(m_store.items());
    m_add->setFocus();
}

void ModelsWindow::setStanding(const QString &inUse, bool loading, std::int64_t inMemory) {
    m_inUse = inUse;
    m_loading = loading;
    m_inMemory = inMemory;
    present(m_store.items());
}

CardState ModelsWindow::stateOf(const ModelItem &item) const {
    CardState state;
    state.inUse = item.kind != ModelItem::Kind::Offered &&
                  (item.id == m_inUse || (item.name == m_inUse && m_store.find(m_inUse) == &item));
    state.loading = state.inUse && m_loading;
    state.inMemory = state.inUse && !m_loading ? m_inMemory : 0;
    return state;
}

ModelCard *ModelsWindow::card(const QString &id) const {
    const auto found = m_cards.find(id);
    return found == m_cards.end() ? nullptr : found->second;
}

// Cards stay as long as their models do: what has the focus keeps it.
void ModelsWindow::present(const ModelItems &items) {
    std::set<QString> there;
    int row = 0;
    for (const ModelItem &item : *items) {
        there.insert(item.id);
        ModelCard *one = card(item.id);
        if (!one)
            one = makeCard(item.id);
        if (m_rows->indexOf(one) != row)
            m_rows->insertWidget(row, one);
        ++row;
        one->present(item, stateOf(item));
        if (!item.accepted.isNull() && m_toFetch.erase(item.id) > 0) {
            QMetaObject::invokeMethod(
                this, [this, id = item.id] { m_store.fetch(id); }, Qt::QueuedConnection);
        }
        if (!item.isToAccept() && m_toUse.erase(item.id) > 0) {
            QMetaObject::invokeMethod(
                this, [this, id = item.id] { Q_EMIT useWanted(id); }, Qt::QueuedConnection);
        }
    }
    for (auto entry = m_cards.begin(); entry != m_cards.end();) {
        if (there.count(entry->first) != 0) {
            ++entry;
            continue;
        }
        entry->second->deleteLater();
        entry = m_cards.erase(entry);
    }
    m_empty->setVisible(items->empty() && m_store.isRead());
}

ModelCard *ModelsWindow::makeCard(const QString &id) {
    auto *one = new ModelCard(m_list);
    m_cards[id] = one;
    connect(one, &ModelCard::useWanted, this, [this, id] { use(id); });
    connect(one, &ModelCard::vocoderWanted, this, [this, id] { chooseVocoder(id); });
    connect(one, &ModelCard::readingWanted, &m_store, [this, id] {
        if (const ModelItem *item = m_store.find(id))
            m_store.readAs(id, !item->readAsV0);
    });
    connect(one, &ModelCard::unloadWanted, this, &ModelsWindow::unloadWanted);
    connect(one, &ModelCard::downloadWanted, this, [this, id] { download(id); });
    connect(one, &ModelCard::pauseWanted, &m_store, [this, id] { m_store.pause(id); });
    connect(one, &ModelCard::cancelWanted, &m_store, [this, id] { m_store.cancel(id); });
    connect(one, &ModelCard::removeWanted, &m_store, [this, id] { m_store.remove(id); });
    connect(one, &ModelCard::licenceWanted, this, [this, id] { readLicence(id, false); });
    connect(one, &ModelCard::licenceAccepted, this, [this, id] { accept(id); });
    connect(one, &ModelCard::licenceWithdrawn, &m_store, [this, id] { m_store.withdraw(id); });
    return one;
}

void ModelsWindow::accept(const QString &id) {
    const ModelItem *item = m_store.find(id);
    const auto *entry = m_store.offered(id);
    if (!item || !entry)
        return;
    if (m_shownWords[id] != entry->licenceHash())
        readLicence(id, true); // its words changed meanwhile
    else if (!entry->isModel())
        m_store.fetch(id);
    else if (m_store.accept(id, m_shownWords[id]))
        (item->kind == ModelItem::Kind::Offered ? m_toFetch : m_toUse).insert(id);
}

void ModelsWindow::use(const QString &id) {
    const ModelItem *item = m_store.find(id);
    if (item && item->isToAccept())
        readLicence(id, true);
    else
        Q_EMIT useWanted(id);
}

void ModelsWindow::askToUse(const QString &id) {
    if (ModelCard *one = card(id); one && !one->showsLicence())
        readLicence(id, true);
}

void ModelsWindow::point(const QString &id) {
    QMetaObject::invokeMethod(
        this,
        [this, id] {
            if (ModelCard *one = card(id)) {
                m_area->ensureWidgetVisible(one);
                one->focusFirst();
            }
        },
        Qt::QueuedConnection);
}

void ModelsWindow::download(const QString &id) {
    const ModelItem *item = m_store.find(id);
    if (item && (item->accepted.isNull() || item->lacksVocoder))
        readLicence(id, true);
    else
        m_store.fetch(id);
}

void ModelsWindow::readLicence(const QString &id, bool asks) {
    const auto *entry = m_store.offered(id);
    ModelCard *one = card(id);
    if (!entry || !one)
        return;
    if (!asks && one->showsLicence()) {
        one->hideLicence();
        return;
    }
    m_shownWords[id] = entry->licenceHash();
    one->showLicence(entry->licenceWords(), asks);
    QMetaObject::invokeMethod(
        this,
        [this, id] {
            if (ModelCard *shown = card(id))
                m_area->ensureWidgetVisible(shown);
        },
        Qt::QueuedConnection);
}

void ModelsWindow::chooseVocoder(const QString &id) {
    auto *dialog = new QFileDialog(this, tr("The folder of a vocoder"), QDir::homePath());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    connect(dialog, &QFileDialog::fileSelected, &m_store,
            [this, id](const QString &folder) { m_store.chooseVocoder(id, folder); });
    dialog->open();
}

void ModelsWindow::chooseFolder() {
    auto *dialog = new QFileDialog(this, tr("The folder of a model"), QDir::homePath());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    connect(dialog, &QFileDialog::fileSelected, &m_store, &ModelStore::addFolder);
    dialog->open();
}

} // namespace ui::models

#include "moc_models_window.cpp"
