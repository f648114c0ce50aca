import { expect, it } from 'vitest'
import { arriving, type Heard, moveOf, type Standing } from './customer.ts'
import { type Played, judgePlayed } from './debrief.ts'
import { loadScripts, type Script, shippedScripts } from './script.ts'

const script: Script = {
  id: 's', name: 's', rule: 'M4.3a', locale: 'zh-Hans', about: '', opening: ['您好'], patience: 60, leaves: '走了', thanks: '谢谢', impatient: ['还在吗', '快点'],
  talk: [{ says: '一' }, { says: '二', needs: ['风险'], insists: '说清楚' }, { says: '三' }], reacts: [{ to: ['保本'], says: '我截图了' }],
  good: [{ about: '风险', any: ['有风险'] }], never: ['保本', '稳赚'], steps: ['risk-noticed'], outcome: ['resolved'],
}

/** What the customer says to each of these, in order. */
function play(heard: readonly Heard[], from: Standing = arriving): { said: (string | undefined)[]; at: Standing['at'] } {
  let standing = from
  const said = heard.map(each => {
    const move = moveOf(script, standing, each)
    standing = move.standing
    return move.says
  })
  return { said, at: standing.at }
}
const taken: Heard = { kind: 'taken' }
const says = (text: string): Heard => ({ kind: 'said', text })
const silence: Heard = { kind: 'silence' }

it('follows its lines, insists on what it needs at most twice, and thanks at the end', () => {
  expect(play([taken, says('理财有风险'), says('好'), says('再见')])).toEqual({ said: ['一', '二', '三', '谢谢'], at: 'content' })
  expect(play([taken, says('嗯'), says('嗯'), says('嗯')]).said).toEqual(['一', '说清楚', '说清楚', '二'])
})

it('takes an agent at their word once, but not where they deny it', () => {
  expect(play([taken, says('这个保本的'), says('我说过保本'), says('有风险')]).said).toEqual(['一', '我截图了', '说清楚', '二'])
  expect(play([taken, says('这个不保本，有风险')]).said).toEqual(['一', '二'])
})

it('loses patience in the queue and in the talk, and says nothing once it has left', () => {
  expect(play([silence, silence, silence, silence, taken, says('有风险')])).toEqual({ said: ['还在吗', '快点', '走了', undefined, undefined, undefined], at: 'left' })
  expect(play([taken, silence, says('有风险'), silence, silence]).said).toEqual(['一', '还在吗', '二', '快点', '走了'])
})

it('goes on where it was when the agent is gone and another comes, and asks nothing of who has closed', () => {
  expect(play([taken, { kind: 'returned' }, says('有风险'), taken, says('有风险')]).said).toEqual(['一', undefined, undefined, undefined, '二'])
  expect(play([taken, { kind: 'closed' }, says('有风险'), silence])).toEqual({ said: ['一', undefined, undefined, undefined], at: 'closed' })
})

it('comes to an end with every shipped script, whatever the agent says', () => {
  for (const each of loadScripts([shippedScripts])) {
    let standing = moveOf(each, arriving, taken).standing
    let rounds = 0
    while (standing.at === 'talking' && rounds < 50) {
      standing = moveOf(each, standing, says('嗯')).standing
      rounds += 1
    }
    expect(standing.at, each.id).toBe('content')
  }
})

const played: Played = { script, patience: 60, takenAfter: 5, answers: [10, 20], unanswered: undefined, said: ['基金有风险，不保本'], added: [], stopped: [], refused: [], taken: ['risk-noticed', 'answered'], left: false, outcome: 'resolved' }
const missed = (of: Partial<Played>) => judgePlayed({ ...played, ...of }).filter(({ well }) => !well).map(({ kind, about, seconds }) => [kind, ...about, ...(seconds === null ? [] : [seconds])])

it('finds nothing to mend in a good talk', () => {
  expect(missed({})).toEqual([])
})

it.each<[string, Partial<Played>, unknown[]]>([
  ['slow answers', { answers: [3, 61] }, [['answered', 61]]],
  ['a customer left without an answer', { unanswered: 90, left: true, outcome: undefined }, [['unanswered', 90], ['left'], ['not-closed']]],
  ['what was not said', { said: ['好的'] }, [['content', '风险']]],
  ['what may not be said', { said: ['有风险，但是稳赚'] }, [['forbidden', '稳赚']]],
  ['what the gate stopped, each time', { stopped: [['“保本”'], ['“稳赚”']] }, [['stopped', '“保本”'], ['stopped', '“稳赚”']]],
  ['a step that was not taken', { taken: ['answered'] }, [['step', 'risk-noticed']]],
  ['an early close and another outcome', { refused: ['promised', 'promised'], outcome: 'not-resolved' }, [['close-refused', 'promised'], ['outcome', 'not-resolved']]],
  ['nobody at all, and no more than that', { takenAfter: undefined, said: [], taken: [], outcome: undefined }, [['never-taken']]],
])('finds %s', (_, of, found) => {
  expect(missed(of)).toEqual(found)
})
