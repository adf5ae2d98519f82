// The window itself does no file work on its thread: started, a text spoken, a take saved, the settings kept, closed.
// The kernel reports every file call of this thread in the data folder (tests/app/file_watch.h). What is under the
// window is watched in app.gui_thread.
#include <QFile>
#include <QSignalSpy>
#include <QTest>

#include <memory>

#include "app/services.h"
#include "engine/audio/file.h"
#include "tests/app/file_watch.h"
#include "tests/app/tiny_data.h"
#include "ui/main_window.h"
#include "ui/shared/notice_bar.h"
#include "ui/shared/status_line.h"
#include "ui/studio/studio_pane.h"

namespace {

constexpr int kPatience = 120'000; // ms

} // namespace

class TestWindowFiles : public QObject {
    Q_OBJECT

    TinyData m_data;
    FileWatch *m_watch = nullptr;

    QString settingsFile() const { return m_data.path(QStringLiteral("settings.json")); }

private Q_SLOTS:
    void initTestCase() {
        m_watch = &FileWatch::ofThisThread({m_data.root().string()});
        QVERIFY2(m_watch->problem().empty(), m_watch->problem().c_str());
    }

    void aSessionTouchesNoFileOnThisThread() {
        // The settings are read before there is a window, and that is allowed.
        app::Services services(app::Places{settingsFile(), m_data.roots()});
        m_watch->begin();
        auto window = std::make_unique<ui::MainWindow>(services);
        window->showNormal();
        services.start();
        QTRY_VERIFY_WITH_TIMEOUT(!window->statusLine().text(ui::shared::StatusLine::Part::Precision).isEmpty(),
                                 kPatience);
        QTRY_VERIFY_WITH_TIMEOUT(services.voices().isRead(), kPatience);

        QSignalSpy taken(&window->studio(), &ui::studio::StudioPane::taken);
        window->studio().setText(QStringLiteral("Good morning, and welcome."));
        window->studio().speak();
        QTRY_COMPARE_WITH_TIMEOUT(taken.size(), 1, kPatience);

        const QString file = m_data.path(QStringLiteral("take.wav"));
        window->saveTake(file);
        QTRY_VERIFY_WITH_TIMEOUT(window->notices().about(QStringLiteral("save")), kPatience);
        QCOMPARE(window->notices().about(QStringLiteral("save"))->kind, ui::shared::Notice::Kind::Good);
        const QString nowhere = m_data.path(QStringLiteral("no folder/take.wav"));
        window->saveTake(nowhere);
        const auto failure = [&] { return window->notices().about(QStringLiteral("not saved:") + nowhere); };
        QTRY_VERIFY_WITH_TIMEOUT(failure(), kPatience);
        QCOMPARE(failure()->kind, ui::shared::Notice::Kind::Alarm);

        services.settings().setVoiceId(QStringLiteral("rms"));
        services.voices().refresh();
        QSignalSpy saved(&services.settings(), &app::Settings::saved);
        QTRY_VERIFY_WITH_TIMEOUT(saved.size() > 0, kPatience);
        window->close();
        window.reset();
        const auto calls = m_watch->end();
        QVERIFY2(calls.empty(), qPrintable(joined(calls)));

        // And the work was really done.
        const auto take = taken.first().first().value<app::speech::Take>();
        QCOMPARE(engine::audio::readSound(file.toStdString(), 60).frames(), take.clip->samples.size());
        QFile settings(settingsFile());
        QVERIFY(settings.open(QIODevice::ReadOnly));
        QVERIFY(settings.readAll().contains("rms"));
    }

    void fileWorkOnThisThreadWouldBeSeen() {
        m_watch->begin();
        QVERIFY(QFile::exists(settingsFile()));
        QVERIFY(!m_watch->end().empty());
    }
};

QTEST_MAIN(TestWindowFiles)
#include "tst_window_files.moc"
