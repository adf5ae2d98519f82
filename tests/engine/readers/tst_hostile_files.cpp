// Every wrong file is refused with a message that says what is wrong, in bounded memory: the file's size and 32 MiB.
#include <QTest>
#include <csignal>
#include <sys/stat.h>

#include "engine/model/weights.h"
#include "tests/engine/door/folder_of_files.h"
#include "tests/engine/readers/made_files.h"
#include "tests/engine/readers/measured_open.h"

namespace fs = std::filesystem;

class TestHostileFiles : public QObject {
    Q_OBJECT

    static constexpr long kAllowedKiB = 32 * 1024;
    FolderOfFiles m_folder;
    int m_refused = 0;
    long m_largestKiB = 0; // beyond the file's size
    std::string m_largestName;

    // The sanitizer's own memory would be measured instead.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    static constexpr bool kMeasured = false;
#else
    static constexpr bool kMeasured = true;
#endif

    void checkMemory(const Outcome &outcome, std::uintmax_t fileBytes, const std::string &what) {
        const long beyondKiB = outcome.peakKiB - long(fileBytes / 1024);
        if (beyondKiB > m_largestKiB) {
            m_largestKiB = beyondKiB;
            m_largestName = what;
        }
        if (kMeasured)
            QVERIFY2(beyondKiB <= kAllowedKiB, qPrintable(QString::number(beyondKiB) + u" KiB beyond the file"_qs));
    }

    void checkRefused(const fs::path &file, const std::string &part, const std::string &what) {
        std::error_code error;
        const std::uintmax_t size = fs::file_size(file, error);
        const Outcome outcome = measured([&] { openAndCheck(file); });
        QVERIFY2(outcome.finished, outcome.problem.c_str());
        QVERIFY2(!outcome.accepted, "the file was accepted");
        QVERIFY2(outcome.problem.find(part) != std::string::npos, outcome.problem.c_str());
        QVERIFY2(outcome.problem.find(file.string()) != std::string::npos, outcome.problem.c_str());
        QVERIFY2(outcome.problem.size() < 700, outcome.problem.c_str()); // fits a notice
        checkMemory(outcome, error ? 0 : size, what);
        ++m_refused;
    }

    static void addRows(const std::vector<made::HostileFile> &files) {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<std::string>("name");
        QTest::addColumn<std::string>("part");
        for (const made::HostileFile &file : files)
            QTest::addRow("%s", file.what.c_str()) << QByteArray::fromStdString(file.bytes) << file.name << file.part;
    }
    void checkRow() {
        QFETCH(QByteArray, bytes);
        QFETCH(std::string, name);
        QFETCH(std::string, part);
        checkRefused(m_folder.write(name.c_str(), bytes), part, QTest::currentDataTag());
    }

private Q_SLOTS:
    void theWitnessSeesMemoryAndCrashes() {
        const Outcome hungry = measured([] {
            std::vector<char> memory(64 << 20, 'x');
            note(std::string(1, memory[memory.size() / 2]));
        });
        QVERIFY(hungry.accepted);
        QVERIFY2(hungry.peakKiB >= 63 * 1024, qPrintable(QString::number(hungry.peakKiB)));
        const Outcome crashed = measured([] {
            note("the end");
            ::raise(SIGKILL);
        });
        QVERIFY(!crashed.finished);
        QCOMPARE(QString::fromStdString(crashed.problem), u"signal 9 at the end"_qs);
    }

    void safetensors_data() {
        addRows(made::hostileSafetensors());
    }
    void safetensors() {
        checkRow();
    }
    void torchZip_data() {
        addRows(made::hostileTorchZips());
    }
    void torchZip() {
        checkRow();
    }

