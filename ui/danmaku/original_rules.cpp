#include "ui/danmaku/original_rules.h"

#include <QApplication>
#include <QFileDialog>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPointer>
#include <QPushButton>
#include <QThreadPool>
#include <QVBoxLayout>

#include "app/settings/settings.h"
#include "engine/error.h"
#include "ui/shared/controls.h"
#include "ui/shared/home_folders.h"
#include "ui/theme.h"

namespace ui::danmaku {

using app::danmaku::LiveStage;
using app::danmaku::Rules;
using app::danmaku::RulesImported;

TakenRules::TakenRules(const RulesImported &taken, QWidget *parent) : QDialog(parent) {
    QStringList lines = taken.taken;
    if (!taken.left.isEmpty())
        lines << (lines.isEmpty() ? QStringList() : QStringList{QString()}) << tr("Not taken over:") << taken.left;
    layOut(taken.taken.isEmpty() ? tr("Nothing in it is a rule that is known here.")
                                 : tr("Taken over, and in use now:"),
           lines.join(u'\n'), !taken.taken.isEmpty());
}

TakenRules::TakenRules(const app::Problem &problem, QWidget *parent) : QDialog(parent) {
    layOut(tr("Nothing was taken over."), problem.what + u'\n' + problem.remedy, false);
}

void TakenRules::layOut(const QString &heading, const QString &lines, bool taken) {
    setWindowTitle(tr("Rules of iShowTTS"));
    auto *title = new QLabel(heading, this);
    title->setWordWrap(true);
    title->setMinimumWidth(440);
    auto *list = new QPlainTextEdit(lines, this);
    list->setReadOnly(true);
    list->setTabChangesFocus(true);
    list->setAccessibleName(heading);
    list->setMinimumHeight(140);
    auto *back = new QPushButton(tr("Give it back"), this);
    auto *keep = new QPushButton(taken ? tr("Keep it") : tr("Close"), this);
    keep->setDefault(true);
    setRole(keep, "primary");
    back->setVisible(taken);
    connect(keep, &QPushButton::clicked, this, &QDialog::accept);
    connect(back, &QPushButton::clicked, this, [this] {
        Q_EMIT givenBack();
        reject();
    });
    QVBoxLayout *layout = shared::layOutSheet(this);
    layout->addWidget(title);
    layout->addWidget(list, 1);
    layout->addLayout(shared::sheetButtons(back, keep));
}

void askForOriginalRules(LiveStage &stage, app::Settings &settings, QWidget *window) {
    auto *dialog = new QFileDialog(window, TakenRules::tr("Import from iShowTTS"), shared::documentsFolder(),
                                   TakenRules::tr("Settings of iShowTTS (*.toml);;All files (*)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    QObject::connect(dialog, &QFileDialog::fileSelected, window, [&stage, &settings, window](const QString &file) {
        takeOriginalRules(stage, settings, file, window);
    });
    dialog->open();
}

void takeOriginalRules(LiveStage &stage, app::Settings &settings, const QString &file, QWidget *window) {
    const auto show = [](TakenRules *sheet) {
        sheet->setAttribute(Qt::WA_DeleteOnClose);
        sheet->open();
    };
    const auto done = [&stage, &settings, show, file, window = QPointer<QWidget>(window)](const RulesImported &taken,
                                                                                          Rules before) {
        if (!window)
            return;
        if (stage.rules() != before) // they were changed meanwhile
            return takeOriginalRules(stage, settings, file, window);
        const QStringList channels = settings.twitchChannels();
        stage.setRules(taken.rules);
        QStringList named;
        if (!taken.channels.isEmpty())
            settings.setTwitchChannels(named = app::danmaku::withImported(channels, stage.channels(), taken.channels));
        auto *sheet = new TakenRules(taken, window);
        QObject::connect(sheet, &TakenRules::givenBack, &stage,
                         [&stage, &settings, before = std::move(before), imported = taken.rules, channels, named] {
                             stage.setRules(app::danmaku::withoutImported(stage.rules(), before, imported));
                             if (!named.isEmpty() && settings.twitchChannels() == named) // else others came since
                                 settings.setTwitchChannels(channels);
                         });
        show(sheet);
    };
    const auto failed = [show, window = QPointer<QWidget>(window)](const app::Problem &problem) {
        if (window)
            show(new TakenRules(problem, window));
    };
    QThreadPool::globalInstance()->start([file, before = stage.rules(), done, failed] {
        try {
            const RulesImported taken = app::danmaku::importOriginalRules(file, before);
            QMetaObject::invokeMethod(
                qApp, [done, taken, before] { done(taken, before); }, Qt::QueuedConnection);
        } catch (const engine::Error &error) {
            const app::Problem problem{QString::fromUtf8(error.what()), QString::fromStdString(error.remedy()), {}};
            QMetaObject::invokeMethod(
                qApp, [failed, problem] { failed(problem); }, Qt::QueuedConnection);
        }
    });
}

} // namespace ui::danmaku

#include "moc_original_rules.cpp"
