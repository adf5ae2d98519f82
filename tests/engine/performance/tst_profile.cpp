// Where an utterance's time goes: sums of made spans, what follows from figures, and the demo model itself.
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <cmath>
#include <ctime>
#include <limits>

#include "engine/performance/profile.h"
#include "engine/performance/span_sums.h"
#include "engine/voice.h"

using namespace engine;
using namespace engine::performance;
using model::Span;
using model::SpanKind;

namespace {

constexpr std::int64_t kMs = 1'000'000;

Span span(const char *name, SpanKind kind, int begin, int end, int inside = 0, int thread = 0) {
    Span made{.name = name, .kind = kind, .thread = thread};
    made.begin = begin * kMs;
    made.end = end * kMs;
    made.inside = inside * kMs;
    return made;
}

// 100 ms: text 10, dit 60 with two threads, vocoder 20, joining 5, and 5 between them.
std::vector<Span> utterance() {
    Span step = span("step", SpanKind::Part, 15, 70);
    step.shapes[0] = {2, {300, 100}};
    Span product = span("aten::addmm", SpanKind::Operator, 20, 40);
    product.shapes[0] = {2, {300, 1024}};
    product.shapes[1] = {2, {1024, 4096}};
    product.allocated = 1000;
    return {span("text", SpanKind::Stage, 0, 10),
            product,
            span("ishowtts::linear", SpanKind::Operator, 15, 45, 20),
            step,
            span("dit", SpanKind::Stage, 10, 70),
            span("ishowtts::attention", SpanKind::Operator, 40, 70, 0, 1),
            span("aten::istft", SpanKind::Operator, 72, 90),
            span("vocoder", SpanKind::Stage, 70, 90),
            span("joining", SpanKind::Stage, 90, 95)};
}

Profile plain() {
    Profile profile;
    profile.precision = "fp32";
    profile.device = "cpu";
    profile.threads = 2;
    profile.nfe = 7;
    profile.seconds = 1;
    profile.plainSeconds = 1;
    profile.processorSeconds = 2;
    profile.audioSeconds = 4;
    profile.parts = 1;
    profile.frames = 500;
    profile.stages = {{"dit", 0.9}, {"vocoder", 0.1}};
    profile.categories = {{"matrix products", 10, 1.2}, {"attention", 10, 0.4}};
    return profile;
}

std::unique_ptr<Synthesizer> load(const ModelFiles &model) {
    LoadOptions options;
    options.model = model;
    options.device = chooseDevice("cpu");
    return makeLocalSynthesizer(options);
}

Request greeting() {
    Request request;
    request.text = "Good morning, and welcome to our studio.";
    request.voice = loadVoice(SOURCE_FOLDER "/voices/slt");
    request.nfeStep = 4;
    request.seed = 1;
    return request;
}

// The least that it takes of the processor, with all threads: work of others lies not in it.
double leastSeconds(int times, const std::function<void()> &work) {
    const auto now = [] {
        timespec time{};
        ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
        return double(time.tv_sec) + double(time.tv_nsec) * 1e-9;
    };
    double least = std::numeric_limits<double>::infinity();
    for (int i = 0; i < times; ++i) {
        const double before = now();
        work();
        least = std::min(least, now() - before);
    }
    return least;
}

} // namespace

