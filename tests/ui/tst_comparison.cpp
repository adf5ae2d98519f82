// Two takes compared as people do it: keys and clicks, real services, and a PulseAudio server that tells what is heard.
#include <QAbstractButton>
#include <QAccessible>
#include <QDirIterator>

#include <cmath>
#include <span>

#include "engine/audio/loudness.h"
#include "tests/app/speech/heard.h"
#include "tests/app/speech/sound_server.h"
#include "tests/patience.h"
#include "tests/ui/takes_desk.h"
#include "ui/comparison/comparison_strip.h"

using ui::comparison::ComparisonStrip;

namespace {

struct ComparisonDesk : TakesDesk {
    ComparisonStrip &strip = window.comparison();

    // Two takes of one line with other steps and seeds; the newer one on top of the table.
    bool makeTwo() {
        if (!make(QStringLiteral("Good morning, and welcome to the studio.")))
            return false;
        desk.services.settings().setNfeStep(16);
        window.studio().speak();
        return QTest::qWaitFor([this] { return shows(2) && !window.studio().isBusy(); }, kPatience);
    }
    // Of the first take a copy that is 6 dB quieter, as another take of the same line on top of the table.
    bool keepQuieter() {
        const auto loud = take(0);
        app::speech::Take quiet;
        quiet.clip = std::make_shared<engine::Clip>(engine::audio::withGain(*clip(0), -6));
        quiet.request.text = loud.text.toStdString();
        quiet.request.voice.id = loud.voiceId.toStdString();
        quiet.timings.audioSeconds = loud.seconds;
        const int rows = model.total() + 1;
        desk.services.takes().keep(quiet, loud.lineId);
        return becomes(rows);
    }
    bool compareBoth() {
        click(0, Column::Text);
        click(1, Column::Text, Qt::ControlModifier);
        QTest::keyClick(table, Qt::Key_C);
        return QTest::qWaitFor([this] { return strip.isVisible() && window.transport().hasPair(); }, kLongEnough);
    }
    QToolButton *inStrip(const QString &name) const {
        for (auto *each : strip.findChildren<QToolButton *>())
            if (each->accessibleName() == name || each->text() == name)
                return each;
        return nullptr;
    }
    QString stripText() const {
        QString all;
        for (const QLabel *label : strip.findChildren<QLabel *>())
            all += label->text() + u'\n';
        return all;
    }
    bool isStarred(qint64 id) const { return model.take(model.rowOf(id)).starred; }
};

// How far the recording at `from` is from the clip at the same place, for as long as the clip is.
float distance(std::span<const float> heard, std::size_t start, const engine::Clip &clip, double from, double to,
               double gain) {
    float worst = 0;
    for (auto i = std::size_t(from * clip.sampleRate); i < std::size_t(to * clip.sampleRate); ++i)
        worst = std::max(worst, std::abs(heard[start + i] - clip.samples[i] * float(gain)));
    return worst;
}

} // namespace

class TestComparison : public QObject {
    Q_OBJECT

    SoundServer m_server;

private Q_SLOTS:
    void initTestCase() { QCOMPARE(m_server.startForTests({QStringLiteral("first")}), QString()); }

    void whatDiffersIsSaidAndKeysSwitch() {
        ComparisonDesk desk;
        QVERIFY(desk.isReady());
        QVERIFY(!desk.strip.isVisible());
        QVERIFY(desk.makeTwo());
        QVERIFY(desk.compareBoth());
        const QString seeds = QString::number(desk.take(0).seed);
        QVERIFY2(desk.stripText().contains(QStringLiteral("NFE 7 → 16")), qPrintable(desk.stripText()));
        QVERIFY(desk.stripText().contains(QStringLiteral("seed differs")));
        QVERIFY(desk.stripText().contains(seeds));
        QVERIFY(desk.saysInTransport(QStringLiteral("A · ")));
        QVERIFY(desk.inStrip(QStringLiteral("A"))->isChecked());
        QTest::keyClick(desk.table, Qt::Key_X);
        QVERIFY(desk.saysInTransport(QStringLiteral("B · ")));
        QVERIFY(desk.inStrip(QStringLiteral("B"))->isChecked() && !desk.inStrip(QStringLiteral("A"))->isChecked());
        desk.inStrip(QStringLiteral("A"))->click();
        QVERIFY(desk.saysInTransport(QStringLiteral("A · ")));
        QTest::keyClick(desk.inStrip(QStringLiteral("A")), Qt::Key_X);
        QVERIFY(desk.saysInTransport(QStringLiteral("B · ")));

        desk.inStrip(QStringLiteral("Close the comparison"))->click();
        QVERIFY(!desk.strip.isVisible());
        QVERIFY(!desk.window.transport().hasPair() && desk.window.transport().canPlay());
        QVERIFY(!desk.saysInTransport(QStringLiteral("B · ")));
        QVERIFY(desk.saysInTransport(QStringLiteral("Good morning")));
        QTest::keyClick(desk.table, Qt::Key_X); // nothing to switch
        QVERIFY(!desk.strip.isVisible());
    }

