import { Select } from '@mantine/core'
import { desk } from '../../call/desk.ts'
import { useSaying } from '../../parts/language.tsx'
import { useMember } from '../../parts/member.tsx'
import { words } from './words.ts'

/** A choice among the colleagues who are there; those who may not serve the customers that are routed are marked, or cannot be chosen. */
export function ColleagueChoice({ label, value, onChange, serving }: { label: string; value: string | null; onChange(value: string | null): void; /** Only who may serve can be chosen. */ serving: boolean }) {
  const { say } = useSaying(words)
  const me = useMember().id
  const { data } = desk.useQuery('get', '/api/desk/colleagues')
  const options = data?.colleagues.filter(({ id }) => id !== me).map(({ id, name, status, load, capacity, mayServe }) => ({
    value: id, label: say('busy', { name, status: say(status), n: load, all: capacity }) + (serving && !mayServe ? say('cannotServe') : ''), disabled: serving && !mayServe,
  })) ?? []
  return <Select label={label} value={value} onChange={onChange} data={options} searchable required nothingFoundMessage={say('noColleagues')} data-autofocus />
}
