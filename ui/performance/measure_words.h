// What the verbs of `ishowtts` measure, how they are called, and what they found, as rows for people. Pure functions;
// GUI thread, for the language.
#pragma once

#include <QJsonObject>
#include <QString>
#include <QStringList>

#include <vector>

namespace ui::performance {

enum class Measure { Bench, Sweep, Vocoder, Check, Profile, SelfTest, Status };

QString nameOf(Measure measure);
QString describe(Measure measure); // what it does, how long it takes

struct MeasureSettings { // as the verbs call them
    QString model;
    QString device;
    QString precision;
    int nfe = 7;
};
// What is typed after "ishowtts" to measure with them. `compared`: an earlier profile, for Profile alone; may be empty.
QStringList argumentsOf(Measure measure, const MeasureSettings &settings, const QString &compared = {});
QString lineOf(const QStringList &arguments); // as one types it, without what only programs need

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
Finding readComparison(const QJsonObject &said); // of `bench --compare`
QString importInWords(const QJsonObject &said);  // of `history import`
QString asText(const Finding &finding);          // rows with tabs, for other programs

} // namespace ui::performance
