#include <QDirIterator>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <bit>
#include <chrono>
#include <cmath>
#include <limits>
#include <memory>
#include <thread>

#include <sys/stat.h>

#include "app/storage/audio_store.h"
#include "engine/audio/file.h"

using namespace std::chrono_literals;
using app::storage::AudioStore;
using app::storage::Error;
using app::storage::FileLock;
using app::storage::Trouble;

namespace fs = std::filesystem;

namespace {

engine::Clip oddClip() {
    engine::Clip clip;
    for (int i = 0; i < 5000; ++i)
        clip.samples.push_back(float(std::sin(i * 0.37) * 1.3));
    clip.samples[0] = -0.0F;
    clip.samples[1] = std::numeric_limits<float>::denorm_min();
    clip.samples[2] = std::numeric_limits<float>::max();
    clip.samples[3] = 0.1F;
    return clip;
}

bool sameBits(const std::vector<float> &a, const std::vector<float> &b) {
    return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [](float x, float y) {
               return std::bit_cast<quint32>(x) == std::bit_cast<quint32>(y);
           });
}

Trouble troubleOf(const std::function<void()> &work) {
    try {
        work();
    } catch (const Error &error) {
        return error.problem().what.isEmpty() || error.problem().remedy.isEmpty() ? Trouble::Failed : error.trouble();
    }
    return Trouble::Newer; // nothing was thrown
}

void write(const fs::path &file, const QByteArray &bytes) {
    QFile opened(QFile::decodeName(file.c_str()));
    QVERIFY(opened.open(QIODevice::WriteOnly));
    QCOMPARE(opened.write(bytes), bytes.size());
}

} // namespace

