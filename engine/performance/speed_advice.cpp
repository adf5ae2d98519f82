// What a profile recommends. Each rule looks at figures that were measured and says them.
#include <algorithm>
#include <cstdio>

#include "engine/performance/profile.h"

namespace engine::performance {

namespace {

constexpr int kFewSteps = 7; // the least that keep the quality, by iShowTTS's listening tests

std::string percent(double share) {
    char text[32];
    std::snprintf(text, sizeof text, "%.0f %%", share * 100);
    return text;
}

double categoryShare(const Profile &profile, const char *name) {
    const double all = profile.operatorSeconds();
    for (const ProfiledCategory &category : profile.categories)
        if (category.name == name && all > 0)
            return category.seconds / all;
    return 0;
}

Weight weightOf(double saves) {
    return saves >= 0.25 ? Weight::High : saves >= 0.08 ? Weight::Medium : Weight::Low;
}

void adviseSteps(const Profile &profile, std::vector<Recommendation> &list) {
    const double dit = profile.share("dit");
    if (profile.nfe <= kFewSteps || dit < 0.3)
        return;
    const double saves = dit * (1 - double(kFewSteps) / profile.nfe);
    list.push_back({weightOf(saves),
                    "The flow takes " + percent(dit) + " of the time for " + std::to_string(profile.nfe) + " steps.",
                    "Try --nfe 7, and compare both by ear with a blind test (Listening) before you keep it.", saves});
}

void advisePrecision(const Profile &profile, std::vector<Recommendation> &list) {
    const double products = categoryShare(profile, "matrix products") + categoryShare(profile, "attention");
    if (profile.precision != "fp32" || !profile.fastBf16 || products < 0.2)
        return;
    const double saves = profile.share("dit") * products / 2;
    list.push_back({weightOf(saves),
                    "Matrix products and attention take " + percent(products) +
                        " of the operators' time in fp32, and this device computes bf16 about twice as fast.",
                    "Use --precision bf16.", saves});
}

void adviseReference(const Profile &profile, std::vector<Recommendation> &list) {
    const double share = profile.referenceShare();
    if (share > 0.4) {
        const double saves = profile.share("dit") * share / 2;
        list.push_back(
            {weightOf(saves),
             percent(share) + " of the frames that are computed belong to the voice's recording" +
                 (profile.parts > 1 ? ", in each of the " + std::to_string(profile.parts) + " parts of the text."
                                    : "."),
             "Use a shorter recording of that voice, or longer sentences: half of those frames would be "
             "saved by a recording of half the length.",
             saves});
    }
    if (const double reading = profile.share("reference"); reading > 0.05)
        list.push_back({weightOf(reading), "Reading and preparing the recording takes " + percent(reading) + ".",
                        "Its folder is slow, or its files change: keep the voice on a local disk.", reading});
}

void adviseOperators(const Profile &profile, std::vector<Recommendation> &list) {
    if (const double attention = categoryShare(profile, "attention"); attention > 0.35) {
        const double saves = profile.share("dit") * attention / 2;
        list.push_back({weightOf(saves),
                        "Attention takes " + percent(attention) +
                            " of the operators' time; it grows with the square of the length.",
                        "Speak shorter sentences, or use a shorter recording.", saves});
    }
    if (const double vocoder = profile.share("vocoder"); vocoder > 0.3)
        list.push_back(
            {Weight::Medium, "The vocoder takes " + percent(vocoder) + ".",
             "Steps and precision of the flow will change little here. `ishowtts bench --vocoder-only --json` "
             "times it alone: keep what it prints, and compare after an update.",
             0});
    if (const double memory = categoryShare(profile, "memory and views"); memory > 0.15)
        list.push_back({Weight::Low, "Copies and views take " + percent(memory) + " of the operators' time.",
                        "Little that settings can change; report it with the trace if it was less before.", 0});
    if (const double text = profile.share("text"); text > 0.05)
        list.push_back({weightOf(text), "The text itself takes " + percent(text) + ".",
                        "Lexicons with many patterns and very long texts do that: look whether all of them are needed.",
                        text});
}

void adviseMachine(const Profile &profile, std::vector<Recommendation> &list) {
    if (profile.device == "cpu" && profile.threads > 0 && profile.plainSeconds > 0) {
        const double busy = profile.processorSeconds / profile.plainSeconds / profile.threads;
        if (busy < 0.7)
            list.push_back(
                {Weight::Medium,
                 "The " + std::to_string(profile.threads) + " threads computed only " + percent(busy) + " of the time.",
                 "Other programs take the processor, or the work is too small for so many threads: stop "
                 "them, or measure with fewer --threads.",
                 0});
    }
    if (profile.device == "cuda" && profile.clocks == Clocks::Unlocked)
        list.push_back({Weight::High, "The GPU's clocks are not locked.",
                        "Lock them with `sudo ishowtts clocks lock`; on a Jetson AGX Orin iShowTTS measured 0.168 ± "
                        "4.7 % with and 0.352 ± 16 % without.",
                        0});
    if (profile.mostMemory > 0 && profile.memory > 0 && profile.mostMemory > 1.5 * profile.memory)
        list.push_back({Weight::Low,
                        "Speaking takes " + percent(profile.mostMemory / profile.memory - 1) +
                            " more memory than the loaded model.",
                        "Where memory is short, speak shorter sentences.", 0});
}

} // namespace

std::string toString(Weight weight) {
    return weight == Weight::High ? "HIGH" : weight == Weight::Medium ? "MEDIUM" : "LOW";
}

std::vector<Recommendation> recommendations(const Profile &profile) {
    std::vector<Recommendation> list;
    adviseSteps(profile, list);
    advisePrecision(profile, list);
    adviseReference(profile, list);
    adviseOperators(profile, list);
    adviseMachine(profile, list);
    if (list.empty())
        list.push_back({Weight::Low, "Nothing stands out: the time is where it has to be.",
                        "Keep this profile, and compare the next one with it (--compare).", 0});
    std::stable_sort(list.begin(), list.end(), [](const Recommendation &a, const Recommendation &b) {
        return a.weight != b.weight ? a.weight < b.weight : a.saves > b.saves;
    });
    return list;
}

} // namespace engine::performance
