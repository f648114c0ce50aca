import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { approvalFile, readApproval, sampleNotice } from './approval.ts'

let dir: string
beforeEach(() => { dir = mkdtempSync(join(tmpdir(), 'shouwen-approval-')) })
afterEach(() => rmSync(dir, { recursive: true, force: true }))
const write = (text: string) => writeFileSync(join(dir, approvalFile), text)

it('takes content that says nothing, and the shipped content, for a sample', () => {
  expect(sampleNotice(readApproval(dir))).toMatch(/sample/)
  expect(sampleNotice(readApproval(import.meta.dirname))).toMatch(/sample/)
})

it('is silent once the institution has approved its content', () => {
  write('status: approved\ninstitution: 某银行\nby: 周明远\non: 2026-03-01\n')
  expect(sampleNotice(readApproval(dir))).toBeUndefined()
})

it.each(['status: yes', 'status: approved', 'status: approved\ninstitution: B\nby: P\non: soon', 'approved', ''])('names what does not hold: %j', text => {
  write(text)
  expect(() => readApproval(dir)).toThrow(/approval\.yaml.*M4\.3b/)
})