    void keepingOneStarsItAndNotTheOther() {
        ComparisonDesk desk;
        QVERIFY(desk.isReady());
        QVERIFY(desk.makeTwo());
        QVERIFY(desk.compareBoth());
        const qint64 a = desk.take(0).id;
        const qint64 b = desk.take(1).id;
        desk.inStrip(QStringLiteral("Keep B"))->click();
        QTRY_VERIFY(desk.isStarred(b));
        QVERIFY(desk.inStrip(QStringLiteral("Keep B"))->isChecked());
        desk.inStrip(QStringLiteral("Keep A"))->click();
        QTRY_VERIFY(desk.isStarred(a) && !desk.isStarred(b));
        QTRY_VERIFY(!desk.inStrip(QStringLiteral("Keep B"))->isChecked());
        desk.inStrip(QStringLiteral("Keep A"))->click(); // not any more
        QTRY_VERIFY(!desk.isStarred(a));
        desk.click(desk.model.rowOf(b), TakesDesk::Column::Text);
        QTest::keyClick(desk.table, Qt::Key_S); // what is starred elsewhere shows here
        QTRY_VERIFY(desk.inStrip(QStringLiteral("Keep B"))->isChecked());
    }

    void theLouderOneIsTurnedDownAndThatIsSaid() {
        ComparisonDesk desk;
        QVERIFY(desk.isReady());
        QVERIFY(desk.make(QStringLiteral("Good morning.")));
        QVERIFY(desk.keepQuieter());
        QVERIFY(desk.compareBoth());
        const QString said = QStringLiteral("−6.0 dB");
        QVERIFY2(desk.stripText().count(said) == 1, qPrintable(desk.stripText()));
        QVERIFY(desk.stripText().count(QStringLiteral(" dB")) == 1);
        desk.inStrip(QStringLiteral("Same loudness"))->click();
        QVERIFY(!desk.stripText().contains(QStringLiteral(" dB")));
        QVERIFY(!desk.desk.services.settings().compareLevelled()); // and next time
        desk.inStrip(QStringLiteral("Same loudness"))->click();
        QVERIFY(desk.stripText().contains(said));
    }

    void whatIsHeardChangesAtTheSamePlace() {
        ComparisonDesk desk;
        QVERIFY(desk.isReady());
        QVERIFY(desk.makeTwo());
        QVERIFY(desk.keepQuieter());
        desk.window.studio().stop();
        const auto a = desk.clip(1); // the two on top
        const auto b = desk.clip(2);
        QVERIFY(a->seconds() > 1.5 && b->seconds() > 1.5);
        const auto match =
            engine::audio::levelMatch(engine::audio::measureLoudness(*a), engine::audio::measureLoudness(*b));
        QVERIFY(match.first < -3); // the louder one
        const double gainA = app::speech::toLinear(match.first);
        const double gainB = app::speech::toLinear(match.second);
        auto &player = desk.desk.services.player();
        QTRY_VERIFY(player.state() == app::speech::Player::State::Stopped);
        const QString wrong = withoutUnderruns([&]() -> QString {
            desk.strip.leave();
            desk.window.transport().stop();
            QTest::qWait(200);
            Recording recording(QStringLiteral("first"));
            HEARD(recording.runs());
            HEARD(desk.compareBoth());
            double at = 0;
            const auto spy = QObject::connect(&player, &app::speech::Player::positionChanged, &desk.window,
                                              [&](double seconds) { at = seconds; });
            HEARD(QTest::qWaitFor([&] { return at > 0.5; }, kLongEnough));
            QTest::keyClick(desk.table, Qt::Key_X);
            HEARD(QTest::qWaitFor([&] { return player.state() == app::speech::Player::State::Stopped; }, kLongEnough));
            QObject::disconnect(spy);
            const auto heard = recording.stop();
            auto louder = heard; // findStart() looks for speech as loud as a recording's
            for (float &sample : louder)
                sample *= 8 / float(gainA);
            const auto start = findStart(louder, engine::audio::withGain(*a, 18.06).samples);
            HEARD(start);
            HEARD(*start + std::max(a->samples.size(), b->samples.size()) <= heard.size());
            HEARD(distance(heard, *start, *a, 0.05, 0.45, gainA) < 1e-4F);
            HEARD(distance(heard, *start, *b, 0.05, 0.45, gainB) > 0.005F);
            double switched = 0.5; // from here on it is the other one
            while (switched < b->seconds() - 0.3 &&
                   distance(heard, *start, *b, switched, b->seconds() - 0.05, gainB) >= 1e-4F)
                switched += 0.05;
            HEARD(switched < b->seconds() - 0.3);
            return {};
        });
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
    }

