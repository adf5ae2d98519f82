#include <QApplication>
#include <QDir>
#include <QLineEdit>
#include <QPainter>
#include <QPixmapCache>
#include <QPlainTextEdit>
#include <QSpinBox>
#include <QTest>
#include <QToolButton>

#include "ui/shared/icons.h"
#include "ui/theme.h"

class TestContrast : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theFormulaIsWcags() {
        QCOMPARE(ui::contrast(Qt::black, Qt::white), 21.0);
        QCOMPARE(ui::contrast(Qt::white, Qt::white), 1.0);
        QVERIFY(std::abs(ui::contrast(QColor(0x77, 0x77, 0x77), Qt::white) - 4.48) < 0.01); // W3C's own example
    }

    void everythingReadableReaches4Point5_data() {
        QTest::addColumn<bool>("dark");
        QTest::newRow("light") << false;
        QTest::newRow("dark") << true;
    }
    void everythingReadableReaches4Point5() {
        QFETCH(bool, dark);
        const ui::Colours &colours = dark ? ui::darkColours() : ui::lightColours();
        QCOMPARE(colours.dark, dark);
        for (const QColor &surface : {colours.window, colours.panel, colours.control}) {
            for (const QColor &ink :
                 {colours.text, colours.quiet, colours.accent, colours.good, colours.attention, colours.alarm}) {
                QVERIFY2(ui::contrast(ink, surface) >= 4.5, qPrintable(QStringLiteral("%1 on %2: %3")
                                                                           .arg(ink.name(), surface.name())
                                                                           .arg(ui::contrast(ink, surface))));
            }
        }
        for (const QColor &ground : {colours.accent, colours.accentHover}) {
            QVERIFY(ui::contrast(colours.onAccent, ground) >= 4.5);
        }
        QVERIFY(ui::contrast(colours.text, colours.mark) >= 4.5);
        QVERIFY(ui::contrast(colours.attention, colours.panel) >= 3.0); // the frame around what was found
        for (const QColor &surface : {colours.window, colours.panel}) {
            QVERIFY(ui::contrast(colours.outline, surface) >= 3.0);
        }
    }

    void whatStandsInAnEmptyFieldCanBeRead_data() { everythingReadableReaches4Point5_data(); }
    void whatStandsInAnEmptyFieldCanBeRead() {
        QFETCH(bool, dark);
        ui::Theme theme(*qApp);
        theme.setAppearance(dark ? ui::Appearance::Dark : ui::Appearance::Light);
        const ui::Colours &colours = dark ? ui::darkColours() : ui::lightColours();
        QLineEdit line;
        QPlainTextEdit text;
        QSpinBox number;
        for (QWidget *field : std::initializer_list<QWidget *>{&line, &text, &number}) {
            field->ensurePolished();
            QColor hint = field->palette().color(QPalette::PlaceholderText);
            QVERIFY2(hint.alpha() == 255 && ui::contrast(hint, colours.panel) >= 4.5, qPrintable(hint.name()));
            QCOMPARE(field->palette().color(QPalette::Text), colours.text);
        }
    }

    void switchingChangesWhatIsDrawn() {
        ui::Theme theme(*qApp);
        QToolButton button;
        button.setIcon(ui::shared::icon(u"stop"));
        button.resize(40, 40);
        theme.setAppearance(ui::Appearance::Light);
        const QImage light = button.grab().toImage();
        QCOMPARE(qApp->palette().color(QPalette::Window), ui::lightColours().window);
        theme.setAppearance(ui::Appearance::Dark);
        const QImage dark = button.grab().toImage();
        QCOMPARE(qApp->palette().color(QPalette::Window), ui::darkColours().window);
        QVERIFY(!qApp->styleSheet().contains(u'@')); // every name was filled in
        QVERIFY(light != dark);
        bool inked = false;
        for (int x = 0; x < dark.width(); ++x) {
            inked = inked || dark.pixelColor(x, dark.height() / 2).lightnessF() > 0.7f;
        }
        QVERIFY(inked); // the icon's strokes are light on dark
    }

    void everyIconIsSharpAtEveryScale() {
        const QStringList names = QDir(QStringLiteral(":/icons")).entryList({QStringLiteral("*.svg")});
        QVERIFY(names.size() >= 30);
        for (const QString &file : names) {
            const QString name = file.chopped(4);
            const QIcon icon = ui::shared::icon(name);
            for (const double scale : {1.0, 1.5, 2.0, 3.0}) {
                const QPixmap picture = icon.pixmap(QSize(20, 20), scale);
                QCOMPARE(picture.width(), int(20 * scale)); // drawn at this size, not stretched to it
                const QImage image = picture.toImage();
                int ink = 0;
                for (int y = 0; y < image.height(); ++y) {
                    for (int x = 0; x < image.width(); ++x) {
                        ink += image.pixelColor(x, y).alpha() > 128;
                    }
                }
                QVERIFY2(ink > image.width() * image.height() / 50, qPrintable(name));
            }
        }
        QVERIFY(ui::shared::icon(u"no such icon").pixmap(QSize(20, 20)).isNull());
    }
};

QTEST_MAIN(TestContrast)
#include "tst_contrast.moc"
