import { describe, expect, it } from 'vitest'
import { deliverySchema, received } from './inbound.ts'

/**
 * Payloads of the documentation below developers.facebook.com/documentation/business-messaging/whatsapp: "messages webhook
 * reference" (2026-06-17), "Interactive reply buttons messages" (2026-05-21), "Interactive list messages" (2026-07-02),
 * "Status messages webhook reference" (2026-05-21), "Business-scoped user IDs" (2026-03-31).
 */
const number = '106540352242922'
const messageId = 'wamid.HBgLMTY1MDM4Nzk0MzkVAgASGBQzQTRBNjU5OUFFRTAzODEwMTQ0RgA='
const deliver = (value: object, phone_number_id = number) => received(deliverySchema.parse({
  object: 'whatsapp_business_account', entry: [{ id: '102290129340398', changes: [{ value: { messaging_product: 'whatsapp', metadata: { display_phone_number: '15550783881', phone_number_id }, ...value }, field: 'messages' }] }],
}), number)
const sheena = { contacts: [{ profile: { name: 'Sheena Nelson' }, wa_id: '16505551234' }] }
const said = (content: object) => deliver({ ...sheena, messages: [{ from: '16505551234', id: messageId, timestamp: '1749416383', ...content }] })

describe('a delivery of the documentation', () => {
  it('with a text is the customer\'s words, from their number', () => {
    expect(said({ type: 'text', text: { body: 'Does it come in another color?' } })).toEqual([{
      what: 'message', messageId, files: [], address: { to: '16505551234' },
      incoming: { conversation: '16505551234', from: { id: '16505551234', name: 'Sheena Nelson' }, dedupeKey: messageId, kind: 'message', text: 'Does it come in another color?' },
    }])
  })
  it.each([
    ['image', { type: 'image', image: { caption: 'Taj Mahal', mime_type: 'image/jpeg', sha256: 'SfInY0gGKTsJlUWbwxC1k+FAD0FZHvzwfpvO0zX0GUI=', id: '1003383421387256', url: 'https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=133' } }, 'Taj Mahal', { id: '1003383421387256', contentType: 'image/jpeg', name: 'image.jpg' }],
    ['voice message', { type: 'audio', audio: { mime_type: 'audio/ogg; codecs=opus', sha256: 'z', id: '1908647269898587', voice: true } }, '', { id: '1908647269898587', contentType: 'audio/ogg', name: 'audio.ogg' }],
    ['document', { type: 'document', document: { caption: 'Receipt', filename: 'receipt.pdf', mime_type: 'application/pdf', sha256: 'z', id: '23' } }, 'Receipt', { id: '23', contentType: 'application/pdf', name: 'receipt.pdf' }],
    ['sticker', { type: 'sticker', sticker: { mime_type: 'image/webp', sha256: 'z', id: '24', animated: false } }, '', { id: '24', contentType: 'image/webp', name: 'sticker.webp' }],
  ])('with a %s names its file and its caption', (_kind, content, text, file) => {
    expect(said(content)).toMatchObject([{ incoming: { text, kind: 'message' }, files: [file] }])
  })
  it('with a tap on one of our buttons or rows says which', () => {
    expect(said({ context: { from: '15550783881', id: 'wamid.x' }, type: 'interactive', interactive: { type: 'button_reply', button_reply: { id: '12.1', title: 'Change' } } })).toMatchObject([{ incoming: { text: 'Change', choice: { sequence: 12, index: 1 } } }])
    expect(said({ type: 'interactive', interactive: { type: 'list_reply', list_reply: { id: 'priority_express', title: 'Priority Mail Express', description: 'Next Day to 2 Days' } } })).toMatchObject([{ incoming: { text: 'Priority Mail Express' } }])
    expect(said({ type: 'button', button: { payload: 'Unsubscribe', text: 'Unsubscribe' } })).toMatchObject([{ incoming: { text: 'Unsubscribe' } }])
  })
  it('from a customer without a number is theirs all the same, and one who hides it later stays the same customer', () => {
    const user = 'US.13491208655302741918'
    const withBoth = deliver({ contacts: [{ profile: { name: 'Pablo' }, wa_id: '16505551234', user_id: user }], messages: [{ from: '16505551234', from_user_id: user, id: 'wamid.1', timestamp: '1749416383', type: 'text', text: { body: 'a' } }] })
    const hidden = deliver({ contacts: [{ profile: { name: 'Pablo', username: '@pablo' }, user_id: user }], messages: [{ from_user_id: user, id: 'wamid.2', timestamp: '1749416383', type: 'text', text: { body: 'b' } }] })
    expect([...withBoth, ...hidden]).toMatchObject([
      { address: { to: '16505551234', recipient: user }, incoming: { conversation: user, from: { id: user, name: 'Pablo' } } }, { address: { recipient: user }, incoming: { conversation: user, from: { id: user, name: 'Pablo' } } },
    ])
  })
  it('that cannot be read is a message of its kind, and what asks for no answer is none', () => {
    expect(said({ type: 'order', order: { catalog_id: '1' } })).toMatchObject([{ incoming: { kind: 'message', text: '', attachments: [{ contentType: 'application/x-whatsapp-order' }] } }])
    expect(said({ type: 'text' })).toMatchObject([{ incoming: { text: '', attachments: [{ contentType: 'application/x-whatsapp-text' }] } }])
    expect(said({ type: 'system', system: { body: 'User changed their number', type: 'user_changed_number' } })).toEqual([])
    expect(deliver({ messages: [{ id: messageId, timestamp: '1', type: 'text', text: { body: 'from nobody' } }] })).toEqual([])
  })
  it('about another number, or of another kind of event, is passed over', () => {
    expect(deliver({ ...sheena, messages: [{ from: '16505551234', id: messageId, timestamp: '1', type: 'text', text: { body: 'a' } }] }, '999')).toEqual([])
    expect(received(deliverySchema.parse({ object: 'whatsapp_business_account', entry: [{ id: '1', changes: [{ field: 'account_update', value: { event: 'VERIFIED_ACCOUNT' } }] }] }), number)).toEqual([])
  })
  it('with states of what we sent tells which', () => {
    expect(deliver({ statuses: [
      { id: 'wamid.a', status: 'read', timestamp: '1750263773', recipient_id: '16505551234' },
      { id: 'wamid.b', status: 'failed', timestamp: '1750263773', recipient_id: '16505551234', errors: [{ code: 131_047, title: 'Re-engagement message', message: 'Re-engagement message' }] },
      { id: 'wamid.c', status: 'played', timestamp: '1750263773' },
    ] })).toEqual([{ what: 'status', messageId: 'wamid.a', status: 'read', code: undefined }, { what: 'status', messageId: 'wamid.b', status: 'failed', code: 131_047 }])
  })
})
