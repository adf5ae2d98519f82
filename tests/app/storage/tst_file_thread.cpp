#include <QTest>

#include <atomic>
#include <chrono>
#include <semaphore>
#include <thread>
#include <vector>

#include "app/storage/file_thread.h"

using namespace std::chrono_literals;

class TestFileThread : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void runsInOrderOnItsOwnThread() {
        app::storage::FileThread files;
        std::vector<int> order;
        std::thread::id thread;
        for (int i = 0; i < 100; ++i)
            files.post([&, i] {
                order.push_back(i);
                thread = std::this_thread::get_id();
            });
        files.flush();
        QCOMPARE(int(order.size()), 100);
        QVERIFY(std::is_sorted(order.begin(), order.end()));
        QVERIFY(thread != std::this_thread::get_id());
    }

    void postReturnsAtOnce() {
        app::storage::FileThread files;
        std::binary_semaphore posted(0);
        bool wasPosted = false;
        files.post([&] { wasPosted = posted.try_acquire_for(30s); }); // would wait in vain if post() waited for it
        posted.release();
        files.flush();
        QVERIFY(wasPosted);
    }

    void whatIsWaitingIsDoneBeforeItCloses() {
        std::atomic<int> done = 0;
        {
            app::storage::FileThread files;
            for (int i = 0; i < 20; ++i)
                files.post([&] {
                    std::this_thread::sleep_for(2ms);
                    ++done;
                });
        }
        QCOMPARE(done.load(), 20);
    }
};

QTEST_APPLESS_MAIN(TestFileThread)
#include "tst_file_thread.moc"
