import type { Metrics } from './metrics.ts'

export const percent = (value: number | null): string => value === null ? '–' : `${(value * 100).toFixed(1)} %`

function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map(row => row[column]?.length ?? 0)))
  return rows.map(row => row.map((cell, column) => column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)).join('  '))
}

/** The report that a keeper of the corpus reads in the terminal. */
export function textReport(title: string, metrics: Metrics): string {
  const { outcomes } = metrics
  const lines = [
    `# ${title}`,
    ...table([
      ['accuracy', percent(metrics.accuracy)],
      ['macro-F1', percent(metrics.macroF1)],
      ['right and not rejected', percent(metrics.inScopeAccuracy)],
      ['out of scope rejected', percent(metrics.oosRecall)],
      ['out of scope answered', percent(metrics.oosAnswered)],
      ['calibration error (ECE)', percent(metrics.calibrationError)],
    ]),
  ]
  if (outcomes) {
    lines.push('', 'What customers would see', ...table([
      ['answered, right', percent(outcomes.answeredRight)], ['answered, wrong', percent(outcomes.answeredWrong)],
      ['asked back, the right one offered', percent(outcomes.askedBackWithRight)], ['asked back, not offered', percent(outcomes.askedBackWithout)],
      ['taken for out of scope', percent(outcomes.rejected)],
    ]))
  }
  lines.push('', 'Confidence and how often it is right', ...table([['confidence', 'utterances', 'mean', 'right'],
    ...metrics.calibration.filter(bin => bin.count > 0).map(bin => [`${bin.from.toFixed(1)}–${bin.to.toFixed(1)}`, String(bin.count), percent(bin.confidence), percent(bin.accuracy)])]))
  if (metrics.scopeCurve.length > 0) {
    lines.push('', 'Out of scope, by the share that the threshold keeps in scope', ...table([['kept', 'right and kept', 'out of scope rejected'],
      ...metrics.scopeCurve.map(point => [percent(point.keep), percent(point.inScopeAccuracy), percent(point.outOfScopeRecall)])]))
  }
  lines.push('', 'Intents, worst first', ...table([['intent', 'utterances', 'precision', 'recall', 'F1'],
    ...metrics.intents.toSorted((a, b) => a.f1 - b.f1).map(each => [each.intent, String(each.support), percent(each.precision), percent(each.recall), percent(each.f1)])]))
  lines.push('', 'Most confused')
  for (const { intent, predicted, count, examples } of metrics.confusions.slice(0, 40)) lines.push(`${count} × ${intent} taken for ${predicted}`, ...examples.map(text => `    ${text}`))
  return lines.join('\n')
}
