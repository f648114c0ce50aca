import type { Metrics } from './metrics.ts'
import { percent } from './report.ts'

const escape = (text: string) => text.replace(/[&<>"]/g, char => `&#${char.charCodeAt(0)};`)

const side = 320
const margin = 40

type Point = { x: number; y: number; label: string }

/** A square plot of shares from `low` to 1; the same figures stand in the table beside it. */
function plot({ title, xTitle, yTitle, points, low, diagonal }: { title: string; xTitle: string; yTitle: string; points: readonly Point[]; low: number; diagonal: boolean }): string {
  const place = (share: number) => (Math.max(low, share) - low) / (1 - low) * side
  const x = (share: number) => (margin + place(share)).toFixed(1)
  const y = (share: number) => (margin / 2 + side - place(share)).toFixed(1)
  const ticks = Array.from({ length: 6 }, (_, at) => low + (1 - low) * at / 5)
  return `<svg role="img" aria-label="${escape(title)}" viewBox="0 0 ${side + margin * 1.5} ${side + margin * 1.7}">
${ticks.map(tick => `<line class="grid" x1="${x(tick)}" x2="${x(tick)}" y1="${y(low)}" y2="${y(1)}"/><line class="grid" x1="${x(low)}" x2="${x(1)}" y1="${y(tick)}" y2="${y(tick)}"/><text x="${x(tick)}" y="${side + margin}" text-anchor="middle">${Math.round(tick * 100)}</text><text x="${margin - 6}" y="${y(tick)}" text-anchor="end" dominant-baseline="middle">${Math.round(tick * 100)}</text>`).join('')}
${diagonal ? `<line class="ideal" x1="${x(low)}" y1="${y(low)}" x2="${x(1)}" y2="${y(1)}"/>` : ''}
<polyline points="${points.map(point => `${x(point.x)},${y(point.y)}`).join(' ')}"/>
${points.map(point => `<circle cx="${x(point.x)}" cy="${y(point.y)}" r="4"><title>${escape(point.label)}</title></circle>`).join('')}
<text x="${margin + side / 2}" y="${side + margin * 1.5}" text-anchor="middle">${escape(xTitle)}</text><text transform="translate(12 ${margin / 2 + side / 2}) rotate(-90)" text-anchor="middle">${escape(yTitle)}</text></svg>`
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return `<div class="wide" tabindex="0"><table><thead><tr>${head.map(cell => `<th scope="col">${escape(cell)}</th>`).join('')}</tr></thead><tbody>
${rows.map(row => `<tr>${row.map((cell, at) => at === 0 ? `<th scope="row">${escape(cell)}</th>` : `<td>${escape(cell)}</td>`).join('')}</tr>`).join('\n')}</tbody></table></div>`
}

const bar = (share: number) => `<svg class="bar" aria-hidden="true" viewBox="0 0 100 8" preserveAspectRatio="none"><rect width="${(share * 100).toFixed(1)}" height="8"/></svg>`

function section(title: string, lang: string, metrics: Metrics): string {
  const { outcomes } = metrics
  const calibration = metrics.calibration.filter(bin => bin.count > 0)
  const id = `part-${lang}`
  return `<section aria-labelledby="${id}"><h2 id="${id}">${escape(title)}</h2>
${table(['Measure', 'Share'], [
    ['Accuracy', percent(metrics.accuracy)], ['Macro-F1', percent(metrics.macroF1)], ['Right and not rejected', percent(metrics.inScopeAccuracy)],
    ['Out of scope rejected', percent(metrics.oosRecall)], ['Out of scope answered', percent(metrics.oosAnswered)], ['Calibration error (ECE)', percent(metrics.calibrationError)],
  ])}
${outcomes ? `<h3>What customers would see</h3>${table(['Outcome', 'Share'], [
    ['Answered, right', percent(outcomes.answeredRight)], ['Answered, wrong', percent(outcomes.answeredWrong)], ['Asked back, the right one offered', percent(outcomes.askedBackWithRight)],
    ['Asked back, not offered', percent(outcomes.askedBackWithout)], ['Taken for out of scope', percent(outcomes.rejected)],
  ])}` : ''}
<h3>Calibration</h3><div class="pair">${plot({
    title: 'How often a confidence is right', xTitle: 'confidence, %', yTitle: 'right, %', low: 0, diagonal: true,
    points: calibration.map(bin => ({ x: bin.confidence, y: bin.accuracy, label: `${percent(bin.confidence)} sure: ${percent(bin.accuracy)} right, ${bin.count} utterances` })),
  })}${table(['Confidence', 'Utterances', 'Mean', 'Right'], calibration.map(bin => [`${bin.from.toFixed(1)}–${bin.to.toFixed(1)}`, String(bin.count), percent(bin.confidence), percent(bin.accuracy)]))}</div>
${metrics.scopeCurve.length > 0 ? `<h3>Out of scope</h3><div class="pair">${plot({
    title: 'Out of scope rejected against right and kept in scope', xTitle: 'right and kept in scope, %', yTitle: 'out of scope rejected, %', low: 0, diagonal: false,
    points: metrics.scopeCurve.map(point => ({ x: point.inScopeAccuracy, y: point.outOfScopeRecall, label: `keeping ${percent(point.keep)}: ${percent(point.inScopeAccuracy)} right, ${percent(point.outOfScopeRecall)} rejected` })),
  })}${table(['Kept in scope', 'Right and kept', 'Out of scope rejected'], metrics.scopeCurve.map(point => [percent(point.keep), percent(point.inScopeAccuracy), percent(point.outOfScopeRecall)]))}</div>` : ''}
<h3>Intents, worst first</h3><div class="wide" tabindex="0"><table><thead><tr><th scope="col">Intent</th><th scope="col">Utterances</th><th scope="col">Precision</th><th scope="col">Recall</th><th scope="col">F1</th><td></td></tr></thead><tbody>
${metrics.intents.toSorted((a, b) => a.f1 - b.f1).map(each => `<tr><th scope="row">${escape(each.intent)}</th><td>${each.support}</td><td>${percent(each.precision)}</td><td>${percent(each.recall)}</td><td>${percent(each.f1)}</td><td>${bar(each.f1)}</td></tr>`).join('\n')}</tbody></table></div>
<h3>Most confused</h3><ol>${metrics.confusions.slice(0, 60).map(({ intent, predicted, count, examples }) => `<li><b>${escape(intent)}</b> taken for <b>${escape(predicted)}</b>, ${count} times<ul lang="${lang}">${examples.map(text => `<li>${escape(text)}</li>`).join('')}</ul></li>`).join('\n')}</ol></section>`
}

/** The report as one page that needs nothing from elsewhere. */
export function htmlReport(title: string, parts: readonly { title: string; lang: string; metrics: Metrics }[]): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escape(title)}</title>
<style>
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif } body { max-width: 62rem; margin: 0 auto; padding: 1rem }
table { border-collapse: collapse } th, td { padding: .2rem .8rem .2rem 0; text-align: right; border-bottom: 1px solid #8884; white-space: nowrap } th:first-child { text-align: left; font-weight: 400 } thead th { font-weight: 600 }
.wide { overflow-x: auto } .pair { display: flex; flex-wrap: wrap; gap: 2rem; align-items: start } .pair > svg { width: 24rem; max-width: 100% }
svg text { font-size: 11px; fill: currentColor } .grid { stroke: #8884 } .ideal { stroke: currentColor; stroke-dasharray: 4 } polyline { fill: none; stroke: #06c; stroke-width: 2 } circle, rect { fill: #06c } .bar { width: 8rem; height: .6rem }
</style></head><body><main><h1>${escape(title)}</h1>
${parts.map(part => section(part.title, part.lang, part.metrics)).join('\n')}
</main></body></html>
`
}
