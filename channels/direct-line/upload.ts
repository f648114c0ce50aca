import type { IncomingMessage } from 'node:http'
import { parseActivity, type SentActivity } from './activity.ts'
import type { Room } from '../room.ts'
import { mediaTypeOf, parseJson, withBody } from './body.ts'
import { badArgument } from './errors.ts'
import { checkFile, checkTogether, most, readDataUrl, type SentFile } from './files.ts'
import { fileNameIn, parseMultipart, type Part } from './multipart.ts'

/** Room for the activity and the parts' headers beside the files. */
const framing = 300_000
const activityType = 'application/vnd.microsoft.activity'

export type Upload = { activity: SentActivity; files: SentFile[] }

const holdsActivity = (part: Part) => mediaTypeOf(part.contentType) === activityType
const emptyMessage: SentActivity = { type: 'message' }

/** Reads an upload; it has its place in `room` until `work` on it has ended. Throws DirectLineError. */
export function withUpload<Result>(req: IncomingMessage, room: Room, work: (upload: Upload) => Promise<Result>): Promise<Result> {
  return withBody(req, most.bytes + framing, room, body => work(uploadIn(body, req)))
}

/**
 * The files of an upload, and the activity that holds them: one file as the body itself, or a multipart body with a part
 * a file and, if it likes, one for the activity. Throws DirectLineError.
 */
function uploadIn(body: Buffer, { headers }: Pick<IncomingMessage, 'headers'>): Upload {
  const contentType = headers['content-type'] ?? ''
  if (mediaTypeOf(contentType) !== 'multipart/form-data') {
    const files = [checkFile(fileNameIn(headers['content-disposition']), mediaTypeOf(contentType), body)]
    checkTogether(files)
    return { activity: emptyMessage, files }
  }
  const parts = parseMultipart(body, contentType)
  const holder = parts.find(holdsActivity)
  const activity = holder ? parseActivity(parseJson(holder.body)) : emptyMessage
  if (activity.type !== 'message') throw badArgument('Files go with an activity of type message')
  const files = parts.filter(part => !holdsActivity(part)).map(part => checkFile(part.fileName, mediaTypeOf(part.contentType), part.body))
  if (files.length === 0) throw badArgument('The upload has no file')
  checkTogether(files)
  return { activity, files }
}

/** An attachment of a message: a checked file, or only the name of one that we do not have. */
export type Attached = SentFile | { name: string | undefined; contentType: string }

/** The files that an activity carries inside, as `data:` addresses; others of its attachments are named only. Throws DirectLineError. */
export function filesWithin(activity: SentActivity): Attached[] {
  const within = (activity.attachments ?? []).map(({ name, contentType, contentUrl }) => {
    const content = readDataUrl(contentUrl ?? '')
    return content ? checkFile(name ?? undefined, contentType || content.contentType, content.bytes) : { name: name ?? undefined, contentType }
  })
  checkTogether(within.filter(each => 'bytes' in each))
  return within
}
