// What the verbs of `ishowtts` found, as rows for people. Pure functions; GUI thread, for the language.
#pragma once

#include <QJsonObject>
#include <QString>

#include <vector>

namespace ui::performance {

enum class Measure { Bench, Check, Profile, SelfTest, Status };

QString nameOf(Measure measure);
QString describe(Measure measure); // what it does, how long it takes
QString verbOf(Measure measure);   // "bench"

struct FoundRow {
    QString what;
    QString value;
    QString note;
    bool wrong = false;
};

struct Finding {
    QString verdict;
    bool wrong = false;
    std::vector<FoundRow> rows;
};

// What --json printed; what is missing there is left out. Sentences of the verbs are English.
Finding readFinding(Measure measure, const QJsonObject &said);
QString asText(const Finding &finding); // rows with tabs, for other programs

} // namespace ui::performance