class TestProfile : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void spansBecomeSums() {
        SpanSums sums;
        sums.add(utterance());
        sums.add(utterance());
        Profile profile;
        profile.seconds = 0.1;
        profile.nfe = 1;
        sums.fill(profile);
        QCOMPARE(profile.stages.size(), std::size_t(4));
        QCOMPARE(QString::fromStdString(profile.stages[1].name), QStringLiteral("dit"));
        QVERIFY(std::abs(profile.stageSeconds() - 0.095) < 1e-9);
        QVERIFY(std::abs(profile.share("dit") - 0.6) < 1e-9);
        // From 15 to 70 something ran, on one thread or the other: not from 10 to 15.
        QVERIFY(std::abs(profile.stages[1].covered.value() - 55.0 / 60) < 1e-9);
        QVERIFY(std::abs(profile.stages[2].covered.value() - 0.9) < 1e-9);
        QVERIFY(!profile.stages[0].covered);
        QCOMPARE(profile.operators.size(), std::size_t(4)); // each with its own time, the longest first
        QCOMPARE(QString::fromStdString(profile.operators[0].name), QStringLiteral("ishowtts::attention"));
        QVERIFY(std::abs(profile.operators[0].seconds - 0.030) < 1e-9);
        const auto &product = profile.operators[1];
        QCOMPARE(QString::fromStdString(product.name + " " + product.shapes),
                 QStringLiteral("aten::addmm [300, 1024] [1024, 4096]"));
        QCOMPARE(product.bytes, 1000.0);
        QCOMPARE(product.calls, 1);
        QVERIFY(std::abs(profile.categories[0].seconds - 0.030) < 1e-9); // both kinds of products together
        QVERIFY(std::abs(profile.operatorSeconds() - 0.078) < 1e-9);     // of all threads
        QCOMPARE(profile.frames, 300.0);
    }

    void operatorsHaveKinds_data() {
        QTest::addColumn<QString>("kind");
        QTest::newRow("aten::addmm") << QStringLiteral("matrix products");
        QTest::newRow("aten::mkldnn_convolution") << QStringLiteral("convolutions");
        QTest::newRow("aten::_scaled_dot_product_flash_attention_for_cpu") << QStringLiteral("attention");
        QTest::newRow("aten::native_layer_norm") << QStringLiteral("normalisation");
        QTest::newRow("ishowtts::add_gated_norm") << QStringLiteral("normalisation");
        QTest::newRow("aten::_fft_c2r") << QStringLiteral("Fourier transforms");
        QTest::newRow("ishowtts::gelu") << QStringLiteral("activations");
        QTest::newRow("aten::copy_") << QStringLiteral("memory and views");
        QTest::newRow("aten::t") << QStringLiteral("memory and views");
        for (const char *name : {"aten::mul", "aten::tanh", "aten::true_divide", "aten::topk", "aten::normal_"})
            QTest::newRow(name) << QStringLiteral("element by element");
    }
    void operatorsHaveKinds() {
        QFETCH(QString, kind);
        QCOMPARE(QString::fromStdString(categoryOf(QTest::currentDataTag())), kind);
    }

    void adviceFollowsFromFigures() {
        const auto has = [](const Profile &profile, Weight weight, const char *words) {
            const auto list = recommendations(profile);
            return std::any_of(list.begin(), list.end(), [&](const Recommendation &each) {
                return each.weight == weight && (each.what + each.remedy).find(words) != std::string::npos;
            });
        };
        QVERIFY(has(plain(), Weight::Low, "Nothing stands out"));
        Profile profile = plain();
        profile.nfe = 32;
        QVERIFY(has(profile, Weight::High, "--nfe 7"));
        QVERIFY(std::abs(recommendations(profile).front().saves - 0.9 * 25 / 32) < 1e-9);
        profile = plain();
        profile.fastBf16 = true;
        QVERIFY(has(profile, Weight::High, "--precision bf16"));
        profile.precision = "bf16";
        QVERIFY(!has(profile, Weight::High, "--precision bf16"));
        profile = plain();
        profile.frames = 1500; // 375 of them are heard
        QVERIFY(has(profile, Weight::High, "75 % of the frames"));
        profile = plain();
        profile.processorSeconds = 1.0;
        QVERIFY(has(profile, Weight::Medium, "only 50 %"));
        profile = plain();
        profile.device = "cuda";
        profile.clocks = Clocks::Unlocked;
        QVERIFY(has(profile, Weight::High, "clocks lock"));
        profile = plain();
        profile.stages = {{"dit", 0.6}, {"vocoder", 0.4}};
        QVERIFY(has(profile, Weight::Medium, "vocoder takes 40 %"));
    }

    void theDemoModelIsAccountedFor() {
        const auto synthesizer = load(findModel({SOURCE_FOLDER "/resources"}, "demo"));
        Request request = greeting();
        int utterances = 0;
        const ProfileRun run = profileSpeech(*synthesizer, request, {2, true}, {}, [&](int) { ++utterances; });
        QCOMPARE(utterances, 5);
        const Profile &profile = run.profile;
        const double share = profile.stageSeconds() / profile.seconds;
        QVERIFY2(share > 0.98 && share < 1.02, qPrintable(QString::number(share)));
        int covered = 0;
        for (const ProfiledStage &stage : profile.stages)
            if (stage.covered) {
                QVERIFY2(*stage.covered >= 0.95, qPrintable(QString::number(*stage.covered)));
                ++covered;
            }
        QCOMPARE(covered, 2);
        QVERIFY(std::isfinite(profile.processorOverhead) && profile.processorOverhead > -1);
        QVERIFY(profile.processorOverhead != 0 && profile.processorSeconds > 0); // they were measured
        QVERIFY(profile.audioSeconds > 0.5 && profile.frames > profile.audioSeconds * 90);
        QVERIFY(profile.tensorBytes > 1e6 && profile.memory > 1e7);

        const QJsonObject trace = QJsonDocument::fromJson(QByteArray::fromStdString(run.trace)).object();
        double stages = 0;
        int operators = 0;
        QMap<int, QList<double>> open; // of each track: when that ends in which the next lies
        QMap<int, double> begun;
        for (const QJsonValue &value : trace[u"traceEvents"].toArray()) {
            const QJsonObject event = value.toObject();
            const int track = event[u"tid"].toInt();
            if (event[u"ph"] == QStringLiteral("M")) {
                QVERIFY(!event[u"args"].toObject()[u"name"].toString().isEmpty());
                continue;
            }
            QCOMPARE(event[u"ph"].toString(), QStringLiteral("X"));
            QVERIFY(!event[u"name"].toString().isEmpty() && event[u"pid"].toInt() == 1 && track > 0);
            const double begin = event[u"ts"].toDouble(-1);
            const double end = begin + event[u"dur"].toDouble(-1);
            QVERIFY(begin >= begun.value(track) && end >= begin);
            begun[track] = begin;
            QList<double> &around = open[track];
            while (!around.isEmpty() && around.last() <= begin + 1e-6)
                around.removeLast();
            QVERIFY(around.isEmpty() || end <= around.last() + 1e-6); // within it, or behind it
            around << end;
            if (event[u"cat"] == QStringLiteral("stage"))
                stages += event[u"dur"].toDouble();
            else
                ++operators;
        }
        QVERIFY(stages > 0 && operators > 500);

        request.nfeStep = 1;
        std::stop_source stopped; // a stop leaves nothing recorded behind, and the next profile is whole
        stopped.request_stop();
        QVERIFY(profileSpeech(*synthesizer, request, {1}, stopped.get_token(), {}).stopped);
        const ProfileRun whole = profileSpeech(*synthesizer, request, {1}, {}, {});
        QVERIFY(!whole.stopped && whole.trace.empty()); // nobody asked for it
    }

    // What a span costs shows where hardly anything else is done: in an utterance of the tiny model, the operators of
    // which are the same ones. An utterance of the demo model has so many of them. Other programs make both slower
    // alike; one try of which no span was disturbed is enough.
    void recordingCostsLittle() {
        limitThreads(1); // who waits for another one works, too, by that clock
        const Request request = greeting();
        const auto speaker = [&](Synthesizer &synthesizer) { return [&] { synthesizer.speak(request, {}, {}); }; };
        const auto tiny = load(readModelFolder(TEST_DATA "/tiny/v1"));
        const auto demo = load(findModel({SOURCE_FOLDER "/resources"}, "demo"));
        std::size_t spans = 0;
        const auto recorded = [&](Synthesizer &synthesizer) {
            return [&, speak = speaker(synthesizer)] { spans = model::traced(speak, false).size(); };
        };
        recorded (*tiny)();
        double cost = 1;
        for (int tries = 0; tries < 5 && std::abs(cost) > 0.1; ++tries) {
            double plain = std::numeric_limits<double>::infinity(), with = plain;
            for (int turn = 0; turn < 20; ++turn) { // they take turns
                plain = std::min(plain, leastSeconds(1, speaker(*tiny)));
                with = std::min(with, leastSeconds(1, recorded(*tiny)));
            }
            const double each = (with - plain) / double(spans);
            recorded (*demo)();
            cost = each * double(spans) / leastSeconds(2, speaker(*demo));
            qInfo("%zu spans of %.2f us cost %.1f %%", spans, each * 1e6, cost * 100);
        }
        QVERIFY2(std::abs(cost) <= 0.1, qPrintable(QString::number(cost)));
        QVERIFY(spans > 500);
    }
};

QTEST_APPLESS_MAIN(TestProfile)
#include "tst_profile.moc"
