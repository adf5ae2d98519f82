// The Studio with a server on this machine in place of Hugging Face, and its Models window at hand.
#pragma once

#include <QAction>
#include <QLabel>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>

#include <filesystem>
#include <memory>

#include "app/services.h"
#include "tests/app/models/made_up_model.h"
#include "tests/app/tiny_data.h"
#include "ui/main_window.h"
#include "ui/models/models_window.h"

struct ModelsWindowDesk {
    static constexpr int kPatience = 30'000; // ms

    TinyData shipped{{"demo", "second"}};
    QTemporaryDir folder;
    QTemporaryDir elsewhere; // folders that are added
    MadeUpModel model = madeUpModel();
    SmallServer server;
    std::unique_ptr<app::Services> services;
    std::unique_ptr<ui::MainWindow> window;
    ui::models::ModelsWindow *models = nullptr;

    explicit ModelsWindowDesk(int bytesPerMillisecond = 0)
        : server([this, bytesPerMillisecond](const WebRequest &request) {
              WebReply reply = honest(request, model.of(request));
              reply.bytesPerMillisecond = bytesPerMillisecond;
              return reply;
          }) {
        writeCatalogue(model, server.origin(), shipped.root() / "models");
        const std::filesystem::path own = folder.path().toStdString();
        services = std::make_unique<app::Services>(
            app::Places{folder.filePath(QStringLiteral("settings.json")), {own, shipped.root()}, own, {}});
        window = std::make_unique<ui::MainWindow>(*services);
        window->showNormal();
        services->start();
    }
    void open() {
        window->findChild<QAction *>(QStringLiteral("file.models"))->trigger();
        models = window->findChild<ui::models::ModelsWindow *>();
    }
    ui::models::ModelCard *card(const char *id) const { return models->card(QString::fromLatin1(id)); }
    bool has(const char *id) const {
        return QTest::qWaitFor([&] { return card(id) != nullptr; }, kPatience);
    }
    QPushButton *button(const char *id, const char *text) const {
        for (QPushButton *one : card(id)->findChildren<QPushButton *>()) {
            if (one->isVisibleTo(card(id)) && one->text() == QString::fromUtf8(text))
                return one;
        }
        return nullptr;
    }
    bool press(const char *id, const char *text) const {
        if (!QTest::qWaitFor([&] { return card(id) && button(id, text); }, kPatience))
            return false;
        button(id, text)->click();
        return true;
    }
    bool says(const char *id, const char *words, int patience = kPatience) const {
        return QTest::qWaitFor(
            [&] {
                if (!card(id))
                    return false;
                for (QLabel *label : card(id)->findChildren<QLabel *>()) {
                    if (label->isVisibleTo(card(id)) && label->text().contains(QLatin1String(words)))
                        return true;
                }
                return false;
            },
            patience);
    }
    // The tiny checkpoint in a folder of that name, to be changed and then added.
    std::filesystem::path copyOfTiny(const char *version, const char *name) const {
        const auto copy = std::filesystem::path(elsewhere.path().toStdString()) / name;
        std::filesystem::copy(std::filesystem::path(TEST_DATA) / "tiny" / version, copy,
                              std::filesystem::copy_options::recursive);
        return copy;
    }
    void add(const std::filesystem::path &added) const {
        services->models().addFolder(QString::fromStdString(added.string()));
    }
    void addWithoutVocoder(const char *name) const {
        const std::filesystem::path copy = copyOfTiny("v0", name);
        std::filesystem::remove_all(copy / "vocos");
        add(copy);
    }
    QString noticed() const { return window->notices().current() ? window->notices().current()->what : QString(); }
    bool notices(const char *words) const {
        return QTest::qWaitFor([&] { return noticed().contains(QLatin1String(words)); }, kPatience);
    }
};
