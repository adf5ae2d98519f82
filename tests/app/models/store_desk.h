// A person with models, a server that hands one out, and a store that is looked at from outside.
#pragma once

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "app/models/model_store.h"
#include "app/settings/settings.h"
#include "app/storage/file_thread.h"
#include "tests/app/models/made_up_model.h"
#include "tests/patience.h"

// A person with a data folder, the shipped demo, and a list of one model that a server hands out slowly.
struct StoreDesk {
    using ModelItem = app::models::ModelItem;
    using ModelStore = app::models::ModelStore;
    using State = ModelItem::State;

    static const MadeUpModel &model() {
        static const MadeUpModel one = madeUpModel();
        return one;
    }
    inline static const QString kTiny = QStringLiteral("Tiny");

    QTemporaryDir folder;
    SmallServer server;
    app::storage::FileThread files;
    std::unique_ptr<app::Settings> settings;
    std::unique_ptr<ModelStore> store;
    QList<app::Problem> problems;
    QString removed;
    quint64 number = 0;

    explicit StoreDesk(int bytesPerMillisecond = 0)
        : server([bytesPerMillisecond](const WebRequest &request) {
              WebReply reply = honest(request, model().of(request));
              reply.bytesPerMillisecond = bytesPerMillisecond;
              return reply;
          }) {
        writeCatalogue(model(), server.origin(), path("list"));
        copyDemo(path("shipped") / "models" / "demo");
        settings = std::make_unique<app::Settings>(folder.filePath(QStringLiteral("settings.json")), files);
        open();
    }
    void open() {
        store.reset();
        store = std::make_unique<ModelStore>(
            ModelStore::Places{
                {path("data"), path("shipped")}, path("data"), path("list") / "catalogue.json", quickRules()},
            *settings);
        QObject::connect(store.get(), &ModelStore::problem, store.get(),
                         [this](const app::Problem &problem) { problems << problem; });
        QObject::connect(store.get(), &ModelStore::removed, store.get(),
                         [this](quint64 which, const QString &name, bool) {
                             number = which;
                             removed = name;
                         });
        store->refresh();
        wait([this] { return store->isRead(); });
    }
    std::filesystem::path path(const char *name) const {
        return std::filesystem::path(folder.path().toStdString()) / name;
    }
    // Small files that look like a model.
    static void copyDemo(const std::filesystem::path &to, bool withVocoder = true) {
        std::filesystem::create_directories(to / "vocos");
        for (const char *name : {"model_1.safetensors", "vocab.txt", "vocos/config.yaml", "vocos/model.safetensors"}) {
            QFile file(QString::fromStdString((to / name).string()));
            if (file.open(QIODevice::WriteOnly))
                file.write(" \n");
        }
        if (!withVocoder)
            std::filesystem::remove_all(to / "vocos");
    }
    void write(const char *where, const char *name, const QByteArray &bytes) const {
        QFile file(QString::fromStdString((path(where) / name).string()));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size());
    }
    bool adds(const char *name) {
        QSignalSpy added(store.get(), &ModelStore::added);
        store->addFolder(QString::fromStdString(path(name).string()));
        return added.wait(30'000) && added.front().front().toString() == QLatin1String(name);
    }
    const ModelItem &item(const QString &id = kTiny) const {
        static const ModelItem none{};
        const ModelItem *found = store->find(id);
        return found ? *found : none;
    }
    template <class Condition> static bool wait(Condition condition) { return QTest::qWaitFor(condition, kLongEnough); }
    bool becomes(State state) const {
        return wait([&] { return item().state == state; });
    }
    // Bytes came, not only word of what is being done.
    static bool hasSome(const QSignalSpy &told) {
        return !told.isEmpty() && told.back().at(1).value<app::models::FetchProgress>().done > 0;
    }
    bool acceptAndFetch() {
        if (!store->accept(kTiny, store->offered(kTiny)->licenceHash()))
            return false;
        if (!wait([&] { return !item().accepted.isNull(); }))
            return false;
        store->fetch(kTiny);
        return true;
    }
};
