export interface Counts {
  readonly passed: number;
  readonly failed: number;
}
export interface VitestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly success: boolean;
  readonly testResults: readonly { readonly status: string; readonly assertionResults: readonly object[] }[];
}
export interface PlaywrightReport {
  readonly stats: { readonly expected: number; readonly flaky: number; readonly unexpected: number };
  readonly errors: readonly object[];
}
export declare function countVitest(report: VitestReport): Counts;
export declare function countPlaywright(report: PlaywrightReport): Counts;
