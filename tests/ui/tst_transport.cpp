// The transport with a real player on a real PulseAudio server: what a click in the wave does to what is heard.
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <memory>

#include "app/settings/settings.h"
#include "app/speech/player.h"
#include "app/storage/file_thread.h"
#include "tests/app/speech/heard.h"
#include "tests/app/speech/sound_server.h"
#include "tests/patience.h"
#include "ui/shared/transport.h"
#include "ui/shared/waveform_view.h"

using app::speech::Player;
using State = Player::State;
using ui::shared::Transport;
using namespace Qt::StringLiterals;

namespace {

constexpr double kQuiet = 4; // s; then the clip is loud
constexpr double kWhole = 6; // s

engine::ClipPtr quietThenLoud() {
    auto clip = std::make_shared<engine::Clip>(*tone(kWhole));
    for (std::size_t i = 0; i < std::size_t(kQuiet * clip->sampleRate); ++i) {
        clip->samples[i] *= 0.1F;
    }
    return clip;
}

} // namespace

class TestTransport : public QObject {
    Q_OBJECT

    SoundServer m_server;
    QTemporaryDir m_folder;
    app::storage::FileThread m_files;
    std::unique_ptr<app::Settings> m_settings;
    std::unique_ptr<Player> m_player;
    std::unique_ptr<Transport> m_transport;

    bool waitFor(State state) {
        return QTest::qWaitFor([&] { return m_player->state() == state; }, kLongEnough);
    }

    ui::shared::WaveformView &wave() { return m_transport->waveform(); }
    QPoint at(double seconds) { return {int(std::lround(seconds / kWhole * wave().width())), wave().height() / 2}; }
    void click(double seconds) { QTest::mouseClick(&wave(), Qt::LeftButton, {}, at(seconds)); }

    void select(double from, double to) {
        QTest::mousePress(&wave(), Qt::LeftButton, {}, at(from));
        QTest::mouseMove(&wave(), at((from + to) / 2));
        QTest::mouseMove(&wave(), at(to));
        QTest::mouseRelease(&wave(), Qt::LeftButton, {}, at(to));
        QVERIFY(wave().selection());
    }

private Q_SLOTS:
    void initTestCase() { QCOMPARE(m_server.startForTests({u"first"_qs}), QString()); }

    void init() {
        m_settings = std::make_unique<app::Settings>(m_folder.filePath(u"settings.json"_qs), m_files);
        m_player = std::make_unique<Player>();
        m_transport = std::make_unique<Transport>(*m_player, *m_settings);
        m_transport->resize(900, 160);
        m_transport->show();
        QTRY_COMPARE(m_player->deviceName(), u"first"_qs);
        const auto clip = quietThenLoud();
        m_transport->beginStream(1, u"Slt: a take"_qs);
        m_transport->appendToStream(1, clip);
        m_transport->finishStream(1, clip);
    }

    void cleanup() {
        m_transport.reset();
        m_player.reset();
        m_settings.reset();
    }

    // Somebody on air who mutes the monitor does not take the stream for silent.
    void muteAndVolumeSayThatTheyAreTheMonitors() {
        const auto tip = [this](const char *name) {
            for (const QWidget *each : m_transport->findChildren<QWidget *>())
                if (each->accessibleName() == QLatin1String(name))
                    return each->toolTip();
            return QString();
        };
        m_settings->setMuted(true);
        QVERIFY2(tip("Mute").contains(u"nothing is heard"_qs), qPrintable(tip("Mute")));
        m_server.addSink(u"stream"_qs);
        QTRY_COMPARE(m_player->devices().size(), 2);
        m_player->setProgramDevice("stream");
        m_player->setOnAir(true);
        QTRY_VERIFY2(tip("Mute").contains(u"the program still sounds"_qs), qPrintable(tip("Mute")));
        QVERIFY2(tip("Volume").contains(u"the program has its own"_qs), qPrintable(tip("Volume")));
        m_settings->setMuted(false);
        QVERIFY2(tip("Mute").contains(u"the program goes on"_qs), qPrintable(tip("Mute")));
        m_player->setOnAir(false);
        QTRY_COMPARE(tip("Mute"), u"Silence the output"_qs);
        m_server.removeSink(u"stream"_qs);
    }

    void aClickOutsideThePartThatPlaysGoesOnFromThere() {
        select(1, 3);
        m_transport->playOrPause();
        QVERIFY(waitFor(State::Playing));
        QTRY_VERIFY(wave().playhead() > 1.1);
        QVERIFY(wave().playhead() < 3);
        QSignalSpy position(m_player.get(), &Player::positionChanged);
        Recording recording(u"first"_qs);
        click(4.5);
        QVERIFY(!wave().selection());
        QTRY_VERIFY(wave().playhead() > 4.6);
        QCOMPARE(m_player->state(), State::Playing);
        QVERIFY(waitFor(State::Stopped));
        QVERIFY(position.last().first().toDouble() > kWhole - 0.1); // to the end of the take, not of the part
        QVERIFY(peak(recording.stop()) > 0.7F);
    }

    void aClickOutsideThePartThatIsPausedStaysPausedThere() {
        select(1, 3);
        m_transport->playOrPause();
        QVERIFY(waitFor(State::Playing));
        QTest::qWait(300);
        m_transport->playOrPause();
        QVERIFY(waitFor(State::Paused));
        click(5);
        QTest::qWait(400);
        QCOMPARE(m_player->state(), State::Paused);
        QVERIFY(std::abs(wave().playhead() - 5) < 0.1);
        Recording recording(u"first"_qs);
        m_transport->playOrPause();
        QVERIFY(waitFor(State::Playing));
        QTRY_VERIFY(wave().playhead() > 5.1);
        QVERIFY(waitFor(State::Stopped));
        QVERIFY(peak(recording.stop()) > 0.7F);
    }

    void aClickWhileNothingSoundsIsWherePlayingStarts() {
        click(5);
        QCOMPARE(m_player->state(), State::Stopped);
        QSignalSpy position(m_player.get(), &Player::positionChanged);
        m_transport->playOrPause();
        QVERIFY(waitFor(State::Playing));
        QTRY_VERIFY(position.size() > 3);
        QVERIFY(position.first().first().toDouble() > 4.9);
    }
};

QTEST_MAIN(TestTransport)
#include "tst_transport.moc"
