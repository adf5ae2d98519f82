#include "ui/models/models_desk.h"

#include <filesystem>
#include <utility>

#include "app/models/model_store.h"
#include "app/settings/settings.h"
#include "app/speech/speech_worker.h"
#include "ui/models/model_words.h"
#include "ui/models/models_window.h"

namespace ui::models {

using app::models::ModelStore;
using app::speech::SpeechWorker;
using shared::Notice;

namespace {

const QString kDemo = QStringLiteral("demo"); // what an empty setting stands for

std::int64_t bytesInMemory(const engine::ModelSummary &model) {
    return model.parameters * (model.precision == engine::Precision::Bf16 ? 2 : 4) + model.vocoderParameters * 4;
}

// By whatever name or path the settings call it.
bool isPersonsModel(const std::filesystem::path &loadedFrom, const QString &id) {
    return loadedFrom.filename() == id.toStdString() && loadedFrom.parent_path().filename() == "models";
}

} // namespace

ModelsDesk::ModelsDesk(Uses uses, QWidget *window) : QObject(window), m_uses(std::move(uses)), m_window(window) {
    connectStore();
    connect(&m_uses.worker, &SpeechWorker::loading, this, [this] {
        m_loading = true;
        follow();
    });
    connect(&m_uses.worker, &SpeechWorker::loaded, this, [this](const engine::ModelSummary &model) {
        m_loading = false;
        m_loaded = model;
        follow();
    });
    const auto gone = [this] {
        m_loading = false;
        m_loaded.reset();
        follow();
    };
    connect(&m_uses.worker, &SpeechWorker::unloaded, this, gone);
    connect(&m_uses.worker, &SpeechWorker::loadFailed, this, gone);
    connect(&m_uses.settings, &app::Settings::changed, this, [this](const QString &key) {
        if (key == u"model")
            follow();
    });
}

void ModelsDesk::connectStore() {
    connect(&m_uses.store, &ModelStore::problem, this, [this](const app::Problem &problem) {
        m_uses.notices.post(Notice::Kind::Attention, QStringLiteral("models"), problem);
    });
    connect(&m_uses.store, &ModelStore::fetched, this, [this](const QString &id) {
        m_uses.notices.post(Notice::Kind::Good, QStringLiteral("model:") + id,
                            {tr("%1 is here and can be used.").arg(id), {}, {}},
                            {{tr("Use it"), [this, id] { use(id); }}});
    });
    connect(&m_uses.store, &ModelStore::added, this, &ModelsDesk::tellOfAdded);
    connect(&m_uses.store, &ModelStore::rewritten, this, [this](const QString &id) {
        if (m_loaded && isPersonsModel(m_loaded->folder, id))
            m_uses.unload(); // the next line loads it anew
    });
    connect(&m_uses.store, &ModelStore::removed, this, [this](quint64 number, const QString &name, bool unfinished) {
        Notice notice;
        notice.what =
            unfinished ? tr("What was downloaded of %1 was thrown away.").arg(name) : tr("%1 was removed.").arg(name);
        notice.subject = QStringLiteral("removed model:%1").arg(number);
        notice.actions = {{tr("Undo"), [this, number] { m_uses.store.undo(number); }}};
        notice.dropped = [this, number] { m_uses.store.forget(number); };
        m_uses.notices.post(std::move(notice));
    });
}

// "Can be used" only where it can.
void ModelsDesk::tellOfAdded(const QString &id) {
    const app::models::ModelItem *item = m_uses.store.find(id);
    if (!item)
        return;
    const QString subject = QStringLiteral("model:") + id;
    const auto look = [this, id] { show(id); };
    if (item->state != app::models::ModelItem::State::Ready) {
        m_uses.notices.post(Notice::Kind::Attention, subject,
                            {tr("%1 was added and cannot be used yet.").arg(id), troubleWords(*item), {}},
                            {{item->lacksVocoder ? tr("Get a vocoder …") : tr("Models …"), look}});
    } else if (item->isToAccept()) {
        m_uses.notices.post(Notice::Kind::Info, subject, {tr("%1 was added.").arg(id), troubleWords(*item), {}},
                            {{tr("Read the licence …"), [this, id] { use(id); }}});
    } else {
        const bool told = item->reading == app::models::ModelItem::Reading::Told;
        std::vector<shared::NoticeAction> actions{{tr("Use it"), [this, id] { use(id); }}};
        if (!told)
            actions.push_back({tr("Models …"), look});
        m_uses.notices.post(told ? Notice::Kind::Good : Notice::Kind::Attention, subject,
                            {tr("%1 was added and can be used.").arg(id), troubleWords(*item), {}}, actions);
    }
}

void ModelsDesk::show(const QString &id) {
    open()->point(id);
}

ModelsWindow *ModelsDesk::open() {
    if (!m_open) {
        m_open = new ModelsWindow(m_uses.store, m_window);
        m_open->setAttribute(Qt::WA_DeleteOnClose);
        connect(m_open, &ModelsWindow::useWanted, this, &ModelsDesk::use);
        connect(m_open, &ModelsWindow::unloadWanted, this, [this] { m_uses.unload(); });
        follow();
        m_open->show();
    }
    m_uses.store.refresh();
    m_open->raise();
    m_open->activateWindow();
    return m_open;
}

void ModelsDesk::follow() {
    if (!m_open)
        return;
    const QString chosen = m_uses.settings.model().isEmpty() ? kDemo : m_uses.settings.model();
    m_open->setStanding(chosen, m_loading, m_loaded ? bytesInMemory(*m_loaded) : 0);
}

void ModelsDesk::use(const QString &id) {
    if (const app::models::ModelItem *item = m_uses.store.find(id); item && item->isToAccept()) {
        open()->askToUse(id);
        return;
    } else if (item && item->lacksVocoder) {
        show(id);
        return;
    }
    const QString wanted = id == kDemo ? QString() : id;
    if (m_uses.settings.model() == wanted && !m_loaded && !m_loading)
        m_uses.load(); // could not be until now
    m_uses.settings.setModel(wanted);
}

} // namespace ui::models

#include "moc_models_desk.cpp"
