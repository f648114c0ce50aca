import { useEffect, useMemo } from 'react'
import { desk, type Schema } from '../../call/desk.ts'
import { useDeskEvents } from '../../parts/happening.tsx'

export type DeliveryState = Schema<'Delivery'>['state']

/** How far the messages to the customer have come, by their places; read again when the channel says so and when `last` is new. */
export function useDeliveries(id: string, last: number): ReadonlyMap<number, DeliveryState> {
  const { data, refetch } = desk.useQuery('get', '/api/desk/handovers/{id}/deliveries', { params: { path: { id } } }, { meta: { steady: true } })
  useDeskEvents(event => { if (event.type === 'delivery' && event.handover === id) void refetch() })
  useEffect(() => { void refetch() }, [last, refetch])
  return useMemo(() => new Map(data?.deliveries.map(({ sequence, state }) => [sequence, state])), [data])
}
