// `ishowtts models`, run as a person runs it: every kind of checkpoint in the data folder, told in words and in JSON;
// and what `say` says about a model's licence.
#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonObject>
#include <QRegularExpression>
#include <QTest>

#include <filesystem>

#include "tests/end_to_end/program.h"

using namespace end_to_end;
namespace fs = std::filesystem;

namespace {

bool write(const fs::path &file, const QByteArray &text) {
    QFile out(QString::fromStdString(file.string()));
    return out.open(QIODevice::WriteOnly) && out.write(text) == text.size();
}

} // namespace

class ModelsTest : public QObject {
    Q_OBJECT

    Program m_program;

    fs::path models() const {
        return fs::path(m_program.path(QStringLiteral("data/ishowtts-studio/models")).toStdString());
    }

    QJsonObject model(const QString &name) const {
        const Run run = m_program.run({QStringLiteral("models"), QStringLiteral("--json")});
        for (const QJsonValue &one : run.array())
            if (one[u"name"].toString() == name)
                return one.toObject();
        return {};
    }

    // What `models` prints about one model: its name and the lines that are set in.
    QString words(const QString &name) const {
        QString block;
        const QStringList lines =
            QString::fromUtf8(m_program.run({QStringLiteral("models")}).output).split(QLatin1Char('\n'));
        for (const QString &line : lines) {
            if (line == name)
                block = name;
            else if (!block.isEmpty() && line.startsWith(QLatin1Char(' ')))
                block += QLatin1Char('\n') + line.simplified();
            else if (!block.isEmpty())
                break;
        }
        return block;
    }

private Q_SLOTS:
    void initTestCase() {
        m_program.setVariable(QStringLiteral("XDG_DATA_HOME"), m_program.path(QStringLiteral("data")));
        fs::create_directories(models());
        for (const char *tiny : {"v1", "v0", "average", "norm"})
            fs::copy(fs::path(TEST_DATA) / "tiny" / tiny, models() / tiny, fs::copy_options::recursive);
        QVERIFY(write(models() / "average" / "durations.json", R"({"a": 1.2, "_": 1})"));
        QVERIFY(write(models() / "v1" / "durations.json", R"({"a": 1.2, "_": 1})"));
        QVERIFY(write(models() / "v1" / "model.json", R"({"licence": "CC-BY-NC-4.0"})"));
        fs::remove_all(models() / "norm" / "vocos");
    }

    void everyModelIsListed() {
        QCOMPARE(m_program.run({QStringLiteral("models"), QStringLiteral("--names")}).output,
                 QByteArray("average\ndemo\nnorm\nv0\nv1\n"));
        for (const char *name : {"average", "demo", "norm", "v0", "v1"})
            QVERIFY2(!words(QLatin1String(name)).isEmpty(), name);
    }

    void jsonHasTheSameKeysForEveryModel() {
        const QStringList keys = model(QStringLiteral("demo")).keys();
        QCOMPARE(keys.join(u' '), QStringLiteral("bytes depth dim durations flags folder heads licence name parameters "
                                                 "readable text_blocks text_dim vocabulary vocoder"));
        for (const char *name : {"v1", "v0", "average", "norm"}) {
            const QJsonObject json = model(QLatin1String(name));
            QCOMPARE(json.keys(), keys);
            QVERIFY(json[u"readable"].toBool());
            QCOMPARE(json[u"folder"].toString().toStdString(), (models() / name).string());
            QCOMPARE(json[u"flags"].toObject().keys().join(u' '),
                     QStringLiteral("dim_head pe_attn_head qk_norm source text_embedding_average_upsampling "
                                    "text_mask_padding"));
        }
    }

    // The sizes are those that the tiny checkpoints were made with (their model.yaml).
    void sizesAreThoseOfTheModel_data() {
        QTest::addColumn<QString>("name");
        for (const char *name : {"v1", "v0", "average", "norm"})
            QTest::newRow(name) << QString::fromLatin1(name);
    }

