// The place for a model of voices: a tiny random one is computed as its reference computes it, what cannot be used says
// why, and where there is none nothing is measured.
#include <QFile>
#include <QJsonArray>
#include <QTemporaryDir>
#include <QTest>

#include <functional>

#include "engine/distances/speaker_encoder.h"
#include "engine/error.h"
#include "tests/engine/distances/known_takes.h"
#include "tests/engine/model/editable_checkpoint.h"

using namespace engine;
using namespace engine::distances;

namespace {

Clip asAt16k(const QString &name) {
    return {16000, knownTake(name).samples};
}

// A copy of the tiny model that a test may spoil.
class SpeakerCopy {
public:
    SpeakerCopy() {
        for (const char *name : {"speaker.json", "speaker.safetensors"})
            QFile::copy(QString::fromStdString((distancesFolder() / name).string()),
                        m_folder.filePath(QLatin1String(name)));
    }
    std::filesystem::path folder() const { return m_folder.path().toStdString(); }
    void replaceInManifest(const char *from, const char *to) const {
        QFile file(m_folder.filePath(QStringLiteral("speaker.json")));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QByteArray text = file.readAll();
        file.close();
        QVERIFY(text.contains(from));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text.replace(from, to));
    }
    void edit(const std::function<void(EditableCheckpoint &)> &change) const {
        EditableCheckpoint checkpoint = EditableCheckpoint::read(folder() / "speaker.safetensors");
        change(checkpoint);
        checkpoint.write(folder() / "speaker.safetensors");
    }

private:
    QTemporaryDir m_folder;
};

QString refusalOf(const std::filesystem::path &folder) {
    try {
        (void)SpeakerEncoder::open(folder);
    } catch (const Error &error) {
        return QString::fromStdString(error.what());
    }
    return {};
}

} // namespace

class TestSpeakerEncoder : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void pointsEqualTheReference() {
        const auto encoder = SpeakerEncoder::open(distancesFolder());
        QVERIFY(encoder);
        QCOMPARE(encoder->name(), std::string("random"));
        const QJsonObject points = knownDistances()[u"embeddings"].toObject();
        QCOMPARE(points.size(), 3);
        for (auto it = points.begin(); it != points.end(); ++it) {
            const auto point = encoder->embed(asAt16k(it.key()));
            const QJsonArray wanted = it.value().toArray();
            QCOMPARE(int(point->size()), int(wanted.size()));
            for (qsizetype i = 0; i < wanted.size(); ++i)
                QVERIFY(isNear(double((*point)[std::size_t(i)]), wanted[i].toDouble(), 1e-5));
        }
    }

    void equalTakesAreAlike() {
        const auto encoder = SpeakerEncoder::open(distancesFolder());
        const Clip slt = knownTake(QStringLiteral("slt")); // at 24 kHz: it is converted
        QVERIFY(isNear(*speakerLikeness(&*encoder, slt, slt), 1, 1e-6));
        const double others = *speakerLikeness(&*encoder, slt, knownTake(QStringLiteral("rms")));
        QVERIFY(others < 0.9999 && others > -1);
    }

    void withoutAModelNothingIsMeasured() {
        const QTemporaryDir empty;
        QVERIFY(!SpeakerEncoder::open(empty.path().toStdString()));
        QVERIFY(!SpeakerEncoder::open("/nowhere"));
        const Clip slt = knownTake(QStringLiteral("slt"));
        QVERIFY(!speakerLikeness(nullptr, slt, slt));
    }

    void whatIsTooShortIsNotMeasured() {
        const auto encoder = SpeakerEncoder::open(distancesFolder());
        const Clip slt = asAt16k(QStringLiteral("slt"));
        const std::size_t reach = 4 + 2 * 2; // frames that the layers take away
        const std::size_t least = 400 + reach * 160;
        const auto begin = [&](std::size_t count) {
            return Clip{16000, {slt.samples.begin(), slt.samples.begin() + std::ptrdiff_t(count)}};
        };
        QVERIFY(encoder->embed(begin(least)));
        QVERIFY(!encoder->embed(begin(least - 1)));
        QVERIFY(!encoder->embed({16000, {}}));
        QVERIFY(!speakerLikeness(&*encoder, begin(100), slt));
        QVERIFY(encoder->embed({16000, std::vector<float>(16000)})); // silence is a point like any other
    }

    void wrongManifestsSayWhy_data() {
        QTest::addColumn<QByteArray>("from");
        QTest::addColumn<QByteArray>("to");
        const auto row = [](const char *from, const char *to) {
            QTest::addRow("%s", to) << QByteArray(from) << QByteArray(to);
        };
        row("\"format\": 1", "\"format\": 2");
        row("speaker.safetensors", "../speaker.safetensors");
        row("speaker.safetensors", "other.safetensors");
        row("\"fft\": 512", "\"fft\": 1000000000");
        row("\"window\": 400", "\"window\": 513");
        row("\"hop\": 160", "\"hop\": 0");
        row("\"bands\": 40", "\"bands\": 41");
        row("\"bands\": 40", "\"bands\": 1e9");
        row("\"highest_hz\": 7600", "\"highest_hz\": 8001");
        row("\"lowest_hz\": 20", "\"lowest_hz\": 7600");
        row("\"dilation\": 2", "\"dilation\": 0");
        row("\"layers\": [", "\"other\": [");
        row("\"name\": \"random\"", "\"name\": \"\"");
    }

    void wrongManifestsSayWhy() {
        QFETCH(QByteArray, from);
        QFETCH(QByteArray, to);
        const SpeakerCopy copy;
        QCOMPARE(refusalOf(copy.folder()), QString());
        copy.replaceInManifest(from.constData(), to.constData());
        const QString refusal = refusalOf(copy.folder());
        QVERIFY2(refusal.contains(QStringLiteral("peaker")) || refusal.contains(QStringLiteral("other.safetensors")),
                 qPrintable(refusal));
    }

    void wrongWeightsSayWhy() {
        const auto refusal = [](const std::function<void(EditableCheckpoint &)> &change) {
            const SpeakerCopy copy;
            copy.edit(change);
            return refusalOf(copy.folder());
        };
        QVERIFY(refusal([](EditableCheckpoint &) {}).isEmpty());
        QVERIFY(refusal([](EditableCheckpoint &file) {
                    file.tensors["layers.1.weight"].values[3] = NAN;
                }).contains(QStringLiteral("layers.1.weight")));
        QVERIFY(refusal([](EditableCheckpoint &file) {
                    file.tensors.erase("embedding.bias");
                }).contains(QStringLiteral("embedding.bias")));
        QVERIFY(refusal([](EditableCheckpoint &file) {
                    file.tensors["layers.1.weight"].shape = {6, 24, 3};
                }).contains(QStringLiteral("layers.1.weight")));
        QVERIFY(refusal([](EditableCheckpoint &file) {
                    file.tensors["layers.0.scale"] = {{6}, std::vector<float>(6)};
                }).contains(QStringLiteral("layers.0.scale")));
        QVERIFY(refusal([](EditableCheckpoint &file) {
                    file.tensors["embedding.weight"].shape = {16, 16};
                }).contains(QStringLiteral("embedding.weight")));
    }
};

QTEST_APPLESS_MAIN(TestSpeakerEncoder)
#include "tst_speaker_encoder.moc"
