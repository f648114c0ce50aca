import { Badge, Box, Group, Text, Title } from '@mantine/core'
import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { Line, type Shown } from './line.tsx'
import classes from './queue.module.css'
import type { Handover } from './sifting.ts'

/** Until a line is measured, in pixels. */
const usualHeight = 66

/** Where the arrow keys lead to in a list. */
function wantedBy(key: string, at: number, count: number): number | undefined {
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + 10, PageUp: at - 10, Home: 0, End: count - 1 }[key]
  return to === undefined ? undefined : Math.max(0, Math.min(count - 1, to))
}

/**
 * A list of customers, of which only what is in view is drawn, so that thousands scroll as smoothly as ten.
 * It is one stop for the Tab key; the arrow keys move within it.
 */
export function List({ title, empty, handovers, scroller, ...shown }: Shown & { title: string; empty: string; handovers: readonly Handover[]; scroller: RefObject<HTMLDivElement | null> }) {
  const list = useRef<HTMLUListElement>(null)
  const [margin, setMargin] = useState(0)
  const [at, setAt] = useState(0)
  const [wanted, setWanted] = useState<number>()
  const chosenAt = handovers.findIndex(({ id }) => id === shown.chosen)
  const stop = chosenAt >= 0 ? chosenAt : Math.min(at, handovers.length - 1)
  const rows = useVirtualizer({
    count: handovers.length, getScrollElement: () => scroller.current, estimateSize: () => usualHeight, overscan: 6, scrollMargin: margin,
    getItemKey: index => handovers[index]?.id ?? index,
    // What the Tab key leads to is always there.
    rangeExtractor: range => [...new Set([...(stop < 0 ? [] : [stop]), ...defaultRangeExtractor(range)])].toSorted((one, other) => one - other),
  })
  // Lists above grow and shrink.
  useLayoutEffect(() => { setMargin(list.current?.offsetTop ?? 0) })
  useEffect(() => {
    const button = wanted === undefined ? null : list.current?.querySelector<HTMLElement>(`[data-index="${wanted}"] button`)
    if (!button) return
    button.focus({ preventScroll: true })
    setAt(wanted ?? 0)
    setWanted(undefined)
  })
  function moveBy(event: KeyboardEvent<HTMLUListElement>): void {
    if (event.altKey || event.ctrlKey || event.metaKey || !(event.target instanceof HTMLElement)) return
    const from = Number(event.target.closest('[data-index]')?.getAttribute('data-index') ?? 0)
    const to = wantedBy(event.key, from, handovers.length)
    if (to === undefined) return
    event.preventDefault()
    rows.scrollToIndex(to)
    setWanted(to)
  }
  return (
    <Box component="section" mb="sm" aria-label={title}>
      <Group gap={6} mb={4}><Title order={2} size="h6" c="dimmed">{title}</Title>{handovers.length > 0 && <Badge variant="light" size="sm">{handovers.length}</Badge>}</Group>
      {handovers.length === 0 ? <Text size="sm" c="dimmed">{empty}</Text> : (
        <ul ref={list} className={classes['rows']} style={{ height: rows.getTotalSize() }} onKeyDown={moveBy}>
          {rows.getVirtualItems().map(({ index, start, key }) => {
            const handover = handovers[index]
            return handover && (
              <li key={key} ref={rows.measureElement} data-index={index} aria-setsize={handovers.length} aria-posinset={index + 1} style={{ transform: `translateY(${start - margin}px)` }}>
                <Line handover={handover} tabIndex={index === stop ? 0 : -1} {...shown} />
              </li>
            )
          })}
        </ul>
      )}
    </Box>
  )
}
