#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "app/models/address.h"
#include "app/models/catalogue.h"
#include "engine/error.h"
#include "engine/licence.h"
#include "tests/app/models/made_up_model.h"
#include "tests/small_files.h"

using namespace app::models;

class TestCatalogue : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theShippedOneNamesTheOfficialWeights() {
        const Catalogue catalogue = readCatalogue(SOURCE_FOLDER "/resources/models/catalogue.json");
        QCOMPARE(catalogue.origin, std::string("https://huggingface.co"));
        QCOMPARE(catalogue.names(), std::string("F5TTS_v1_Base, F5TTS_Base"));
        for (const CatalogueEntry &entry : catalogue.entries) {
            QVERIFY(engine::commercialUse(entry.licence.toStdString()) == engine::CommercialUse::Forbidden);
            QVERIFY(entry.licenceWords().contains(QStringLiteral("NonCommercial means not primarily intended")));
            QVERIFY(entry.licenceWords().contains(QStringLiteral("Charactr Inc.")));
            QCOMPARE(entry.files.front().bytes > 1'300'000'000, true);
            QCOMPARE(entry.files.back().to, std::string("vocos/pytorch_model.bin"));
        }
        QCOMPARE(addressOf(catalogue.origin, catalogue.entries[0].files[0]),
                 QUrl(QStringLiteral("https://huggingface.co/SWivid/F5-TTS/resolve/"
                                     "84e5a410d9cead4de2f847e7c9369a6440bdfaca/F5TTS_v1_Base/"
                                     "model_1250000.safetensors")));
    }

    void whatIsWrongIsSaid_data() {
        QTest::addColumn<QByteArray>("from");
        QTest::addColumn<QByteArray>("to");
        QTest::addColumn<QString>("reason");
        const auto row = [](const char *name, const char *from, const char *to, const char *reason) {
            QTest::newRow(name) << QByteArray(from) << QByteArray(to) << QString::fromUtf8(reason);
        };
        row("no JSON", "{", "", "catalogue.json");
        row("another format", "\"format\": 1", "\"format\": 2", "format is not 1");
        row("an open line", "http://127.0.0.1:1", "http://example.org", "neither https nor this machine");
        row("climbs out", "vocos/config.yaml", "../config.yaml", "\"to\" is");
        row("another folder", "vocos/config.yaml", "bin/config.yaml", "other than vocos");
        row("an absolute path", "vocos/config.yaml", "/etc/passwd", "\"to\" is");
        row("a hidden name", "\"Tiny\"", "\".Tiny\"", "\"id\" is");
        row("no hash", "\"sha256\"", "\"sha1\"", "\"sha256\" is missing");
        row("a moving revision", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "main", "40 hex digits");
        row("no length", "\"bytes\": 2000", "\"bytes\": 0", "the length of vocos/pytorch_model.bin");
        row("no licence", "licence.txt", "none.txt", "the licence none.txt cannot be read");
    }

    void whatIsWrongIsSaid() {
        QFETCH(QByteArray, from);
        QFETCH(QByteArray, to);
        QFETCH(QString, reason);
        QTemporaryDir folder;
        writeCatalogue(madeUpModel(), "http://127.0.0.1:1", folder.path().toStdString());
        const QString name = folder.filePath(QStringLiteral("catalogue.json"));
        QCOMPARE(readCatalogue(name.toStdString()).entries.size(), std::size_t(1));
        QByteArray text = bytesOf(name);
        QVERIFY(text.contains(from));
        QFile file(name);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text.replace(from, to));
        file.close();
        try {
            readCatalogue(name.toStdString());
            QFAIL("it was taken");
        } catch (const engine::Error &error) {
            QVERIFY2(QString::fromUtf8(error.what()).contains(reason), error.what());
        }
    }

    void noFileIsAnEmptyList() { QVERIFY(readCatalogue("/nonexistent/catalogue.json").entries.empty()); }

    void addressesThatMayBeAsked() {
        const auto url = [](const char *text) { return QUrl(QString::fromUtf8(text)); };
        QVERIFY(mayFetchFrom(url("https://huggingface.co")));
        QVERIFY(mayFetchFrom(url("http://127.0.0.1:80")));
        QVERIFY(mayFetchFrom(url("http://[::1]:80")));
        QVERIFY(!mayFetchFrom(url("http://huggingface.co")));
        QVERIFY(!mayFetchFrom(url("ftp://huggingface.co")));
        QVERIFY(!mayFetchFrom(url("https://me:secret@huggingface.co")));
        QVERIFY(!mayFetchFrom(url("file:///etc/passwd")));
        QVERIFY(mayRedirect(url("https://huggingface.co/a"), url("https://cdn.example.org/b"))); // as it does
        QVERIFY(!mayRedirect(url("https://huggingface.co/a"), url("http://127.0.0.1/b")));
        QVERIFY(mayRedirect(url("http://127.0.0.1/a"), url("http://127.0.0.1/b")));
    }

    void aMirrorStandsForTheOrigin() {
        const auto chosen = [](const char *mirror) { return chosenOrigin("https://a.org", QString::fromUtf8(mirror)); };
        QCOMPARE(chosen(""), std::string("https://a.org"));
        QCOMPARE(chosen(" https://hf-mirror.com/ "), std::string("https://hf-mirror.com"));
        QCOMPARE(chosen("https://b.org/hf"), std::string("https://b.org/hf"));
        for (const char *bad : {"http://b.org", "b.org", "https://", "https://b.org/?x=1", "javascript:1"})
            QVERIFY_EXCEPTION_THROWN(chosen(bad), engine::Error);
    }
};

QTEST_GUILESS_MAIN(TestCatalogue)
#include "tst_catalogue.moc"
