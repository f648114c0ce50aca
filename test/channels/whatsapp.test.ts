import { describeChannel, longIdOf } from './conformance.ts'
import { type Driver, sendRequest, type Shown } from './driver.ts'
import { delivery, message, request, signatureOf, signed, startWhatsApp } from './whatsapp-provider.ts'

const numberOf = longIdOf
const tapped = ({ choices }: Shown, index: number) => {
  const { name: id, title } = choices[index] ?? { name: '', title: '' }
  return { context: { from: '15550783881', id: 'wamid.HBgLMTQxMjU1NTA4MjkVAgARGBI' }, type: 'interactive', interactive: choices.length > 3 ? { type: 'list_reply', list_reply: { id, title, description: '' } } : { type: 'button_reply', button_reply: { id, title } } }
}
const wamid = (id: number) => `wamid.HBgLMTY1MDM4Nzk0MzkVAgASGBQzQTRBNjU5OUFFRTAzODEwMTQ0RgA=${id}`

const driver: Driver = {
  name: 'whatsapp',
  async start() {
    const meta = await startWhatsApp()
    return {
      env: meta.env,
      send: async (serviceUrl, sent) => (await sendRequest(serviceUrl, sent)).status,
      says: (customer, id, text) => request(message(numberOf(customer), wamid(id), { type: 'text', text: { body: text } })),
      sends(customer, id, file) {
        meta.files.set(`file${id}`, file)
        const kind = file.contentType === 'image/jpeg' ? { type: 'image', image: { mime_type: file.contentType, sha256: 'x', id: `file${id}` } } : { type: 'document', document: { filename: file.name, mime_type: file.contentType, sha256: 'x', id: `file${id}` } }
        return request(message(numberOf(customer), wamid(id), kind))
      },
      taps: (customer, id, shown, index) => request(message(numberOf(customer), wamid(id), tapped(shown, index))),
      shown: customer => meta.shown(numberOf(customer)),
      fails: meta.fails,
      bodies: customer => [
        message(numberOf(customer), wamid(1), { type: 'text', text: { body: 'Does it come in another color?' } }),
        message(numberOf(customer), wamid(2), { type: 'image', image: { caption: '看这个', mime_type: 'image/jpeg', sha256: 'x', id: '1003383421387256', url: 'https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=1' } }),
        message(numberOf(customer), wamid(3), { type: 'audio', audio: { mime_type: 'audio/ogg; codecs=opus', sha256: 'x', id: '1908647269898587', voice: true } }),
        message(numberOf(customer), wamid(4), tapped({ text: '', choices: [{ title: 'Change', name: '2.0' }] }, 0)),
        message(numberOf(customer), wamid(5), { type: 'reaction', reaction: { message_id: wamid(1), emoji: '👍' } }),
        message(numberOf(customer), wamid(6), { type: 'location', location: { latitude: 37.48, longitude: -122.14, name: 'HQ' } }),
        message(numberOf(customer), wamid(7), { type: 'unsupported', errors: [{ code: 131_051, title: 'Message type unknown' }] }),
        message(numberOf(customer), wamid(8), { type: 'text', text: { body: '你好' } }, { from_user_id: `US.${numberOf(customer)}` }),
        delivery({ statuses: [{ id: wamid(9), status: 'delivered', timestamp: '1750263773', recipient_id: numberOf(customer), pricing: { billable: false, pricing_model: 'PMP', category: 'service' } }] }),
        delivery({ statuses: [{ id: wamid(9), status: 'failed', timestamp: '1750263773', recipient_id: numberOf(customer), errors: [{ code: 131_047, title: 'Re-engagement message' }] }] }),
      ].map(each => Buffer.from(JSON.stringify(each))),
      signed,
      close: meta.close,
    }
  },
  forged: {
    'no signature': sent => ({ ...sent, headers: { 'content-type': 'application/json' } }),
    'the signature of another secret': sent => ({ ...sent, headers: { ...sent.headers, 'x-hub-signature-256': signatureOf(sent.body, 'another secret') } }),
    'the signature of another body': sent => ({ ...sent, headers: { ...sent.headers, 'x-hub-signature-256': signatureOf(Buffer.from('{}')) } }),
    'a changed body': sent => ({ ...sent, body: Buffer.concat([sent.body, Buffer.from(' ')]) }),
    'half a signature': sent => ({ ...sent, headers: { ...sent.headers, 'x-hub-signature-256': signatureOf(sent.body).slice(0, 40) } }),
    'the older SHA-1 signature only': sent => ({ ...sent, headers: { 'content-type': 'application/json', 'x-hub-signature': signatureOf(sent.body) } }),
    'an empty signature': sent => ({ ...sent, headers: { ...sent.headers, 'x-hub-signature-256': '' } }),
  },
  statuses: { taken: [200], refused: [401], malformed: [400], oversize: [413, 0] },
  tooMuch: 3_200_000,
  handsOver: true,
}

describeChannel(driver)
