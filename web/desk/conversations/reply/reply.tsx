import { Button, Group, Stack, Text, Textarea, useCombobox } from '@mantine/core'
import { type RefObject, useEffect, useRef, useState } from 'react'
import { desk, RefusedError } from '../../call/desk.ts'
import { useSaying } from '../../parts/language.tsx'
import { Told } from '../../parts/told.tsx'
import { replyBox } from '../shortcuts.tsx'
import { useVerdict } from './assist.ts'
import { draftOf, keepDraft } from './drafts.ts'
import { SuggestionMenu } from './menu.tsx'
import { insertedAt, leftAfter } from './inserting.ts'
import { useTellTyping } from './typing.ts'
import { VerdictOn } from './verdict.tsx'
import { words } from './words.ts'

/** Puts a text into the reply. */
export type Insert = (text: string) => void

export type ReplyProps = {
  id: string
  language: string
  /** The customer's last message. */
  lastWord: string
  /** The last place of the conversation that is shown: what a colleague wrote after it is not passed over. */
  seen: number
  insert: RefObject<Insert>
  onWriting(): void
}

const most = 4000

/** A name that no other message has. Pages that are not served over TLS, as in a trial, have no `randomUUID`. */
const newName = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => byte.toString(16).padStart(2, '0')).join('')

/** Whether what had the focus is gone, or about to be: the button that took the customer, or the offer of them. */
const isAtNothing = () => document.activeElement === document.body || document.activeElement?.closest('[role=alertdialog]') != null

/** What a key or an input method put in; nothing where text was taken away. */
const writtenBy = (event: Event) => event instanceof InputEvent ? event.data : null

/** What the agent writes. The gate's verdict stands below while it is written; a text that is stopped stays, to be rewritten. */
export function Reply({ id, language, lastWord, seen, insert, onWriting }: ReplyProps) {
  const { say, inWords, locale } = useSaying(words)
  const [text, setText] = useState(() => draftOf(id))
  const [search, setSearch] = useState('')
  const box = useRef<HTMLTextAreaElement>(null)
  const select = useRef<[number, number]>(undefined)
  const tellTyping = useTellTyping(id)
  const verdict = useVerdict(id, lastWord, text)
  /** What was sent last and what it is called: of which nobody heard whether it was sent is sent again as the same. */
  const tried = useRef<{ text: string; sent: string }>(undefined)
  const menu = useCombobox({ onDropdownOpen: () => menu.focusSearchInput(), onDropdownClose() { setSearch(''); menu.resetSelectedOption(); box.current?.focus() } })
  const { mutate, error, isPending, reset } = desk.useMutation('post', '/api/desk/handovers/{id}/messages', {
    onSuccess(_, { body }) {
      tried.current = undefined
      write(leftAfter(text, body.text))
      box.current?.focus()
    },
  })
  function write(next: string): void {
    setText(next)
    keepDraft(id, next)
  }
  function typed(next: string, added?: string | null): void {
    // The search takes the focus a moment after it opened: what is written until then is written to it.
    if (menu.dropdownOpened && added) return setSearch(search + added)
    // A slash at the beginning asks for what could be inserted.
    if (next === '/' && text === '') return menu.openDropdown()
    write(next)
    reset()
    if (next === '') return
    tellTyping()
    onWriting()
  }
  insert.current = added => {
    const at = box.current
    const put = insertedAt(text, { start: at?.selectionStart ?? text.length, end: at?.selectionEnd ?? text.length }, added)
    select.current = put.select
    typed(put.text)
    at?.focus()
  }
  // Who takes a customer, or goes to another of theirs, writes at once; whoever is at something else stays there.
  useEffect(() => { if (isAtNothing()) box.current?.focus() }, [])
  useEffect(() => {
    if (!select.current) return
    box.current?.focus()
    box.current?.setSelectionRange(...select.current)
    select.current = undefined
  }, [text])
  function send(): void {
    if (text.trim() === '' || isPending) return
    if (tried.current?.text !== text) tried.current = { text, sent: newName() }
    mutate({ params: { path: { id } }, body: { text, after: seen, sent: tried.current.sent, language: locale } })
  }
  return (
    <form onSubmit={event => { event.preventDefault(); send() }}>
      <Stack gap={6}>
        <Textarea id={replyBox} ref={box} label={say('reply')} labelProps={{ className: 'only-heard' }} placeholder={say('slashHint')} value={text} onChange={event => typed(event.currentTarget.value, writtenBy(event.nativeEvent))} minRows={2} maxRows={10} autosize maxLength={most} lang={language}
          onKeyDown={event => { if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) { event.preventDefault(); send() } }} />
        {!(error instanceof RefusedError && error.code === 'Stopped') && <VerdictOn text={text} verdict={verdict} />}
        <Told error={error} />
        <Group gap="xs">
          <SuggestionMenu id={id} lastWord={lastWord} menu={menu} search={search} onSearch={setSearch} onInsert={added => insert.current(added)} />
          <Text size="xs" c="dimmed" visibleFrom="sm">{say('writesIn', { n: inWords(language) })}</Text>
          {text.length > most * 0.8 && <Text size="xs" c="dimmed">{say('of', { n: text.length, all: most })}</Text>}
          <Button type="submit" ml="auto" loading={isPending} aria-keyshortcuts="Control+Enter">{say('send')}</Button>
        </Group>
      </Stack>
    </form>
  )
}
