#include "engine/cli/console.h"
#include "engine/cli/synthesis.h"
#include "engine/cli/verbs.h"
#include "engine/device.h"

namespace engine::cli {

namespace {

int devices(const Arguments &arguments) {
    const std::vector<Device> found = listDevices();
    const int threads = usableThreads();
    if (arguments.has("--json")) {
        Json::Array array;
        for (const Device &device : found)
            array.emplace_back(Json::Object{{"device", toString(device.kind)},
                                            {"name", device.name},
                                            {"reason", device.reason},
                                            {"fast_bf16", device.fastBf16},
                                            {"auto_precision", toString(resolvePrecision(Precision::Auto, device))},
                                            {"threads", device.kind == DeviceKind::Cpu ? Json(threads) : Json()},
                                            {"preferred", &device == &found.front()}});
        printJson(array);
        return Exit::Done;
    }
    for (const Device &device : found) {
        print(toString(device.kind) + "  " + device.name + (&device == &found.front() ? "  (used by default)" : "") +
              "\n");
        print("  " + device.reason + "\n");
        print(std::string("  bf16 is ") + (device.fastBf16 ? "fast here" : "not faster here") + ", so auto means " +
              toString(resolvePrecision(Precision::Auto, device)) + "\n");
        if (device.kind == DeviceKind::Cpu)
            print("  threads: " + std::to_string(threads) + "\n");
    }
    return Exit::Done;
}

} // namespace

Verb devicesVerb() {
    Verb verb;
    verb.name = "devices";
    verb.summary = "List where this machine can compute, and why";
    verb.description = "Lists the devices that --device can name, the preferred one first, with the reason for the "
                       "choice in words, the threads, and whether bf16 is fast there.";
    verb.options = {jsonOption("devices")};
    verb.examples = {"ishowtts devices"};
    verb.run = devices;
    return verb;
}

} // namespace engine::cli
