// The queue live, where something is missing: no sound device, rules that are not read yet.
#include <QDir>
#include <QTest>

#include <algorithm>
#include <memory>

#include "app/danmaku/rules_file.h"
#include "app/services.h"
#include "tests/app/chat/fake_twitch.h"
#include "tests/app/tiny_data.h"
#include "tests/patience.h"

using app::danmaku::Item;
using app::danmaku::LiveStage;
using app::danmaku::Stage;
using namespace Qt::StringLiterals;

class TestLiveStage : public QObject {
    Q_OBJECT

    static std::unique_ptr<app::Services> servicesIn(const TinyData &data) {
        return std::make_unique<app::Services>(app::Places{data.path(u"config/settings.json"_qs), data.roots()});
    }

    static int waitingIn(const LiveStage &stage, Stage wanted) {
        const std::vector<Item> &waiting = stage.waiting();
        return int(
            std::count_if(waiting.begin(), waiting.end(), [&](const Item &item) { return item.stage == wanted; }));
    }

private Q_SLOTS:
    void withoutASoundDeviceNothingThatWasPaidIsLost() {
        FakeTwitch server;
        const app::chat::TwitchAddress address = server.address();
        qputenv("ISHOWTTS_TWITCH_HOST", address.host.toUtf8());
        qputenv("ISHOWTTS_TWITCH_PORT", QByteArray::number(address.port));
        qputenv("ISHOWTTS_TWITCH_TLS", "0");
        const TinyData data;
        const auto services = servicesIn(data);
        LiveStage &stage = services->danmaku();
        QStringList said;
        connect(&stage, &LiveStage::problem, this, [&](const app::Problem &problem) { said << problem.what; });
        services->start();
        stage.connectTwitch({u"channel"_qs, {}, false});
        QTRY_COMPARE(server.joined(), 1);
        for (int i = 0; i < 4; ++i)
            server.say("ann" + QByteArray::number(i), u"here is number %1 for you"_qs.arg(i),
                       "m-" + QByteArray::number(i), "bits=500");
        QTRY_VERIFY(said.filter(u"could not be heard"_qs).size() == 1);
        QTRY_COMPARE(waitingIn(stage, Stage::Offered), 1);
        QCOMPARE(int(stage.waiting().size()), 4); // the others wait until there is one
        QVERIFY(!stage.onAir());
        QCOMPARE(stage.figures().failed, 0);
        app::danmaku::Command resume;
        resume.what = app::danmaku::Command::What::Resume;
        QVERIFY(stage.command(resume));
        QTRY_COMPARE(waitingIn(stage, Stage::Offered), 2); // the next one was tried
    }

    void aTextIsTriedByTheRulesOfTheFile() {
        const TinyData data;
        app::danmaku::Rules rules;
        rules.filter.bannedPhrases = {u"quagmire"_qs};
        QDir(data.path({})).mkpath(u"config"_qs);
        QVERIFY(app::danmaku::writeRules(data.path(u"config/danmaku.json"_qs), rules).error.isEmpty());
        const auto services = servicesIn(data);
        bool answered = false, refused = false;
        services->danmaku().tryText(u"into the quagmire"_qs, this, [&](const QList<app::chat::FilterStep> &steps) {
            answered = true;
            refused = std::any_of(steps.begin(), steps.end(), [](const auto &step) { return step.refused; });
        });
        QTRY_VERIFY(answered);
        QVERIFY(refused);
    }
};

QTEST_GUILESS_MAIN(TestLiveStage)
#include "tst_live_stage.moc"
