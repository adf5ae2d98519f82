#include <QTest>

#include "engine/licence.h"

using engine::CommercialUse;

class TestLicence : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void nonCommercialIsSeenInAnyWriting() {
        for (const char *name :
             {"CC-BY-NC-4.0", "CC-BY-NC-4.0 (official F5-TTS weights)", "cc-by-nc-sa-4.0", "CC BY-NC 4.0",
              "CC BY NC ND", "Non-commercial research only", "PolyForm-Noncommercial-1.0.0"})
            QVERIFY2(engine::commercialUse(name) == CommercialUse::Forbidden, name);
    }

    void otherLicencesAreNotRuledOut() {
        for (const char *name : {"GPL-3.0-or-later", "MIT", "CC-BY-4.0", "CC0-1.0", "CC-BY-SA-4.0", "Apache-2.0",
                                 "NCSA", "commercial use allowed"})
            QVERIFY2(engine::commercialUse(name) == CommercialUse::NotRuledOut, name);
    }

    void nothingSaidIsUnknown() {
        for (const char *name : {"", "unknown", "Unknown", " - "})
            QVERIFY2(engine::commercialUse(name) == CommercialUse::Unknown, name);
    }
};

QTEST_GUILESS_MAIN(TestLicence)
#include "tst_licence.moc"