    void whatIsNoFile() {
        checkRefused(m_folder.path(), "is a folder, not a file", "folder");
        checkRefused(m_folder.path("none.pt"), "cannot be opened: No such file", "missing");
        checkRefused("/dev/zero", "is no regular file", "endless device");
        const fs::path pipe = m_folder.path("pipe.safetensors");
        QCOMPARE(::mkfifo(pipe.c_str(), 0600), 0);
        checkRefused(pipe, "is no regular file", "pipe");
        const fs::path loop = m_folder.path("loop.pt");
        fs::create_symlink(loop, loop);
        checkRefused(loop, "cannot be opened", "link to itself");
    }

    // Sparse files: large on paper, no blocks on the disk.
    void hugeFilesAreNotRead() {
        const std::uint64_t large = 6ull << 30;
        const auto sparse = [&](const char *name, const std::string &start) {
            const fs::path file = m_folder.write(name, QByteArray::fromStdString(start));
            fs::resize_file(file, large);
            return file;
        };
        const fs::path brackets = sparse("brackets.safetensors", made::safetensors("{\"a\":[[[[[[[[", "", large - 8));
        const Outcome header = measured([&] { openAndCheck(brackets); });
        QVERIFY2(header.problem.find("at most 4194304 are read") != std::string::npos, header.problem.c_str());
        checkMemory(header, 0, "sparse header");
        const Outcome zip = measured([&] { openAndCheck(sparse("sparse.pt", "PK\x03\x04")); });
        QVERIFY2(zip.problem.find("no directory at its end") != std::string::npos, zip.problem.c_str());
        checkMemory(zip, 0, "sparse archive");
        // A right file of 6 GB costs nothing until its tensors are read.
        const std::string offsets = "[0," + std::to_string(large - 8 - 4096) + "]";
        std::string headerText =
            "{" + made::entry("w", "\"U8\"", "[" + std::to_string(large - 8 - 4096) + "]", offsets) + "}";
        headerText.resize(4096, ' ');
        const fs::path right = sparse("right.safetensors", made::safetensors(headerText, ""));
        const Outcome opened = measured([&] { static_cast<void>(engine::model::Weights::open(right)); });
        QVERIFY2(opened.accepted, opened.problem.c_str());
        checkMemory(opened, 0, "sparse weights");
    }

    // The costliest files that are still accepted.
    void theLargestAcceptedHeadersStayInBounds() {
        std::string header = "{";
        for (int i = 0; i < 16000; ++i)
            header += (i ? "," : "") + made::entry("a rather long name of a tensor of a model, number " +
                                                       std::to_string(i) + std::string(80, 'x'),
                                                   "\"U8\"", "[]",
                                                   "[" + std::to_string(i) + "," + std::to_string(i + 1) + "]");
        const std::string bytes = made::safetensors(header + "}", std::string(16000, '\0'));
        const fs::path file = m_folder.write("many.safetensors", QByteArray::fromStdString(bytes));
        const Outcome tensors = measured([&] { openAndCheck(file); });
        QVERIFY2(tensors.accepted, tensors.problem.c_str());
        checkMemory(tensors, bytes.size(), "16,000 tensors");

        using namespace made::pickle;
        std::string pickle = protocol2 + "}(" + text("first") + tensor(storage("0", 6), 0, {0}, {1}) + "q\1";
        for (int i = 0; i < 19000; ++i)
            pickle += text("a rather long name of a tensor, number " + std::to_string(i)) + "h\1";
        for (int i = 0; i < 79000; ++i)
            pickle += text("n" + std::to_string(i)) + "h\1";
        // 98,000 members: refused for the number of tensors, after all the rest was built.
        const fs::path crowd = m_folder.write("crowd.pt", QByteArray::fromStdString(made::torchZip(pickle + "u.")));
        checkRefused(crowd, "more than 20000 tensors", "98,000 members");
    }

    void cleanupTestCase() {
        QVERIFY(m_refused >= 50);
        qInfo("%d hostile files refused; largest memory beyond the file's size: %ld KiB (%s), allowed %ld KiB",
              m_refused, m_largestKiB, m_largestName.c_str(), kAllowedKiB);
    }
};

QTEST_APPLESS_MAIN(TestHostileFiles)
#include "tst_hostile_files.moc"
