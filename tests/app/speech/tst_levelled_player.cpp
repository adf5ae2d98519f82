// What is heard at a wanted loudness: recorded at a PulseAudio sink and measured again.
#include <QSignalSpy>
#include <QTest>

#include <cmath>
#include <limits>
#include <memory>

#include "app/speech/levelled_player.h"
#include "tests/app/speech/heard.h"
#include "tests/app/speech/sound_server.h"
#include "tests/patience.h"

using app::speech::LevelledPlayer;
using app::speech::Leveller;
using app::speech::Player;
using engine::audio::measureLoudness;
using State = Player::State;

namespace {

engine::ClipPtr quieter(const engine::ClipPtr &clip, double decibel) {
    return std::make_shared<engine::Clip>(engine::audio::withGain(*clip, decibel));
}

// Speech with one loud click: its peak is far above its loudness.
engine::ClipPtr peaky() {
    auto clip = std::make_shared<engine::Clip>(*quieter(sentence(), -20));
    for (std::size_t i = 20000; i < 20060; ++i)
        clip->samples[i] = i % 12 < 6 ? 0.8F : -0.8F;
    return clip;
}

bool near(double value, double wanted, double within) {
    if (std::abs(value - wanted) <= within)
        return true;
    qWarning("%g instead of %g", value, wanted);
    return false;
}

} // namespace

class TestLevelledPlayer : public QObject {
    Q_OBJECT

    SoundServer m_server;
    std::unique_ptr<Player> m_player;

    bool waitFor(State state) {
        return QTest::qWaitFor([&] { return m_player->state() == state; }, kLongEnough);
    }
    // What the sink plays while `play` sounds, cut to the clip that is expected.
    QString hear(const std::function<void()> &play, const engine::ClipPtr &expected,
                 const std::function<QString(const engine::Clip &)> &look) {
        return withoutUnderruns([&]() -> QString {
            m_player->stop();
            HEARD(waitFor(State::Stopped));
            Recording recording(QStringLiteral("first"));
            HEARD(recording.runs());
            play();
            HEARD(waitFor(State::Playing) && waitFor(State::Stopped));
            const auto heard = recording.stop();
            const auto start = findStart(heard, expected->samples);
            HEARD(start && *start + expected->samples.size() <= heard.size());
            const auto from = heard.begin() + long(*start);
            return look({24000, {from, from + long(expected->samples.size())}});
        });
    }

private Q_SLOTS:
    void initTestCase() { QCOMPARE(m_server.startForTests({QStringLiteral("first")}), QString()); }
    void init() {
        m_player = std::make_unique<Player>();
        QTRY_COMPARE(m_player->deviceName(), QStringLiteral("first"));
    }
    void cleanup() { m_player.reset(); }

    void aTakeIsHeardAtTheTarget_data() {
        QTest::addColumn<double>("decibel");
        QTest::addColumn<double>("target");
        QTest::newRow("louder") << -12.0 << -23.0;
        QTest::newRow("quieter") << 0.0 << -23.0;
    }

    void aTakeIsHeardAtTheTarget() {
        QFETCH(double, decibel);
        QFETCH(double, target);
        const auto clip = quieter(sentence(), decibel);
        QVERIFY(std::abs(*measureLoudness(*clip).integrated - target) > 1);
        LevelledPlayer player(*m_player);
        player.setTarget(target);
        const QString wrong = hear([&] { player.play(clip, {}); }, sentence(),
                                   [&](const engine::Clip &heard) -> QString {
                                       HEARD(near(*measureLoudness(heard).integrated, target, 0.2));
                                       return {};
                                   });
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
        QCOMPARE(*player.change()->reached(), target);
    }

    void whatItsPeaksDoNotAllowIsSaid() {
        const auto clip = peaky();
        LevelledPlayer player(*m_player);
        player.setTarget(-14);
        const QString wrong = hear([&] { player.play(clip, {}); }, clip,
                                   [&](const engine::Clip &heard) -> QString {
                                       const auto loudness = measureLoudness(heard);
                                       HEARD(near(loudness.truePeak, -1, 0.1));
                                       HEARD(*loudness.integrated < -16);
                                       HEARD(near(*loudness.integrated, *player.change()->reached(), 0.2));
                                       return {};
                                   });
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
        QVERIFY(player.change()->gain.limitedByPeak);
    }

