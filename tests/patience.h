// How long a test waits for what must come. Waiting ends when it comes, so this costs nothing unless something is
// broken; Qt's own 5 s are too few on a machine that does much else. How fast things are, benchmarks say.
#pragma once

#include <QTest>

inline constexpr int kLongEnough = 60'000; // ms

#undef QTRY_VERIFY
#undef QTRY_VERIFY2
#undef QTRY_COMPARE
#define QTRY_VERIFY(expression) QTRY_VERIFY_WITH_TIMEOUT((expression), kLongEnough)
#define QTRY_VERIFY2(expression, message) QTRY_VERIFY2_WITH_TIMEOUT((expression), message, kLongEnough)
#define QTRY_COMPARE(actual, expected) QTRY_COMPARE_WITH_TIMEOUT((actual), expected, kLongEnough)
