/** Counts of passed and failed tests in the JSON reports of vitest and Playwright. */

/** A file that could not be loaded has no test of its own: it counts as one failure, as does an error outside any test. */
export function countVitest(report) {
  const unloadable = report.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0);
  const failed = report.numFailedTests + unloadable.length;
  return { passed: report.numPassedTests, failed: failed === 0 && !report.success ? 1 : failed };
}

/** Playwright's `errors` are those outside any test: a broken configuration, a server that does not start. */
export function countPlaywright(report) {
  const { expected, flaky, unexpected } = report.stats;
  return { passed: expected + flaky, failed: unexpected + report.errors.length };
}