    void playLoopAndStopWorkOnBoth() {
        ComparisonDesk desk;
        QVERIFY(desk.isReady());
        QVERIFY(desk.makeTwo());
        QVERIFY(desk.compareBoth());
        auto &player = desk.desk.services.player();
        using State = app::speech::Player::State;
        QTRY_VERIFY(player.state() == State::Playing);
        desk.inStrip(QStringLiteral("Pause"))->click();
        QTRY_VERIFY(player.state() == State::Paused);
        QVERIFY(desk.inStrip(QStringLiteral("Play")));
        desk.inStrip(QStringLiteral("Loop"))->click();
        QVERIFY(desk.desk.services.settings().loop());
        QTest::keyClick(desk.table, Qt::Key_X);
        QCOMPARE(player.state(), State::Paused); // switching is no reason to sound
        desk.inStrip(QStringLiteral("Play"))->click();
        QTRY_VERIFY(player.state() == State::Playing);
        QTest::qWait(int(1000 * std::max(desk.take(0).seconds, desk.take(1).seconds)) + 500);
        QCOMPARE(player.state(), State::Playing);
        QVERIFY(desk.saysInTransport(QStringLiteral("B · ")));

        // Something else is played, and the comparison waits; a side brings it back.
        desk.click(0, TakesDesk::Column::Text);
        QTest::keyClick(desk.table, Qt::Key_Return);
        QTRY_VERIFY(!desk.window.transport().hasPair());
        QVERIFY(desk.strip.isVisible());
        desk.inStrip(QStringLiteral("A"))->click();
        QVERIFY(desk.window.transport().hasPair());
        QVERIFY(desk.saysInTransport(QStringLiteral("A · ")));
    }

    void oneTakeIsComparedWithWhatWasHeardLast() {
        ComparisonDesk desk;
        QVERIFY(desk.isReady());
        QVERIFY(desk.makeTwo());
        desk.click(1, TakesDesk::Column::Text); // the older; the newer one was just spoken
        QTest::keyClick(desk.table, Qt::Key_C);
        QTRY_VERIFY(desk.strip.isVisible());
        QVERIFY(desk.stripText().contains(QString::number(desk.take(0).seed)));
        QVERIFY(desk.stripText().contains(QString::number(desk.take(1).seed)));
        desk.strip.leave();
        desk.click(0, TakesDesk::Column::Text); // with itself
        QTest::keyClick(desk.table, Qt::Key_C);
        QVERIFY(!desk.strip.isVisible());
        QVERIFY(desk.window.notices().about(QStringLiteral("compare")));
        QTest::keyClick(desk.table, Qt::Key_Return); // heard now
        desk.click(1, TakesDesk::Column::Text);
        desk.button("Compare")->click();
        QTRY_VERIFY(desk.strip.isVisible());
    }

    void aRemovedTakeAndLostSoundEndIt() {
        ComparisonDesk desk;
        QVERIFY(desk.isReady());
        QVERIFY(desk.makeTwo());
        QVERIFY(desk.compareBoth());
        desk.click(0, TakesDesk::Column::Text);
        QTest::keyClick(desk.table, Qt::Key_Delete);
        QTRY_VERIFY(!desk.strip.isVisible());
        QVERIFY(desk.noticeButton("Undo"));
        desk.noticeButton("Undo")->click();
        QVERIFY(desk.becomes(2));

        QDirIterator files(desk.desk.file(QStringLiteral("takes")), {QStringLiteral("*.wav")}, QDir::Files,
                           QDirIterator::Subdirectories);
        QVERIFY(files.hasNext());
        QVERIFY(QFile::remove(files.next()));
        desk.click(0, TakesDesk::Column::Text);
        desk.click(1, TakesDesk::Column::Text, Qt::ControlModifier);
        desk.button("Compare")->click();
        QTRY_VERIFY(desk.window.notices().about(QStringLiteral("sound")));
        QVERIFY(!desk.strip.isVisible());
    }

    void everyControlHasAName() {
        ComparisonDesk desk;
        QVERIFY(desk.isReady());
        QVERIFY(desk.makeTwo());
        QVERIFY(desk.compareBoth());
        int controls = 0;
        for (QWidget *widget : desk.strip.findChildren<QWidget *>()) {
            if (widget->isVisible() && widget->focusPolicy() != Qt::NoFocus) {
                const auto *shown = QAccessible::queryAccessibleInterface(widget);
                QVERIFY2(shown && !shown->text(QAccessible::Name).isEmpty(), widget->metaObject()->className());
                ++controls;
            }
        }
        QCOMPARE(controls, 8); // A, B, two to keep, play, loop, same loudness, close
    }
};

QTEST_MAIN(TestComparison)
#include "tst_comparison.moc"