    void sizesAreThoseOfTheModel() {
        QFETCH(QString, name);
        QFile file(QStringLiteral(TEST_DATA "/tiny/%1/model.yaml").arg(name));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QString yaml = QString::fromUtf8(file.readAll());
        const auto written = [&yaml](const char *key) {
            const auto match =
                QRegularExpression(QStringLiteral("(?m)^\\s*%1: (\\d+)").arg(QLatin1String(key))).match(yaml);
            return match.hasMatch() ? match.captured(1).toInt() : -1;
        };
        const QJsonObject json = model(name);
        for (const char *key : {"dim", "depth", "heads", "text_dim"})
            QCOMPARE(json[QLatin1String(key)].toInt(), written(key));
        QCOMPARE(json[u"text_blocks"].toInt(), written("conv_layers"));
        QVERIFY(written("heads") > 1);
        QVERIFY2(words(name).contains(QStringLiteral("width %1, %2 blocks, %3 heads, %4 tokens")
                                          .arg(written("dim"))
                                          .arg(written("depth"))
                                          .arg(written("heads"))
                                          .arg(json[u"vocabulary"].toInt())),
                 qPrintable(words(name)));
    }

    void durationsAreNamedAsTheyAreUsed() {
        QVERIFY(model(QStringLiteral("average"))[u"durations"].toBool());
        QVERIFY(words(QStringLiteral("average")).contains(QStringLiteral("durations yes")));
        // The file is there, but the model cannot follow it.
        QVERIFY(!model(QStringLiteral("v1"))[u"durations"].toBool(true));
        QVERIFY(words(QStringLiteral("v1")).contains(QStringLiteral("durations not used")));
        QVERIFY(!model(QStringLiteral("v0"))[u"durations"].toBool(true));
        QVERIFY(words(QStringLiteral("v0")).contains(QStringLiteral("durations none")));
    }

    void aModelWithoutAVocoderIsNamedAsSilent() {
        QVERIFY(!model(QStringLiteral("norm"))[u"vocoder"].toBool(true));
        QVERIFY(words(QStringLiteral("norm")).contains(QStringLiteral("cannot be heard")));
        QVERIFY(model(QStringLiteral("v0"))[u"vocoder"].toBool());
    }

    void licencesAreNamed() {
        QCOMPARE(model(QStringLiteral("demo"))[u"licence"].toString(), QStringLiteral("GPL-3.0-or-later"));
        QCOMPARE(model(QStringLiteral("v1"))[u"licence"].toString(), QStringLiteral("CC-BY-NC-4.0"));
        QCOMPARE(model(QStringLiteral("v0"))[u"licence"].toString(), QStringLiteral("unknown"));
        QVERIFY(words(QStringLiteral("v1")).contains(QStringLiteral("licence CC-BY-NC-4.0")));
    }

    void sayNamesALicenceThatForbidsCommercialUse() {
        const auto said = [this](const char *name) {
            const Run run =
                m_program.run({QStringLiteral("say"), QStringLiteral("--text"), QStringLiteral("Good morning."),
                               QStringLiteral("--out"), m_program.path(QStringLiteral("take.wav")),
                               QStringLiteral("--model"), QLatin1String(name), QStringLiteral("--json")});
            return run.status == 0 && !run.object().isEmpty() ? run.messages
                                                              : QStringLiteral("failed: ") + run.messages;
        };
        QCOMPARE(said("v1"), QStringLiteral("ishowtts: The model v1 is CC-BY-NC-4.0: not for commercial use.\n"));
        QCOMPARE(said("demo"), QString());
    }

    void aBrokenModelIsSaidAndHidesNothing() {
        fs::create_directories(models() / "broken");
        QVERIFY(write(models() / "broken" / "vocab.txt", " \na\n"));
        QVERIFY(write(models() / "broken" / "model_1.safetensors", "not a checkpoint"));
        const Run run = m_program.run({QStringLiteral("models"), QStringLiteral("--json")});
        QCOMPARE(run.status, 0);
        QCOMPARE(run.array().size(), 6);
        QVERIFY2(run.messages.contains(QStringLiteral("model_1.safetensors")), qPrintable(run.messages));
        const QJsonObject json = model(QStringLiteral("broken"));
        QVERIFY(!json[u"readable"].toBool(true));
        QVERIFY(!json.contains(u"parameters"));
        fs::remove_all(models() / "broken");
    }
};

QTEST_GUILESS_MAIN(ModelsTest)
#include "tst_models.moc"
