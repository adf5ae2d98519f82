// A driver that tells what a script says, for tests: a file named by FAKE_NVML with lines "temperature 95". With the
// word "lost" in it the card is gone; "init N" makes the start fail with N; "devices 0": no card; "driver N" is which
// load of the driver it is: questions of who began with another one are refused. Built twice: the second library lacks
// the questions for power and throttling, as old drivers do.
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace {

bool said(const char *key, long long &value) {
    const char *script = std::getenv("FAKE_NVML");
    std::FILE *file = script == nullptr ? nullptr : std::fopen(script, "r");
    if (file == nullptr)
        return false;
    char line[128];
    bool found = false;
    while (!found && std::fgets(line, sizeof line, file) != nullptr) {
        char word[64];
        long long number = 0;
        const int fields = std::sscanf(line, "%63s %lld", word, &number);
        if (fields >= 1 && std::strcmp(word, key) == 0) {
            value = fields == 2 ? number : 1;
            found = true;
        }
    }
    std::fclose(file);
    return found;
}

long long begunWith = -1;

long long loaded() {
    long long load = 0;
    said("driver", load);
    return load;
}

template <class Number> int tell(const char *key, Number *value) {
    long long number = 0;
    if (said("lost", number))
        return 15;
    if (loaded() != begunWith)
        return begunWith < 0 ? 1 : 18; // not begun; another version
    if (!said(key, number))
        return 3; // not supported
    *value = Number(number);
    return 0;
}

} // namespace

extern "C" {

int nvmlInit_v2() {
    long long answer = 0;
    if (said("init", answer) && answer != 0)
        return int(answer);
    begunWith = loaded();
    return 0;
}
int nvmlShutdown() {
    begunWith = -1;
    return 0;
}
int nvmlDeviceGetCount_v2(unsigned int *count) {
    long long devices = 1;
    said("devices", devices);
    *count = static_cast<unsigned int>(devices);
    return 0;
}
int nvmlDeviceGetHandleByIndex_v2(unsigned int, void **device) {
    long long lost = 0;
    *device = nullptr;
    return said("lost", lost) ? 15 : 0;
}
int nvmlDeviceGetName(void *, char *name, unsigned int room) {
    std::snprintf(name, room, "Fake GPU");
    return 0;
}
int nvmlSystemGetDriverVersion(char *version, unsigned int room) {
    std::snprintf(version, room, "550.1");
    return 0;
}
int nvmlDeviceGetTemperature(void *, int, unsigned int *value) {
    return tell("temperature", value);
}
struct Load {
    unsigned int processor, memory;
};
int nvmlDeviceGetUtilizationRates(void *, Load *load) {
    load->memory = 0;
    return tell("load", &load->processor);
}
int nvmlDeviceGetClockInfo(void *, int, unsigned int *value) {
    return tell("clock", value);
}
int nvmlDeviceGetMaxClockInfo(void *, int, unsigned int *value) {
    return tell("most-clock", value);
}
struct Room {
    unsigned long long all, free, used;
};
int nvmlDeviceGetMemoryInfo(void *, Room *room) {
    const int answer = tell("memory", &room->all);
    room->used = room->all / 2;
    room->free = room->all - room->used;
    return answer;
}
#ifndef FAKE_NVML_OLD
// What was locked lies in a file beside the script; "lock N": the answer.
int nvmlDeviceSetGpuLockedClocks(void *, unsigned int least, unsigned int most) {
    long long answer = 0;
    if (said("lock", answer) && answer != 0)
        return int(answer);
    const char *script = std::getenv("FAKE_NVML");
    char name[512];
    std::snprintf(name, sizeof name, "%s.locked", script == nullptr ? "/dev/null" : script);
    std::FILE *file = std::fopen(name, "w");
    if (file == nullptr)
        return 999;
    std::fprintf(file, "%u %u", least, most);
    std::fclose(file);
    return 0;
}
int nvmlDeviceResetGpuLockedClocks(void *device) {
    return nvmlDeviceSetGpuLockedClocks(device, 0, 0);
}
int nvmlDeviceGetPowerUsage(void *, unsigned int *milliwatts) {
    return tell("power", milliwatts);
}
int nvmlDeviceGetApplicationsClock(void *, int, unsigned int *value) {
    return tell("chosen-clock", value);
}
int nvmlDeviceGetDefaultApplicationsClock(void *, int, unsigned int *value) {
    return tell("shipped-clock", value);
}
int nvmlDeviceGetCurrentClocksThrottleReasons(void *, unsigned long long *reasons) {
    return tell("reasons", reasons);
}
#endif
}
