import { expect, it } from 'vitest'
import { Ledger } from './ledger.ts'

function ledgerOf(replies: [id: string, replyTo: string, text: string][]): Ledger {
  const ledger = new Ledger()
  ledger.sent('a', '挂失')
  ledger.sent('b', '限额')
  for (const [id, replyTo, text] of replies) ledger.got({ id, replyTo, text })
  return ledger
}

it.each<[string, [string, string, string][], { lost: number; doubled: number; swapped: number }]>([
  ['finds nothing where each message has its reply in order', [['1', 'a', '请挂失'], ['2', 'b', '限额为 5 万']], { lost: 0, doubled: 0, swapped: 0 }],
  ['counts a message without a reply as lost', [['1', 'a', '请挂失']], { lost: 1, doubled: 0, swapped: 0 }],
  ['counts a second reply under another id as doubled', [['1', 'a', '请挂失'], ['2', 'a', '请挂失'], ['3', 'b', '限额']], { lost: 0, doubled: 1, swapped: 0 }],
  ['counts a reply given twice as doubled', [['1', 'a', '请挂失'], ['1', 'a', '请挂失'], ['3', 'b', '限额']], { lost: 0, doubled: 1, swapped: 0 }],
  ['counts a reply with another message’s text as swapped', [['1', 'a', '限额'], ['2', 'b', '限额']], { lost: 0, doubled: 0, swapped: 1 }],
  ['counts a reply that comes before an earlier message’s as swapped', [['2', 'b', '限额'], ['1', 'a', '请挂失']], { lost: 0, doubled: 0, swapped: 1 }],
  ['counts a reply to no message of the conversation as swapped', [['1', 'a', '请挂失'], ['2', 'b', '限额'], ['3', 'z', '限额']], { lost: 0, doubled: 0, swapped: 1 }],
])('%s', (_name, replies, faults) => expect(ledgerOf(replies).faults()).toEqual(faults))