    void asSpokenIsTheSamplesThemselves() {
        LevelledPlayer player(*m_player);
        player.setTarget(-14);
        player.setTarget({});
        QSignalSpy changed(&player, &LevelledPlayer::changed);
        const QString wrong = hear([&] { player.play(sentence(), {}); }, sentence(),
                                   [&](const engine::Clip &heard) -> QString {
                                       HEARD(worstDifference(heard.samples, sentence()->samples) < 1e-6F);
                                       return {};
                                   });
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
        QVERIFY(!player.change());
    }

    void aStreamIsHeardAtTheLoudnessOfItsFirstChunk() {
        const auto whole = quieter(sentence(), -12);
        const auto first = part(whole, 0, 0.7);
        const auto second = part(whole, 0.7, 10);
        Leveller leveller;
        connect(&leveller, &Leveller::chunk, m_player.get(), &Player::append);
        connect(&leveller, &Leveller::ended, m_player.get(), &Player::endOfStream);
        const auto play = [&] {
            m_player->begin(7);
            leveller.begin(7, -23);
            leveller.append(7, first);
            leveller.append(6, sentence()); // of another stream
            leveller.append(7, second);
            leveller.end(7);
        };
        const QString wrong = hear(play, sentence(), [&](const engine::Clip &heard) -> QString {
            const auto begin = std::make_shared<engine::Clip>(heard);
            HEARD(near(*measureLoudness(*part(begin, 0, 0.7)).integrated, -23, 0.2));
            const double gain = -23 - *measureLoudness(*first).integrated;
            HEARD(worstDifference(heard.samples, engine::audio::withGain(*whole, gain).samples) < 1e-3F);
            return {};
        });
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
    }

    void nothingIsMeasuredOnThisThread() {
        Leveller leveller;
        QSignalSpy chunks(&leveller, &Leveller::chunk);
        QSignalSpy ended(&leveller, &Leveller::ended);
        leveller.begin(1, std::nullopt);
        leveller.append(1, speech());
        leveller.end(1);
        QCOMPARE(chunks.size(), 1); // as spoken: at once, and the very clip
        QCOMPARE(chunks[0][1].value<engine::ClipPtr>(), speech());
        QCOMPARE(ended.size(), 1);
        leveller.begin(2, -16);
        leveller.append(2, speech());
        leveller.end(2);
        bool answered = false;
        leveller.level(speech(), -16, this, [&](const auto &) { answered = true; });
        QVERIFY(chunks.size() == 1 && ended.size() == 1 && !answered);
        QTRY_VERIFY(answered);
        QCOMPARE(chunks.size(), 2);
        QCOMPARE(ended.size(), 2);
    }

    void damagedSoundIsHeardAsItIsAndNobodyIsAnsweredWhoHasGone() {
        auto damaged = std::make_shared<engine::Clip>(*speech());
        damaged->samples[7] = std::numeric_limits<float>::quiet_NaN();
        Leveller leveller;
        std::optional<app::speech::Levelled> levelled;
        leveller.level(damaged, -16, this, [&](const auto &result) { levelled = result; });
        QTRY_VERIFY(levelled);
        QCOMPARE(levelled->clip, engine::ClipPtr(damaged));
        QVERIFY(!levelled->change.reached());
        bool answered = false;
        {
            QObject asker;
            leveller.level(speech(), -16, &asker, [&](const auto &) { answered = true; });
        }
        bool nextAnswered = false; // one after the other
        leveller.level(speech(), -16, this, [&](const auto &) { nextAnswered = true; });
        QTRY_VERIFY_WITH_TIMEOUT(nextAnswered, 30000);
        QVERIFY(!answered);
    }

    void whatIsStoppedBeforeItIsMeasuredIsNotPlayed() {
        LevelledPlayer player(*m_player);
        player.setTarget(-16);
        QSignalSpy states(m_player.get(), &Player::stateChanged);
        player.play(speech(), {});
        player.forget();
        QTRY_VERIFY_WITH_TIMEOUT(player.change(), 30000); // measured, and nobody waits for it
        m_player->setProgramDevice("elsewhere");          // answered when all that came before it is done
        QTRY_COMPARE_WITH_TIMEOUT(m_player->program().id, QByteArray("elsewhere"), 30000);
        QVERIFY(states.isEmpty());
        player.play(speech(), {.from = 0, .to = -1, .at = 1.0, .paused = true});
        QVERIFY(waitFor(State::Paused));
    }
};

QTEST_GUILESS_MAIN(TestLevelledPlayer)
#include "tst_levelled_player.moc"
