// The server under load, in this process: clients that speak without a pause, one that asks for the health, and others
// that had all places before: half of them ask for much and read a kilobyte of it a second (without --demo 20 have a
// long text spoken), the others are slow to ask or say nothing. Prints what they saw; fails when a reply was lost,
// doubled or another one's, when the queue grew beyond what may wait, or when the health took 100 ms or more for more
// than one of a hundred.
//   server_load [--seconds 30] [--clients 64] [--silent 500] [--demo]
// --demo: the demo voice in 7 steps instead of the tiny checkpoint.
#include <QCommandLineParser>
#include <QCoreApplication>

#include <algorithm>
#include <cstdio>
#include <filesystem>

#include "tests/app/server/load_of_clients.h"

namespace {

constexpr double kSlowestHealth = 100; // ms, of 99 of 100

std::unique_ptr<engine::Synthesizer> demo(std::stop_token stop) {
    engine::LoadOptions options;
    options.model = engine::readModelFolder(std::filesystem::path(SOURCE_FOLDER) / "resources" / "models" / "demo");
    options.device = engine::chooseDevice("cpu");
    return engine::makeLocalSynthesizer(options, std::move(stop));
}

} // namespace

int main(int argc, char **argv) {
    const QCoreApplication application(argc, argv);
    QCommandLineParser words;
    words.addOptions({{QStringLiteral("seconds"), {}, QStringLiteral("S"), QStringLiteral("30")},
                      {QStringLiteral("clients"), {}, QStringLiteral("N"), QStringLiteral("64")},
                      {QStringLiteral("silent"), {}, QStringLiteral("N"), QStringLiteral("500")},
                      {QStringLiteral("demo"), {}}});
    words.process(application);
    LoadWanted wanted;
    wanted.clients = words.value(QStringLiteral("clients")).toInt();
    wanted.silent = words.value(QStringLiteral("silent")).toInt();
    // Long texts of clients that do not listen would leave a real engine little time for those that do.
    wanted.listening = words.isSet(QStringLiteral("demo")) ? 0 : std::min(20, wanted.silent / 4);
    wanted.seconds = words.value(QStringLiteral("seconds")).toDouble();
    wanted.steps = words.isSet(QStringLiteral("demo")) ? 7 : 5;
    ServedStudio studio;
    studio.worker.load(words.isSet(QStringLiteral("demo")) ? demo : makeSmallSynthesizer);
    studio.settings.setNfeStep(wanted.steps); // for OpenAI's clients, who cannot say it
    const LoadSeen seen = LoadOfClients(studio, wanted).run();
    std::printf(
        "%d clients beside %d silent or slow ones (%d answers hardly read), %.0f s: %d spoken, %d turned away "
        "(429), %d kept out (503), %d came again, %d lost, %d doubled, %d swapped, %d with another status; queue "
        "at most %d; memory %+.0f MB; health: %zu, p50 %.2f ms, p99 %.2f ms, most %.2f ms\n",
        wanted.clients, wanted.silent, seen.unread, wanted.seconds, seen.spoken, seen.turnedAway, seen.keptOut,
        seen.cameAgain, seen.lost, seen.doubled, seen.swapped, seen.other, seen.deepest, seen.memory,
        seen.health.size(), seen.healthAt(0.5), seen.healthAt(0.99), seen.healthAt(1));
    const bool right = seen.isRight() && seen.healthAt(0.99) < kSlowestHealth;
    std::puts(right ? "as it must be" : "WRONG");
    return right ? 0 : 1;
}
