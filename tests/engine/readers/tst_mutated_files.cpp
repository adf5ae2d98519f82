// Right files with bytes cut, flipped, inserted and exchanged at random (fixed seeds): each is refused with a message
// or gives views that lie inside the file; nothing crashes, hangs or takes more than 32 MiB.
#include <QTest>
#include <random>
#include <sys/mman.h>
#include <unistd.h>

#include "engine/error.h"
#include "tests/engine/readers/made_files.h"
#include "tests/engine/readers/measured_open.h"

namespace {

// A file that never touches the disk: tens of thousands are written here.
class MemoryFile {
public:
    MemoryFile() : m_descriptor(::memfd_create("checkpoint", 0)) {
        if (m_descriptor < 0)
            qFatal("no file in memory");
    }
    ~MemoryFile() { ::close(m_descriptor); }
    MemoryFile(const MemoryFile &) = delete;
    MemoryFile &operator=(const MemoryFile &) = delete;

    std::filesystem::path write(const QByteArray &content) const {
        if (::ftruncate(m_descriptor, 0) != 0 ||
            ::pwrite(m_descriptor, content.data(), std::size_t(content.size()), 0) != content.size())
            qFatal("the file in memory cannot be written");
        return "/proc/self/fd/" + std::to_string(m_descriptor);
    }

private:
    int m_descriptor;
};

} // namespace

class TestMutatedFiles : public QObject {
    Q_OBJECT

    static constexpr int kMutations = 4000;
    MemoryFile m_file;

    static QByteArray content(const QString &name) {
        QFile file(QStringLiteral(TEST_DATA "/readers/") + name);
        if (!file.open(QIODevice::ReadOnly))
            qFatal("%s cannot be read", qPrintable(file.fileName()));
        return file.readAll();
    }

    static QByteArray mutated(QByteArray bytes, std::mt19937 &random) {
        static const QList<QByteArray> poison = {QByteArray(8, '\xFF'),
                                                 QByteArray(8, '\0'),
                                                 QByteArray("\xFF\xFF\xFF\x7F", 4),
                                                 QByteArray("\0\0\0\x80", 4),
                                                 "-1",
                                                 "99999999999999999999",
                                                 "[[[[[[[[",
                                                 "{\"a\":",
                                                 "PK\x01\x02",
                                                 "cos\nsystem\n",
                                                 QByteArray("\x8A\x08\0\0\0\0\0\0\0\x80", 10)};
        const auto below = [&](qsizetype limit) {
            return qsizetype(random() % std::uint32_t(std::max<qsizetype>(limit, 1)));
        };
        const int changes = 1 + int(random() % 4);
        for (int i = 0; i < changes && !bytes.isEmpty(); ++i) {
            const qsizetype at = below(bytes.size());
            switch (random() % 7) {
            case 0:
                bytes[at] = char(bytes[at] ^ (1 << (random() % 8)));
                break;
            case 1:
                bytes[at] = char(random());
                break;
            case 2:
                bytes.insert(at, char(random()));
                break;
            case 3:
                bytes.remove(at, 1 + below(8));
                break;
            case 4:
                bytes.replace(at, 8, poison[below(poison.size())]);
                break;
            case 5:
                bytes.insert(at, bytes.mid(below(bytes.size()), below(64)));
                break;
            default:
                if (random() % 8 == 0)
                    bytes.truncate(at);
                else
                    bytes[at] = char(bytes[at] + 1);
            }
        }
        return bytes;
    }

private Q_SLOTS:
    void nothingCrashes_data() {
        QTest::addColumn<QByteArray>("bytes");
        for (const QString &name : {u"expected.safetensors"_qs, u"state_dict.pt"_qs, u"training.pt"_qs,
                                    u"parameters.pt"_qs, u"rezipped.pt"_qs})
            QTest::addRow("%s", qPrintable(name)) << content(name);
        using namespace made;
        QTest::newRow("zip64") << QByteArray::fromStdString(
            zip({{"a/data.pkl", pickle::only(pickle::tensor(pickle::storage("0", 6), 0, {2, 3}, {3, 1}))},
                 {"a/data/0", std::string(24, '\0')}},
                {.zip64 = true}));
    }
    void nothingCrashes() {
        QFETCH(QByteArray, bytes);
        int accepted = 0;
        const Outcome whole = measured([&] { openAndCheck(m_file.write(bytes)); });
        QVERIFY2(whole.accepted, whole.problem.c_str());
        for (int batch = 0; batch < 4; ++batch) {
            const Outcome outcome = measured([&] {
                for (int seed = batch * kMutations / 4; seed < (batch + 1) * kMutations / 4; ++seed) {
                    note("seed " + std::to_string(seed));
                    std::mt19937 random{std::uint32_t(seed)};
                    const auto file = m_file.write(mutated(bytes, random));
                    try {
                        openAndCheck(file);
                    } catch (const engine::Error &problem) {
                        if (std::string(problem.what()).size() < 20 || problem.remedy().size() < 10)
                            throw std::logic_error("seed " + std::to_string(seed) + " has no message");
                    }
                }
            });
            QVERIFY2(outcome.finished && outcome.accepted, outcome.problem.c_str());
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
            QVERIFY2(outcome.peakKiB < 32 * 1024, qPrintable(QString::number(outcome.peakKiB)));
#endif
        }
        // The loop means something only when some mutations get through and most do not.
        for (int seed = 0; seed < 300; ++seed) {
            std::mt19937 random{std::uint32_t(seed)};
            try {
                openAndCheck(m_file.write(mutated(bytes, random)));
                ++accepted;
            } catch (const engine::Error &) {
            }
        }
        QVERIFY2(accepted > 0 && accepted < 250, qPrintable(QString::number(accepted)));
    }

    void everyCutIsRefused_data() {
        QTest::addColumn<QByteArray>("bytes");
        for (const QString &name : {u"expected.safetensors"_qs, u"state_dict.pt"_qs, u"rezipped.pt"_qs})
            QTest::addRow("%s", qPrintable(name)) << content(name);
    }
    void everyCutIsRefused() {
        QFETCH(QByteArray, bytes);
        const Outcome outcome = measured([&] {
            for (qsizetype length = 0; length < bytes.size(); ++length) {
                note("length " + std::to_string(length));
                try {
                    openAndCheck(m_file.write(bytes.first(length)));
                } catch (const engine::Error &) {
                    continue;
                }
                throw std::logic_error("accepted with length " + std::to_string(length));
            }
        });
        QVERIFY2(outcome.finished && outcome.accepted, outcome.problem.c_str());
    }
};

QTEST_APPLESS_MAIN(TestMutatedFiles)
#include "tst_mutated_files.moc"
