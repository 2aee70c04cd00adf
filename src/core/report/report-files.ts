import type { ReportFormat } from './formats';
import { reportHtml } from './html';
import { reportMarkdown } from './markdown';
import { type ReportInput, buildReport } from './report';

/** `report.json`, `report.html` and `report.md`. The same input gives the same bytes. */
export function reportFiles(input: ReportInput): Map<`report.${ReportFormat}`, string> {
  const report = buildReport(input);
  return new Map<`report.${ReportFormat}`, string>([
    ['report.json', `${JSON.stringify(report, null, 2)}\n`],
    ['report.html', reportHtml(report, input.plan, input.model.parameters)],
    ['report.md', reportMarkdown(report)],
  ]);
}