class TestAudioStore : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<AudioStore> m_store;

    fs::path root() const { return m_folder->filePath(QStringLiteral("data/takes")).toStdString(); }

    QString kept(const engine::Clip &clip) const {
        const FileLock hold = m_store->beginAdding();
        const QString hash = m_store->add(clip);
        m_store->settle(hash);
        return hash;
    }

    QStringList files() const {
        QStringList found;
        const QString base = QFile::decodeName(root().c_str());
        QDirIterator entries(base, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
        while (entries.hasNext())
            found << entries.next().mid(base.size() + 1);
        found.removeAll(QStringLiteral(".lock"));
        found.sort();
        return found;
    }

private Q_SLOTS:
    void init() {
        m_folder = std::make_unique<QTemporaryDir>();
        m_store = std::make_unique<AudioStore>(root());
    }

    void whatIsReadIsWhatWasKeptBitForBit() {
        const engine::Clip clip = oddClip();
        const QString hash = kept(clip);
        const auto back = m_store->read(hash);
        QCOMPARE(back->sampleRate, 24000);
        QVERIFY(sameBits(back->samples, clip.samples));
        QCOMPARE(files(), QStringList{hash.left(2) + u'/' + hash + QStringLiteral(".wav")});
    }

    void otherProgramsReadIt() {
        const engine::Clip clip = oddClip();
        const auto sound = engine::audio::readSound(m_store->fileOf(kept(clip)), 60);
        QCOMPARE(sound.sampleRate, 24000);
        QCOMPARE(sound.channels, 1);
        QVERIFY(sameBits(sound.interleaved, clip.samples));
    }

    // Python: hashlib.sha256(struct.pack("<I3f", 24000, 0.5, -0.25, 1.0)).hexdigest()
    void theNameIsTheHashOfRateAndSamples() {
        const engine::Clip clip{24000, {0.5F, -0.25F, 1.0F}};
        QCOMPARE(AudioStore::hashOf(clip),
                 QStringLiteral("76858161e094c0b4d9362d74fd56cbe8173f84f29148d85fb217438d76055ca4"));
    }

    void equalSoundIsOneFile() {
        const engine::Clip clip = oddClip();
        QCOMPARE(kept(clip), kept(clip));
        QCOMPARE(files().size(), 1);
        engine::Clip slower = clip;
        slower.sampleRate = 22050;
        QVERIFY(kept(slower) != kept(clip));
        QCOMPARE(files().size(), 2);
        QCOMPARE(m_store->read(kept(slower))->sampleRate, 22050);
    }

    void noSoundIsRefused() {
        QCOMPARE(troubleOf([&] { kept({}); }), Trouble::BadInput);
        QCOMPARE(troubleOf([&] { kept({24000, {0.5F, std::nanf("")}}); }), Trouble::BadInput);
        QCOMPARE(troubleOf([&] { kept({24000, {HUGE_VALF}}); }), Trouble::BadInput);
        QCOMPARE(files(), QStringList());
    }

    void aMissingOrChangedFileIsSaid_data() {
        QTest::addColumn<int>("damage");
        QTest::newRow("gone") << 0;
        QTest::newRow("cut off") << 1;
        QTest::newRow("one bit") << 2;
        QTest::newRow("empty") << 3;
        QTest::newRow("another take's") << 4;
        QTest::newRow("a folder") << 5;
        QTest::newRow("another rate in the header") << 6;
    }

    void aMissingOrChangedFileIsSaid() {
        QFETCH(int, damage);
        const QString hash = kept(oddClip());
        const QString name = QFile::decodeName(m_store->fileOf(hash).c_str());
        QFile file(name);
        QVERIFY(file.open(QIODevice::ReadWrite));
        QByteArray bytes = file.readAll();
        file.close();
        if (damage == 0 || damage == 5)
            QVERIFY(file.remove());
        if (damage == 1)
            bytes.chop(1000);
        if (damage == 2)
            bytes[3000] = char(bytes[3000] ^ 1);
        if (damage == 3)
            bytes.clear();
        if (damage == 4) {
            QFile other(QFile::decodeName(m_store->fileOf(kept({24000, {0.5F}})).c_str()));
            QVERIFY(other.open(QIODevice::ReadOnly));
            bytes = other.readAll();
        }
        if (damage == 5)
            QVERIFY(QDir().mkpath(name));
        if (damage == 6)
            bytes[24] = char(bytes[24] ^ 1);
        if (damage != 0 && damage != 5)
            write(name.toStdString(), bytes);
        QCOMPARE(troubleOf([&] { m_store->read(hash); }), Trouble::BadFile);
        if (damage != 5) { // kept once more it is whole again
            QCOMPARE(kept(oddClip()), hash);
            QVERIFY(sameBits(m_store->read(hash)->samples, oddClip().samples));
        }
    }

    void aHashThatIsNoneNeverBecomesAPath() {
        for (const char *hash : {"", "../../etc/passwd", "ab", "/etc/passwd"})
            QCOMPARE(troubleOf([&] { m_store->read(QString::fromLatin1(hash)); }), Trouble::BadFile);
    }

    void whatAKilledProgramLeftIsTidied() {
        const QString settled = kept({24000, {0.1F}});
        QString recorded;
        QString orphan;
        {
            const FileLock hold = m_store->beginAdding();
            recorded = m_store->add({24000, {0.2F}});
            orphan = m_store->add({24000, {0.3F}});
        }
        write(root() / "pending" / ".ishowtts-123-0.part", "half");
        write(root() / "pending" / "my notes.txt", "not ours");
        QVERIFY(m_store->read(orphan)); // readable wherever it lies
        m_store->tidy([&](const QString &hash) { return hash == recorded; }, 0);
        QStringList expected{settled.left(2) + u'/' + settled + QStringLiteral(".wav"),
                             recorded.left(2) + u'/' + recorded + QStringLiteral(".wav"),
                             QStringLiteral("pending/my notes.txt")};
        expected.sort();
        QCOMPARE(files(), expected);
        QCOMPARE(m_store->read(recorded)->samples, std::vector<float>{0.2F});
    }

    void soundThatIsOlderThanTheLibraryIsNeverDeleted() {
        QString old;
        {
            const FileLock hold = m_store->beginAdding();
            old = m_store->add({24000, {0.2F}});
        }
        const qint64 nextHour = QDateTime::currentMSecsSinceEpoch() + 3'600'000;
        m_store->tidy([](const QString &) { return false; }, nextHour);
        QVERIFY(m_store->read(old));
    }

    void nothingOfARunningProgramIsDeleted() {
        std::atomic<bool> recorded = false;
        auto hold = std::make_unique<FileLock>(m_store->beginAdding());
        const QString hash = m_store->add({24000, {0.2F}});
        std::atomic<bool> tidied = false;
        std::thread other([&] { // a lock of another program behaves the same: it belongs to the opened file
            const AudioStore store(root());
            store.tidy([&](const QString &) { return recorded.load(); }, 0);
            tidied = true;
        });
        std::this_thread::sleep_for(300ms);
        const bool waited = !tidied;
        recorded = true;
        hold.reset();
        other.join();
        QVERIFY(waited);
        QVERIFY(m_store->read(hash));
    }

    void removingIsUndoneByTidyUnlessTheRowIsGone() {
        const QString stays = kept({24000, {0.2F}});
        const QString goes = kept({24000, {0.3F}});
        {
            const FileLock hold = m_store->beginRemoving();
            m_store->putAside(stays);
            m_store->putAside(goes);
        }
        QVERIFY(m_store->read(stays));
        m_store->tidy([&](const QString &hash) { return hash == stays; }, 0);
        QCOMPARE(files(), QStringList{stays.left(2) + u'/' + stays + QStringLiteral(".wav")});
        {
            const FileLock hold = m_store->beginRemoving();
            m_store->putAside(stays);
            m_store->discard(stays);
        }
        QCOMPARE(files(), QStringList());
    }
};

QTEST_GUILESS_MAIN(TestAudioStore)
#include "tst_audio_store.moc"
