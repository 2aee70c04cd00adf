import { expect, test } from 'vitest';
import { countPlaywright, countVitest } from './count-tests.mjs';

const file = (status: string, tests: number) => ({ status, assertionResults: Array.from({ length: tests }, () => ({})) });

test('a test file that cannot be loaded counts as a failure', () => {
  const testResults = [file('passed', 3), file('failed', 0)];
  expect(countVitest({ numPassedTests: 3, numFailedTests: 0, success: false, testResults })).toEqual({ passed: 3, failed: 1 });
});

test('an error outside of every test counts as a failure', () => {
  expect(countVitest({ numPassedTests: 3, numFailedTests: 0, success: false, testResults: [file('passed', 3)] })).toEqual({
    passed: 3,
    failed: 1,
  });
  const stats = { expected: 0, flaky: 0, unexpected: 0 };
  expect(countPlaywright({ stats, errors: [{}] })).toEqual({ passed: 0, failed: 1 });
});

test('passed and failed tests are counted', () => {
  const testResults = [file('failed', 5)];
  expect(countVitest({ numPassedTests: 4, numFailedTests: 1, success: false, testResults })).toEqual({ passed: 4, failed: 1 });
  expect(countPlaywright({ stats: { expected: 7, flaky: 1, unexpected: 2 }, errors: [] })).toEqual({ passed: 8, failed: 2 });
});
